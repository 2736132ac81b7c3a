package alcove.web.visitor;

import static alcove.web.http.Endpoint.get;

import alcove.room.model.Alias;
import alcove.room.model.Notice;
import alcove.room.model.Picture;
import alcove.web.http.Endpoint;
import alcove.web.http.Exchange;
import alcove.web.http.HttpError;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.image.Card;
import alcove.web.image.CardPress;
import alcove.web.page.Asset;
import alcove.web.page.ErrorPage;
import alcove.web.page.Face;
import alcove.web.page.Language;
import alcove.web.page.RoomColor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The looks of the room, for browsers and for whoever shows links to it: icons, colours, and the
 * pictures of cards. Thread-safe.
 */
public record FaceHandler(WebContext web, CardPress press) {
  private static final Logger LOG = LoggerFactory.getLogger(FaceHandler.class);
  private static final String PNG = "image/png";
  private static final String A_DAY = "public, max-age=" + Duration.ofDays(1).toSeconds();
  private static final String FOR_EVER =
      "public, max-age=" + Duration.ofDays(365).toSeconds() + ", immutable";

  public void addTo(Routes routes) {
    for (int width : Picture.WIDTHS) {
      routes.at(Face.iconPath(width), get(exchange -> icon(exchange, width)).anonymous());
    }
    routes.at("/favicon.ico", get(exchange -> icon(exchange, 32)).anonymous());
    routes.at("/apple-touch-icon.png", get(exchange -> icon(exchange, 180)).anonymous());
    routes.at(Face.STYLESHEET, get(this::stylesheet).anonymous());
    routes.at("/manifest.webmanifest", get(this::manifest).anonymous());
    routes.at(Face.CARD, get(RateLimit.LOOK_AT_PAGE, this::card).anonymous());
    routes.at(NoticeHandler.CARD, get(RateLimit.LOOK_AT_NOTICES, this::cardOfNotice).anonymous());
    routes.at(
        "/alias/:alias" + Face.CARD, get(RateLimit.LOOK_UP_ALIAS, this::cardOfAlias).anonymous());
  }

  private Face face() {
    return Face.of(web.room().settings(), web.room().pictures().present());
  }

  private Future<Response> icon(Exchange exchange, int width) {
    Buffer png =
        web.room()
            .pictures()
            .present()
            .map(picture -> Buffer.buffer(picture.bytes(width)))
            .orElseGet(() -> Asset.named(Face.iconName(width)).orElseThrow().content());
    return answer(exchange, PNG, face().version(), png);
  }

  private Future<Response> stylesheet(Exchange exchange) {
    RoomColor color = RoomColor.of(web.room().settings().color());
    return answer(
        exchange, "text/css; charset=utf-8", face().version(), Buffer.buffer(color.stylesheet()));
  }

  private static Future<Response> answer(
      Exchange exchange, String type, String version, Buffer content) {
    boolean byVersion = exchange.query("v").filter(version::equals).isPresent();
    return Future.succeededFuture(
        Response.document(200, type, byVersion ? FOR_EVER : A_DAY, content));
  }

  private Future<Response> manifest(Exchange exchange) {
    Face face = face();
    JsonObject manifest =
        new JsonObject()
            .put("name", web.room().settings().name())
            .put("start_url", "/")
            .put("display", "browser")
            .put("theme_color", face.color().base())
            .put("background_color", "#f6f4ee")
            .put("icons", List.of(icon(face, 192), icon(face, 512)));
    return Future.succeededFuture(
        Response.document(200, "application/manifest+json", A_DAY, manifest.toBuffer())
            .withoutSecrets());
  }

  private static JsonObject icon(Face face, int width) {
    return new JsonObject()
        .put("src", face.icon(width))
        .put("sizes", width + "x" + width)
        .put("type", PNG);
  }

  private Future<Response> card(Exchange exchange) {
    return exchange.aliasHost().isPresent()
        ? cardOfAlias(exchange)
        : card(exchange, web.room().settings().name(), "");
  }

  private Future<Response> cardOfNotice(Exchange exchange) {
    return web.room().notices().list().stream()
        .filter(each -> exchange.query("kind").filter(each.kind().word()::equals).isPresent())
        .filter(each -> exchange.query("language").filter(each.language()::equals).isPresent())
        .findFirst()
        .map(notice -> card(exchange, title(notice), web.room().settings().name()))
        .orElseGet(() -> Future.failedFuture(new HttpError(ErrorPage.NOT_FOUND)));
  }

  /** Without one of its own, what it is about, in its own language. */
  private String title(Notice notice) {
    return notice.title().isEmpty()
        ? web.texts()
            .say(
                web.texts().nearest(notice.language()).orElse(Language.ENGLISH),
                "notice-list.kind." + notice.kind().word())
        : notice.title();
  }

  private Future<Response> cardOfAlias(Exchange exchange) {
    String name = exchange.aliasHost().or(() -> exchange.path("alias")).orElse("");
    return web.storage()
        .run(() -> web.room().aliases().resolve(name))
        .map(Alias::name)
        .compose(
            alias -> Endpoint.begin(() -> card(exchange, alias, web.room().settings().name())));
  }

  /** Where this machine cannot draw, the room's icon has to do. */
  private Future<Response> card(Exchange exchange, String name, String below) {
    Optional<Picture> picture = web.room().pictures().present();
    Card card = new Card(name, below, web.at().site().at().host(), face().color(), picture);
    Promise<Buffer> printed = exchange.promise();
    press.print(card).onComplete(printed);
    return printed
        .future()
        .<Response>map(png -> Response.document(200, PNG, A_DAY, png))
        .recover(
            unable -> {
              LOG.warn("a card cannot be drawn", unable);
              return icon(exchange, Picture.LARGEST);
            })
        .map(FaceHandler::shareable);
  }

  /** Pages of chats in browsers show it, too. */
  private static Response shareable(Response answer) {
    return answer instanceof Response.Plain plain
        ? plain
            .with("Cross-Origin-Resource-Policy", "cross-origin")
            .with(HttpHeaders.VARY, "Accept-Encoding")
        : answer;
  }
}
