package alcove.web.http;

import alcove.address.PublicAddress;
import alcove.room.Room;
import alcove.room.model.NoticeKind;
import alcove.web.page.Layout;
import alcove.web.page.LocalPath;
import alcove.web.page.Menu;
import alcove.web.page.Texts;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The maker of what is around a page. Never blocks. Thread-safe. */
public final class Layouts {
  private static final List<NoticeKind> RULES =
      List.of(NoticeKind.CODE_OF_CONDUCT, NoticeKind.PRIVACY_POLICY);

  private final Room room;
  private final Supplier<PublicAddress> address;
  private final Texts texts;
  private final Languages languages;
  private final Menu menu;

  public Layouts(WebContext web, Languages languages, Menu menu) {
    this.room = web.room();
    this.address = web.address();
    this.texts = web.texts();
    this.languages = languages;
    this.menu = menu;
  }

  /**
   * What is around a page that answers this visit. One that says what went wrong repeats nothing of
   * what was asked for, so from there the foot's choice of language leads to the front page.
   */
  Layout of(Exchange exchange, int status) {
    PublicAddress at = address.get();
    boolean isAliasHost = exchange.aliasHost().isPresent();
    Optional<String> page = isAliasHost ? Optional.empty() : page(exchange, status);
    return new Layout(
        texts,
        languages.of(exchange),
        page.isPresent() ? texts.languages() : List.of(),
        page.orElse("/"),
        isAliasHost ? at.landing() : "/",
        room.settings(),
        at,
        RULES.stream().filter(room.notices().kinds()::contains).toList(),
        exchange.query("done").orElse(""),
        exchange
            .signedIn()
            .map(who -> new Layout.Viewer(who, menu.of(who, exchange.path())))
            .orElse(null));
  }

  /** What a link to this page would be; what a form was sent for cannot be linked to. */
  private static Optional<String> page(Exchange exchange, int status) {
    String query = exchange.request().query();
    String page = exchange.request().path() + (query == null ? "" : "?" + query);
    return Optional.of(status < 400 ? page : "/")
        .filter(path -> exchange.method().equals(HttpMethod.GET))
        .filter(LocalPath::isOne);
  }
}
