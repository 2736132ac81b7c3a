package alcove.room.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The picture of the room, square, in some sizes, each as a PNG that this program made. Immutable.
 */
public final class Picture {
  /** The width of the largest, in pixels. */
  public static final int LARGEST = 512;

  /** All widths that there are, in pixels. */
  public static final List<Integer> WIDTHS = List.of(LARGEST, 192, 180, 32);

  /** The most bytes of one of them: in Base64 it fits into its column. */
  public static final int MOST_BYTES = 750_000;

  private static final int VERSION_LENGTH = 16;

  private final Map<Integer, byte[]> bytes;
  private final String version;

  private Picture(Map<Integer, byte[]> bytes) {
    this.bytes = Collections.unmodifiableMap(new TreeMap<>(bytes));
    this.version = version(this.bytes);
  }

  /** One in all sizes, whose bytes nobody changes any more. */
  public static Picture of(Map<Integer, byte[]> bytes) {
    if (!bytes.keySet().containsAll(WIDTHS)) {
      throw new IllegalArgumentException("widths " + bytes.keySet() + " (expected " + WIDTHS + ")");
    }
    return new Picture(bytes);
  }

  /** The same out of Base64. */
  public static Picture ofTexts(Map<Integer, String> texts) {
    Map<Integer, byte[]> bytes = new TreeMap<>();
    texts.forEach((width, text) -> bytes.put(width, Base64.getDecoder().decode(text)));
    return of(bytes);
  }

  /** The same in Base64. */
  public Map<Integer, String> texts() {
    Map<Integer, String> texts = new TreeMap<>();
    bytes.forEach((width, png) -> texts.put(width, Base64.getEncoder().encodeToString(png)));
    return texts;
  }

  private static String version(Map<Integer, byte[]> bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      bytes.values().forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_LENGTH);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What changes with it. */
  public String version() {
    return version;
  }

  /** The PNG of a width; not to be changed. */
  public byte[] bytes(int width) {
    byte[] png = bytes.get(width);
    if (png == null) {
      throw new IllegalArgumentException("width " + width + " (expected " + WIDTHS + ")");
    }
    return png;
  }

  @Override
  public String toString() {
    return "picture " + version;
  }
}
