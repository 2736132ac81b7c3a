package alcove.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A stylesheet, script or mark, held in memory: few, small, and part of the program. Pages name
 * them with their version, so that none is drawn with those of another release. Immutable.
 */
public final class Asset {
  /** What the paths of all begin with. */
  public static final String PATH = "/assets/";

  private static final int VERSION_LENGTH = 16;

  private static final Map<String, Asset> ALL =
      Stream.of(
              new Asset("alcove.css", "text/css; charset=utf-8"),
              new Asset("copy.js", "text/javascript; charset=utf-8"),
              new Asset("figures.js", "text/javascript; charset=utf-8"),
              new Asset("mark.svg", "image/svg+xml"),
              new Asset("wait.js", "text/javascript; charset=utf-8"))
          .collect(Collectors.toUnmodifiableMap(asset -> asset.name, asset -> asset));

  private final String name;
  private final String type;
  private final byte[] content;
  private final String version;

  private Asset(String name, String type) {
    this.name = name;
    this.type = type;
    this.content = read(name);
    this.version = hash(content).substring(0, VERSION_LENGTH);
  }

  private static byte[] read(String name) {
    try (InputStream file = Asset.class.getResourceAsStream("/alcove/web/assets/" + name)) {
      if (file == null) {
        throw new IllegalStateException("no asset " + name);
      }
      return file.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The one of this name. */
  public static Optional<Asset> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** Its content type. */
  public String type() {
    return type;
  }

  /** A copy of its bytes. */
  public byte[] content() {
    return content.clone();
  }

  /** What changes with the content. */
  public String version() {
    return version;
  }

  /** The path by which pages name it. */
  public String link() {
    return PATH + name + "?v=" + version;
  }
}
