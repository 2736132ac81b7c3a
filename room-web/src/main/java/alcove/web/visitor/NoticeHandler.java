package alcove.web.visitor;

import static alcove.web.http.Endpoint.get;

import alcove.identity.Word;
import alcove.room.model.Notice;
import alcove.room.model.NoticeKind;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.web.http.Exchange;
import alcove.web.http.Languages;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.Face;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The notices of the room, as pages and in the JSON of other rooms. Thread-safe. */
public record NoticeHandler(WebContext web, Languages languages, NoticeBoard board) {
  /** The page of one notice. */
  static final String ONE = "/notice/show";

  /** The picture of one, where somebody links to it. */
  static final String CARD = "/notice" + Face.CARD;

  public void addTo(Routes routes) {
    routes.at("/notice/list", get(RateLimit.LOOK_AT_NOTICES, this::list).forScripts());
    routes.at(ONE, get(RateLimit.LOOK_AT_NOTICES, this::show));
  }

  private Future<Response> list(Exchange exchange) {
    return exchange.wantsJson()
        ? Future.succeededFuture(Response.json(json(web.room().notices().list())))
        : board
            .all(languages.wanted(exchange))
            .map(all -> Response.page("notices", all).withoutSecrets());
  }

  /** By {@code kind}, and {@code language} if it matters; or by {@code id}, as in other rooms. */
  private Future<Response> show(Exchange exchange) {
    Optional<NoticeKind> kind =
        exchange.query("kind").flatMap(word -> Word.named(NoticeKind.class, word));
    Optional<Long> number = exchange.query().number("id");
    List<String> wanted =
        Stream.concat(
                exchange.query("language").filter(Notice::isLanguage).stream(),
                languages.wanted(exchange).stream())
            .toList();
    Future<Optional<ShownNotice>> shown =
        kind.isPresent()
            ? board.best(kind.get(), wanted)
            : Future.succeededFuture(Optional.empty());
    return shown
        .compose(
            found ->
                found.isEmpty() && number.isPresent()
                    ? board.numbered(number.get(), wanted)
                    : Future.succeededFuture(found))
        .compose(
            found ->
                found.isPresent()
                    ? Future.succeededFuture(
                        Response.page("notice-show", found.get()).withoutSecrets())
                    : Future.failedFuture(
                        new RefusedException(Refusal.UNKNOWN, "there is no such notice")));
  }

  private static JsonObject json(List<Notice> notices) {
    return new JsonObject()
        .put(
            "pinned_notices",
            Stream.of(NoticeKind.values()).map(kind -> json(kind, notices)).toList());
  }

  private static JsonObject json(NoticeKind kind, List<Notice> notices) {
    return new JsonObject()
        .put("name", name(kind))
        .put(
            "notices",
            notices.stream().filter(each -> each.kind() == kind).map(NoticeHandler::json).toList());
  }

  private static JsonObject json(Notice notice) {
    return new JsonObject()
        .put("id", NoticeNumber.of(notice))
        .put("title", notice.title())
        .put("content", notice.content())
        .put("language", notice.language());
  }

  private static String name(NoticeKind kind) {
    return switch (kind) {
      case DESCRIPTION -> "NoticeDescription";
      case NEWS -> "NoticeNews";
      case CODE_OF_CONDUCT -> "NoticeCodeOfConduct";
      case PRIVACY_POLICY -> "NoticePrivacyPolicy";
    };
  }
}
