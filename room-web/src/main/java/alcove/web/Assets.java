package alcove.web;

import alcove.web.http.Answer;
import alcove.web.http.Rejection;
import alcove.web.http.Visit;
import alcove.web.page.ErrorPage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
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
          "figures.js", "text/javascript; charset=utf-8",
          "mark.svg", "image/svg+xml",
          "wait.js", "text/javascript; charset=utf-8");
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

  /** The asset that the part {@code name} of the path names. */
  Future<Answer> serve(Visit visit) {
    String name = visit.path("name").orElse("");
    Buffer content = contents.get(name);
    String type = TYPES.get(name);
    return content == null || type == null
        ? Future.failedFuture(new Rejection(404, ErrorPage.NOT_FOUND))
        : Future.succeededFuture(new Answer.Plain(200, type, CACHED, content));
  }
}
