package alcove.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Stylesheet, script and mark, held in memory: few, small, and part of the program. Immutable. */
final class Assets {
  /** What their paths begin with. */
  static final String PATH = "/assets/";

  private static final Map<String, String> TYPES =
      Map.of(
          "alcove.css", "text/css; charset=utf-8",
          "copy.js", "text/javascript; charset=utf-8",
          "mark.svg", "image/svg+xml");
  private static final String CACHED = "max-age=" + Duration.ofHours(1).toSeconds();

  private final Map<String, Buffer> contents =
      TYPES.keySet().stream().collect(Collectors.toMap(Function.identity(), Assets::read));

  private static Buffer read(String name) {
    try (InputStream file = Assets.class.getResourceAsStream("assets/" + name)) {
      if (file == null) {
        throw new IllegalStateException("no asset " + name);
      }
      return Buffer.buffer(file.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Answers with the asset that the path parameter {@code name} names, or lets others answer. */
  void serve(RoutingContext context) {
    String name = context.pathParam("name");
    Buffer content = contents.get(name);
    if (content == null) {
      context.next();
      return;
    }
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, TYPES.get(name))
        .putHeader(HttpHeaders.CACHE_CONTROL, CACHED)
        .end(content);
  }
}
