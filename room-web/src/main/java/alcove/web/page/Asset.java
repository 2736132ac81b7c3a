package alcove.web.page;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
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
 *
 * @param type its content type
 * @param content its bytes; not to be changed
 * @param version what changes with them
 */
public record Asset(String name, String type, Buffer content, String version) {
  /** What the paths of all begin with. */
  public static final String PATH = "/assets/";

  private static final int VERSION_LENGTH = 16;
  private static final Map<String, Asset> ALL =
      Stream.of(
              read("alcove.css", "text/css; charset=utf-8"),
              read("chart.js", "text/javascript; charset=utf-8"),
              read("copy.js", "text/javascript; charset=utf-8"),
              read("escape.js", "text/javascript; charset=utf-8"),
              read("events.js", "text/javascript; charset=utf-8"),
              read("icon-32.png", "image/png"),
              read("icon-180.png", "image/png"),
              read("icon-192.png", "image/png"),
              read("icon-512.png", "image/png"),
              read("mark.svg", "image/svg+xml"),
              read("open.js", "text/javascript; charset=utf-8"),
              read("passkey.js", "text/javascript; charset=utf-8"),
              read("times.js", "text/javascript; charset=utf-8"))
          .collect(Collectors.toUnmodifiableMap(Asset::name, asset -> asset));

  private static Asset read(String name, String type) {
    try (InputStream file = Asset.class.getResourceAsStream("/alcove/web/assets/" + name)) {
      if (file == null) {
        throw new IllegalStateException("no asset " + name);
      }
      byte[] content = file.readAllBytes();
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return new Asset(
          name,
          type,
          Buffer.buffer(content),
          HexFormat.of().formatHex(hash).substring(0, VERSION_LENGTH));
    } catch (IOException | NoSuchAlgorithmException unreadable) {
      throw new IllegalStateException(name, unreadable);
    }
  }

  /** The one of this name. */
  public static Optional<Asset> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** Whether it is a text, and so can be made smaller. */
  public boolean isText() {
    return !type.equals("image/png");
  }

  /** The path by which pages name it. */
  public String link() {
    return PATH + name + "?v=" + version;
  }
}
