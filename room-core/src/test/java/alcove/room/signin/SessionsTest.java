package alcove.room.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.room.RegistryTest;
import alcove.room.model.NewSession;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.SecretToken;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.store.DatabaseUrl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SessionsTest extends RegistryTest {
  SessionsTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  private String open(FeedId id) throws RefusedException {
    return room.sessions().open(id, SignInWay.APP, Session.Device.UNKNOWN, "").token().text();
  }

  @Test
  void member_isKnownByItsToken_alsoAfterARestart() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);

    NewSession opened = room.sessions().open(alice, SignInWay.PASSWORD, Session.Device.UNKNOWN, "");

    assertThat(room.sessions().find(opened.token().text())).contains(opened.session());
    assertThat(fixture.open().sessions().find(opened.token().text())).contains(opened.session());
    assertThat(opened.session().member()).isEqualTo(alice);
    assertThat(opened.session().way()).isEqualTo(SignInWay.PASSWORD);
    assertThat(room.sessions().find("nonsense")).isEmpty();
    assertThat(room.sessions().find(SecretToken.create().text())).isEmpty();
  }

  @Test
  void external_signsInNowhere_butInAnOpenRoom() throws Exception {
    assertRefused(Refusal.MODE, () -> open(fixture.bob.id()));

    room.change(Actor.operator(), RoomSetting.PRIVACY_MODE, "open");
    String token = open(fixture.bob.id());

    assertThat(room.standings().of(fixture.bob.id())).isEqualTo(Standing.MEMBER);
    assertThat(room.sessions().find(token)).isPresent();
  }

  @Test
  void formerSession_ofTheSameBrowser_ends() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    String first = open(alice);

    String second =
        room.sessions().open(alice, SignInWay.APP, Session.Device.UNKNOWN, first).token().text();

    assertThat(second).isNotEqualTo(first);
    assertThat(room.sessions().find(first)).isEmpty();
    assertThat(room.sessions().of(alice)).hasSize(1);
  }

  @Test
  void unusedSession_endsAfterTwoWeeks_aUsedOneAfterNinetyDays() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    String unused = open(alice);
    String used = open(alice);

    for (int week = 1; week <= 12; week++) {
      fixture.pass(Duration.ofDays(7));
      assertThat(room.sessions().find(used)).as("week " + week).isPresent();
      if (week == 2) {
        assertThat(room.sessions().find(unused)).isEmpty();
        assertThat(room.sessions().of(alice)).hasSize(1);
      }
    }

    fixture.pass(Duration.ofDays(7));
    assertThat(room.sessions().find(used)).isEmpty();
  }

  @Test
  void sight_isWrittenOnceAnHour_andKnownAtOnce() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    Session opened =
        room.sessions().open(alice, SignInWay.APP, Session.Device.UNKNOWN, "").session();
    String token = open(alice);
    fixture.pass(Duration.ofMinutes(59));
    room.sessions().find(token);

    assertThat(room.sessions().of(alice).getFirst().seen()).isEqualTo(fixture.instant());
    assertThat(room.sessions().of(alice).getLast()).isEqualTo(opened);
    assertThat(fixture.open().sessions().of(alice))
        .allMatch(each -> each.seen().equals(opened.since()));

    fixture.pass(Duration.ofMinutes(1));
    room.sessions().find(token);

    assertThat(fixture.open().sessions().of(alice).getFirst().seen()).isEqualTo(fixture.instant());
    assertThat(room.sessions().of(alice).getLast()).isEqualTo(opened);
  }

  @Test
  void sessionThatWasUsedLately_staysWhenThereAreTooMany() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    String first = open(alice);
    String second = open(alice);
    for (int i = 0; i < 18; i++) {
      fixture.pass(Duration.ofSeconds(1));
      open(alice);
    }
    fixture.pass(Duration.ofMinutes(1));
    room.sessions().find(first);

    open(alice);

    assertThat(room.sessions().find(first)).isPresent();
    assertThat(room.sessions().find(second)).isEmpty();
  }

  @Test
  void device_isKeptWithItsSession_alsoAfterARestart() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    var device = new Session.Device("Samsung Internet", "android");

    room.sessions().open(alice, SignInWay.APP, device, "");

    assertThat(fixture.open().sessions().of(alice))
        .extracting(Session::device)
        .containsExactly(device);
  }

  @Test
  void device_isTwoShortNames_orNone() throws Exception {
    for (String good : List.of("/", "Firefox/", "/ios", "Samsung Internet/android")) {
      assertThat(Session.Device.parse(good)).hasToString(good);
    }
    for (String bad : List.of("", "Firefox", "a/b/c", "<b>/ios", "x".repeat(21) + "/ios")) {
      assertThatThrownBy(() -> Session.Device.parse(bad)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void sessions_endOneByOneAndAllTogether_butOnlyOnesOwn() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    FeedId bob = fixture.join(fixture.bob, Role.MEMBER);
    String one = open(alice);
    String two = open(alice);
    String bobs = open(bob);
    long number = room.sessions().find(one).orElseThrow().id();

    assertRefused(Refusal.UNKNOWN, () -> room.sessions().end(bob, number));
    room.sessions().end(alice, number);
    assertThat(room.sessions().find(one)).isEmpty();
    room.sessions().end(bobs);
    assertThat(room.sessions().of(bob)).isEmpty();
    room.sessions().endAll(alice);
    assertThat(room.sessions().find(two)).isEmpty();
  }

  @Test
  void memberThatIsGoneOrBlocked_isSignedOut() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    FeedId bob = fixture.join(fixture.bob, Role.MEMBER);
    String alices = open(alice);
    String bobs = open(bob);

    room.members().remove(Actor.operator(), alice);
    room.blocks().block(Actor.operator(), bob, "", Optional.empty());

    assertThat(room.sessions().find(alices)).isEmpty();
    assertThat(room.sessions().find(bobs)).isEmpty();
    fixture.join(fixture.alice, Role.MEMBER);
    assertThat(room.sessions().find(alices)).isEmpty();
  }

  @Test
  void session_foundLately_isKnownWithoutTheRegistry_untilItEnds() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    String token = open(alice);
    String other = open(alice);
    assertThat(room.sessions().known(token)).isEmpty();

    room.sessions().find(token);
    assertThat(room.sessions().known(token)).isEqualTo(room.sessions().find(token));
    fixture.pass(Duration.ofMinutes(61));
    assertThat(room.sessions().known(token)).isEmpty();
    room.sessions().find(token);
    room.sessions().find(other);
    room.sessions().end(other);
    assertThat(room.sessions().known(other)).isEmpty();
    assertThat(room.sessions().known(token)).isPresent();
    room.sessions().end(token);
    assertThat(room.sessions().known(token)).isEmpty();

    token = open(alice);
    room.sessions().find(token);
    room.blocks().begin(Actor.operator(), alice, "", Optional.empty());
    assertThat(room.sessions().known(token)).isEmpty();
  }

  @Test
  void twentyFirstSession_endsTheOldest() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    String oldest = open(alice);
    for (int i = 0; i < 20; i++) {
      fixture.pass(Duration.ofSeconds(1));
      open(alice);
    }

    assertThat(room.sessions().of(alice)).hasSize(20);
    assertThat(room.sessions().find(oldest)).isEmpty();
  }
}
