package alcove.web;

import alcove.web.http.Compression;
import alcove.web.http.Exchange;
import alcove.web.http.HttpError;
import alcove.web.http.Response;
import alcove.web.page.Asset;
import alcove.web.page.ErrorPage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The stylesheet, scripts and mark that pages are drawn with, as answers. Thread-safe. */
final class Assets {
  /** What their paths begin with. */
  static final String PATH = Asset.PATH;

  /** By its version it is the same for ever. */
  private static final String FOR_EVER =
      "public, max-age=" + Duration.ofDays(365).toSeconds() + ", immutable";

  /** Without one, browsers ask whether it has changed. */
  private static final String ASK = "no-cache";

  /** Texts as gzip has them, by their names, each made when somebody first asks for it. */
  private final Map<String, Buffer> small = new ConcurrentHashMap<>();

  /** The asset that the part {@code name} of the path names. */
  Future<Response> serve(Exchange exchange) {
    Optional<Asset> asset =
        exchange.path("name").flatMap(Asset::named).filter(_ -> !exchange.path().endsWith("/"));
    return asset.isEmpty()
        ? Future.failedFuture(new HttpError(ErrorPage.NOT_FOUND))
        : Future.succeededFuture(answer(exchange, asset.get()));
  }

  /** Not once more, if the browser has it in this form. */
  private Response answer(Exchange exchange, Asset asset) {
    boolean byVersion = exchange.query("v").filter(asset.version()::equals).isPresent();
    String cacheControl = byVersion ? FOR_EVER : ASK;
    boolean smaller = asset.isText() && Compression.isWelcome(exchange);
    String tag = '"' + asset.version() + (smaller ? "-gzip" : "") + '"';
    Response.Plain whole = Response.document(200, asset.type(), cacheControl, asset.content());
    Response.Plain known =
        new Response.Plain(
            304, Map.of(HttpHeaders.CACHE_CONTROL.toString(), cacheControl), Buffer.buffer());
    Response.Plain answer =
        exchange.has(tag)
            ? known
            : smaller
                ? Compression.as(
                    whole,
                    small.computeIfAbsent(asset.name(), _ -> Compression.gzip(asset.content())))
                : whole;
    Response.Plain tagged = answer.with(HttpHeaders.ETAG, tag);
    return asset.isText() ? tagged.with(HttpHeaders.VARY, "Accept-Encoding") : tagged;
  }
}
