package alcove.web.http;

import alcove.room.NoticeKind;
import alcove.room.PublicAddress;
import alcove.room.Room;
import alcove.web.page.Frame;
import alcove.web.page.Language;
import alcove.web.page.LocalPath;
import alcove.web.page.Menu;
import alcove.web.page.Texts;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes what is around a page. Never blocks. Thread-safe. */
public final class Frames {
  private static final List<NoticeKind> RULES =
      List.of(NoticeKind.CODE_OF_CONDUCT, NoticeKind.PRIVACY_POLICY);

  private final Room room;
  private final Supplier<PublicAddress> address;
  private final Texts texts;
  private final Languages languages;
  private final Menu menu;

  public Frames(WebContext web, Languages languages, Menu menu) {
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
  Frame of(Visit visit, int status) {
    PublicAddress at = address.get();
    boolean isAliasHost = visit.aliasHost().isPresent();
    Optional<String> page = isAliasHost ? Optional.empty() : page(visit, status);
    return new Frame(
        texts,
        languages.of(visit),
        page.isPresent() ? texts.languages() : List.of(),
        page.orElse("/"),
        isAliasHost ? at.landing() : "/",
        room.settings(),
        at,
        RULES.stream().filter(room.notices().kinds()::contains).toList(),
        visit.query("done").orElse(""),
        visit.signedIn().map(who -> Frame.Viewer.of(who, menu, visit.path())).orElse(null));
  }

  /** The language of an answer to this visit. */
  public Language languageOf(Visit visit) {
    return languages.of(visit);
  }

  /** What a link to this page would be; what a form was sent for cannot be linked to. */
  private static Optional<String> page(Visit visit, int status) {
    String query = visit.request().query();
    String page = visit.request().path() + (query == null ? "" : "?" + query);
    return Optional.of(status < 400 ? page : "/")
        .filter(path -> visit.method().equals(HttpMethod.GET))
        .filter(LocalPath::isOne);
  }
}
