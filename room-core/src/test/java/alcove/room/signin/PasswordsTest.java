package alcove.room.signin;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.RegistryTest;
import alcove.room.audit.AuditEntry;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.store.DatabaseUrl;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PasswordsTest extends RegistryTest {
  private static final String GOOD = "correct horse";

  PasswordsTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  private Passwords passwords() {
    return room.passwords();
  }

  private FeedId check(String name, String password) throws RefusedException {
    return SignInSteps.check(passwords(), name, password);
  }

  @Test
  void member_isFoundByIdAndByAlias() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    fixture.register(fixture.alice, "alice");
    assertThat(passwords().isSet(alice)).isFalse();

    passwords().set(alice, GOOD);

    assertThat(passwords().isSet(alice)).isTrue();
    assertThat(check(" " + alice + " ", GOOD)).isEqualTo(alice);
    assertThat(check("Alice", GOOD)).isEqualTo(alice);
  }

  @Test
  void wrongPassword_unknownNameAndNoPassword_areOneRefusal() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    FeedId bob = fixture.join(fixture.bob, Role.MEMBER);
    passwords().set(alice, GOOD);

    assertRefused(Refusal.WRONG_PASSWORD, () -> check(alice.toString(), "wrong"));
    assertRefused(Refusal.WRONG_PASSWORD, () -> check(bob.toString(), ""));
    assertRefused(Refusal.WRONG_PASSWORD, () -> check("nobody", GOOD));
    assertRefused(Refusal.WRONG_PASSWORD, () -> check("", ""));
  }

  @Test
  void sixthTry_isOneTooMany_whateverThePassword() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    passwords().set(alice, GOOD);
    for (int i = 0; i < 4; i++) {
      assertRefused(Refusal.WRONG_PASSWORD, () -> check(alice.toString(), "wrong"));
    }
    check(alice.toString(), GOOD);
    for (int i = 0; i < 5; i++) {
      assertRefused(Refusal.WRONG_PASSWORD, () -> check(alice.toString(), "wrong"));
    }

    assertRefused(Refusal.TOO_OFTEN, () -> check(alice.toString(), GOOD));
  }

  @Test
  void passwordOfAnotherLength_isNoPassword() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);

    assertRefused(Refusal.PASSWORD_LENGTH, () -> passwords().set(alice, "x".repeat(9)));
    assertRefused(Refusal.PASSWORD_LENGTH, () -> passwords().set(alice, "x".repeat(257)));
    passwords().set(alice, "x".repeat(256));
    assertRefused(Refusal.WRONG_PASSWORD, () -> check(alice.toString(), "x".repeat(257)));
    assertThat(check(alice.toString(), "x".repeat(256))).isEqualTo(alice);
  }

  @Test
  void external_hasNone_andWhoLeavesLosesIt() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    passwords().set(alice, GOOD);
    assertRefused(Refusal.MODE, () -> passwords().set(fixture.bob.id(), GOOD));

    room.members().leave(alice);

    assertRefused(Refusal.WRONG_PASSWORD, () -> check(alice.toString(), GOOD));
    fixture.join(fixture.alice, Role.MEMBER);
    assertThat(passwords().isSet(alice)).isFalse();
  }

  @Test
  void resetLink_ofAnAdmin_worksOnce_andSignsOutEverywhere() throws Exception {
    FeedId admin = fixture.join(fixture.carol, Role.ADMIN);
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    String session =
        room.sessions().open(alice, SignInWay.APP, Session.Device.UNKNOWN, "").token().text();
    String older = passwords().newResetLink(Actor.of(admin), alice).text();
    String link = passwords().newResetLink(Actor.of(admin), alice).text();
    assertRefused(Refusal.UNKNOWN, () -> passwords().resetting(older));
    assertThat(passwords().resetting(link)).isEqualTo(alice);
    assertRefused(Refusal.PASSWORD_LENGTH, () -> passwords().reset(link, "short"));

    assertThat(passwords().reset(link, GOOD)).isEqualTo(alice);

    assertThat(check(alice.toString(), GOOD)).isEqualTo(alice);
    assertThat(room.sessions().find(session)).isEmpty();
    assertRefused(Refusal.UNKNOWN, () -> passwords().reset(link, GOOD));
  }

  @Test
  void resetLink_isNotForModerators_norForExternals_andEndsAfterAWeek() throws Exception {
    FeedId moderator = fixture.join(fixture.carol, Role.MODERATOR);
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    assertRefused(Refusal.NOT_ALLOWED, () -> passwords().newResetLink(Actor.of(moderator), alice));
    assertRefused(
        Refusal.UNKNOWN, () -> passwords().newResetLink(Actor.operator(), fixture.bob.id()));

    String link = passwords().newResetLink(Actor.operator(), alice).text();
    fixture.pass(Duration.ofDays(7));

    assertRefused(Refusal.UNKNOWN, () -> passwords().resetting(link));
    assertRefused(Refusal.UNKNOWN, () -> passwords().reset(link, GOOD));
  }

  @Test
  void longPasswordOfBcrypt_works_andIsKeptAsItIs() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    String bcrypt = "$2a$04$abcdefghijklmnopqrstuu9aK75Jgj/R1UdwF0d7GpkW8o2M77ccS";
    fixture.keepPassword(alice, bcrypt);
    String password = "long password, ".repeat(6);

    assertThat(check(alice.toString(), password)).isEqualTo(alice);
    assertThat(check(alice.toString(), password + "typo")).isEqualTo(alice);
    assertThat(check(alice.toString(), password)).isEqualTo(alice);
    assertRefused(Refusal.WRONG_PASSWORD, () -> check(alice.toString(), "x" + password));
  }

  @Test
  void removedPassword_isNone_andSignsOutEverywhere() throws Exception {
    FeedId admin = fixture.join(fixture.carol, Role.ADMIN);
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    passwords().set(alice, GOOD);
    passwords().set(admin, GOOD);
    String session =
        room.sessions().open(alice, SignInWay.PASSWORD, Session.Device.UNKNOWN, "").token().text();
    String other =
        room.sessions().open(admin, SignInWay.PASSWORD, Session.Device.UNKNOWN, "").token().text();
    String link = passwords().newResetLink(Actor.of(admin), alice).text();

    passwords().remove(Actor.of(admin), alice);

    assertThat(passwords().isSet(alice)).isFalse();
    assertRefused(Refusal.WRONG_PASSWORD, () -> check(alice.toString(), GOOD));
    assertThat(room.sessions().find(session)).isEmpty();
    assertRefused(Refusal.UNKNOWN, () -> passwords().reset(link, GOOD));
    assertThat(check(admin.toString(), GOOD)).isEqualTo(admin);
    assertThat(room.sessions().find(other)).isPresent();
    AuditEntry entry = room.audit().newest(Actor.operator(), 1, null).getFirst();
    assertThat(entry.action()).isEqualTo("password-removed");
    assertThat(entry.subject()).isEqualTo(alice.toString());
    assertThat(entry.by()).isEqualTo(Actor.of(admin));
  }

  @Test
  void removePassword_byAModerator_orWhereThereIsNone_isRefused() throws Exception {
    FeedId moderator = fixture.join(fixture.carol, Role.MODERATOR);
    FeedId alice = fixture.join(fixture.alice, Role.MEMBER);
    passwords().set(alice, GOOD);

    assertRefused(Refusal.NOT_ALLOWED, () -> passwords().remove(Actor.of(moderator), alice));
    assertRefused(Refusal.UNKNOWN, () -> passwords().remove(Actor.operator(), fixture.bob.id()));

    assertThat(check(alice.toString(), GOOD)).isEqualTo(alice);
  }
}
