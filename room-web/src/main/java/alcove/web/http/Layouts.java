package alcove.web.http;

import alcove.address.PublicAddress;
import alcove.room.model.NoticeKind;
import alcove.web.page.Face;
import alcove.web.page.Layout;
import alcove.web.page.LocalPath;
import alcove.web.page.Menu;
import alcove.web.page.People;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;

/** The maker of what is around a page. Never blocks. Thread-safe. */
public record Layouts(WebContext web, Languages languages, Menu menu, Forms forms) {
  private static final List<NoticeKind> RULES =
      List.of(NoticeKind.CODE_OF_CONDUCT, NoticeKind.PRIVACY_POLICY);

  /**
   * What is around a page that answers this visit. One that says what went wrong repeats nothing of
   * what was asked for, so from there the foot's choice of language leads to the front page.
   */
  Layout of(Exchange exchange, int status) {
    PublicAddress at = web.at();
    boolean isAliasHost = exchange.aliasHost().isPresent();
    Optional<String> page = isAliasHost ? Optional.empty() : page(exchange, status);
    People people = web.people(exchange.signedIn().orElse(null));
    return new Layout(
        web.texts(),
        languages.of(exchange),
        page.isPresent() ? web.texts().languages() : List.of(),
        page.orElse("/"),
        isAliasHost ? at.landing() : "/",
        web.room().settings(),
        at,
        RULES.stream().filter(web.room().notices().kinds()::contains).toList(),
        web.room().apps().list(),
        Face.of(web.room().settings(), web.room().pictures().present()),
        exchange.query("done").orElse(""),
        forms.flashes().of(exchange).map(flash -> flash.shown(people)).orElse(Layout.Flash.NONE),
        people,
        forms.stamp(exchange),
        forms.waits(exchange),
        exchange
            .signedIn()
            .map(who -> new Layout.Viewer(who, people.of(who.id()), menu.of(who, exchange.path())))
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
