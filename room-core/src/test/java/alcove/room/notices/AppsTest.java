package alcove.room.notices;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.SsbUri;
import alcove.room.RegistryTest;
import alcove.room.apps.App;
import alcove.room.apps.AppCard;
import alcove.room.apps.AppStore;
import alcove.room.apps.Platform;
import alcove.room.audit.AuditEntry;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.store.DatabaseUrl;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppsTest extends RegistryTest {
  private static final AppCard OTHER =
      new AppCard(
          "Other",
          Set.of(Platform.BROWSER, Platform.ANDROID),
          "https://other.example/",
          Optional.of("https://other.example/#/join?link={invite}&uri={uri}"),
          Optional.of("example.other"));

  private final Actor operator = Actor.operator();

  AppsTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  @BeforeEach
  void join() throws RefusedException {
    fixture.join(fixture.alice, Role.ADMIN);
    fixture.join(fixture.bob, Role.MODERATOR);
  }

  private List<String> names() {
    return fixture.open().apps().list().stream().map(app -> app.card().name()).toList();
  }

  private static AppCard with(String homepage, String browserLink, String androidPackage) {
    return new AppCard(
        "X",
        Set.of(Platform.IOS),
        homepage,
        Optional.of(browserLink).filter(some -> !some.isEmpty()),
        Optional.of(androidPackage).filter(some -> !some.isEmpty()));
  }

  private static AppCard sold(String link) {
    return new AppCard(
        "X",
        Set.of(Platform.ANDROID),
        "https://x.example/",
        Optional.empty(),
        Optional.empty(),
        Map.of(AppStore.PLAY_STORE, link));
  }

  @Test
  void linksOfShops_areKept() throws Exception {
    AppCard card = sold("https://play.google.com/store/apps/details?id=x.y");
    App added = fixture.open().apps().add(operator, card);

    assertThat(fixture.open().apps().list()).contains(added);
    assertThat(fixture.open().apps().list().getFirst().card().stores())
        .containsOnlyKeys(AppStore.values());
  }

  @Test
  void newRoom_namesAppsThatWork() throws Exception {
    assertThat(names()).containsExactly("Manyverse");
    for (App app : room.apps().list()) {
      app.card().require();
    }
  }

  @Test
  void app_addedByAnAdmin_isThereAfterARestart_andStandsLast() throws Exception {
    App added = room.apps().add(Actor.of(fixture.alice.id()), OTHER);

    assertThat(room.apps().list()).last().isEqualTo(added);
    assertThat(fixture.open().apps().list()).last().isEqualTo(added);
    assertThat(added.card()).isEqualTo(OTHER);
    assertThat(added.card().platforms()).containsExactly(Platform.ANDROID, Platform.BROWSER);
    AuditEntry entry = room.audit().newest(operator, 1, null).getFirst();
    assertThat(entry.action()).isEqualTo("app-added");
    assertThat(entry.subject()).isEqualTo("Other");
  }

  @Test
  void app_changedMovedAndRemoved_isSo() throws Exception {
    App other = room.apps().add(operator, OTHER);
    App third = room.apps().add(operator, with("https://third.example", "", ""));

    room.apps().move(operator, third.id(), 1);
    assertThat(names()).containsExactly("X", "Manyverse", "Other");
    room.apps().move(operator, third.id(), 99);
    assertThat(names()).containsExactly("Manyverse", "Other", "X");
    AppCard renamed =
        new AppCard(
            "Another",
            EnumSet.of(Platform.LINUX),
            "https://another.example/",
            Optional.empty(),
            Optional.empty());
    room.apps().change(operator, other.id(), renamed);
    assertThat(fixture.open().apps().list()).contains(new App(other.id(), renamed));
    room.apps().remove(operator, other.id());

    assertThat(names()).containsExactly("Manyverse", "X");
    assertThat(room.apps().list()).isEqualTo(fixture.open().apps().list());
    assertRefused(Refusal.UNKNOWN, () -> room.apps().remove(operator, other.id()));
    assertRefused(Refusal.UNKNOWN, () -> room.apps().move(operator, other.id(), 1));
    assertRefused(Refusal.UNKNOWN, () -> room.apps().change(operator, other.id(), OTHER));
  }

  @Test
  void moderator_choosesNoApps() {
    Actor bob = Actor.of(fixture.bob.id());
    long id = room.apps().list().getFirst().id();

    assertRefused(Refusal.NOT_ALLOWED, () -> room.apps().add(bob, OTHER));
    assertRefused(Refusal.NOT_ALLOWED, () -> room.apps().change(bob, id, OTHER));
    assertRefused(Refusal.NOT_ALLOWED, () -> room.apps().move(bob, id, 1));
    assertRefused(Refusal.NOT_ALLOWED, () -> room.apps().remove(bob, id));
  }

  @Test
  void cardThatIsNone_isRefused() {
    String fine = "https://x.example/";
    Map<Refusal, List<AppCard>> wrong =
        Map.of(
            Refusal.APP_HOMEPAGE,
            List.of(
                with("http://x.example/", "", ""),
                with("javascript:alert(1)", "", ""),
                with("https://", "", ""),
                with("https://me@x.example/", "", ""),
                with("https://x.example/" + "x".repeat(500), "", ""),
                with("https://x.example/\u00e4", "", "")),
            Refusal.APP_BROWSER_LINK,
            List.of(
                with(fine, "https://x.example/", ""),
                with(fine, "https://{invite}/", ""),
                with(fine, "https://x.example{invite}/", ""),
                with(fine, "{uri}", ""),
                with(fine, "javascript://x.example/%0a{uri}", ""),
                with(fine, "https://x.example/{other}", ""),
                with(fine, "http://x.example/{uri}", "")),
            Refusal.APP_ANDROID_PACKAGE,
            List.of(with(fine, "", "app"), with(fine, "", "example.app;end")),
            Refusal.APP_NAME,
            List.of(
                new AppCard("", Set.of(Platform.IOS), fine, Optional.empty(), Optional.empty()),
                new AppCard("a\nb", Set.of(Platform.IOS), fine, Optional.empty(), Optional.empty()),
                new AppCard(
                    "x".repeat(61),
                    Set.of(Platform.IOS),
                    fine,
                    Optional.empty(),
                    Optional.empty())),
            Refusal.APP_STORE,
            List.of(
                sold("https://play.google.com.evil.example/x"),
                sold("http://play.google.com/store"),
                sold("https://play.google.com/" + "x".repeat(500)),
                sold("javascript:alert(1)")),
            Refusal.APP_PLATFORMS,
            List.of(new AppCard("X", Set.of(), fine, Optional.empty(), Optional.empty())));

    wrong.forEach(
        (reason, cards) ->
            cards.forEach(card -> assertRefused(reason, () -> room.apps().add(operator, card))));
    assertThat(names()).containsExactly("Manyverse");
  }

  @Test
  void browserLink_withoutAnInvitesLink_opensAnySsbUri() throws Exception {
    AppCard any = with("https://x.example/", "https://x.example/#{uri}", "");

    assertThat(any.opening("ssb:experimental?a=b&c=d"))
        .contains("https://x.example/#ssb%3Aexperimental%3Fa%3Db%26c%3Dd");
    assertThat(OTHER.opening("ssb:experimental?a=b")).isEmpty();
    assertThat(with("https://x.example/", "", "").opening("ssb:experimental?a=b")).isEmpty();
  }

  @Test
  void androidLink_holdsTheWholeUri_andNothingInItEndsIt() {
    SsbUri uri = SsbUri.of("x", Map.of("a", "b#Intent;package=evil;end;&=\"'<"));

    assertThat(OTHER.onAndroid(uri))
        .contains(
            "intent://experimental?a=b%23Intent%3Bpackage%3Devil%3Bend%3B%26%3D%22%27%3C&action=x"
                + "#Intent;scheme=ssb;package=example.other;end;");
    assertThat(with("https://x.example/", "", "").onAndroid(uri)).isEmpty();
  }

  @Test
  void thirtyApps_areEnough() throws Exception {
    while (room.apps().list().size() < Apps.MOST) {
      room.apps().add(operator, OTHER);
    }

    assertRefused(Refusal.TOO_MANY_APPS, () -> room.apps().add(operator, OTHER));
  }

  @Test
  void browserLink_opensTheInvite_withItsSignsEncoded() {
    assertThat(OTHER.opening("https://room.example/join?invite=a-b", "ssb:experimental?a=b&c=%2F"))
        .contains(
            "https://other.example/#/join?link=https%3A%2F%2Froom.example%2Fjoin%3Finvite%3Da-b"
                + "&uri=ssb%3Aexperimental%3Fa%3Db%26c%3D%252F");
    assertThat(with("https://x.example", "", "").opening("https://room.example", "ssb:")).isEmpty();
  }
}
