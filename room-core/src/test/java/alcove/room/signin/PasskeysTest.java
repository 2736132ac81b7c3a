package alcove.room.signin;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.RegistryTest;
import alcove.room.audit.AuditEntry;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.passkeys.Passkey;
import alcove.room.passkeys.PasskeyAnswer;
import alcove.room.passkeys.PasskeyChallenge;
import alcove.room.passkeys.RelyingParty;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.store.DatabaseUrl;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PasskeysTest extends RegistryTest {
  private static final RelyingParty SITE =
      new RelyingParty("room.example", "https://room.example:8443");

  @SuppressWarnings("NullAway.Init")
  private FeedId alice;

  PasskeysTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  @BeforeEach
  void join() throws RefusedException {
    alice = fixture.join(fixture.alice, Role.MEMBER);
  }

  private Passkeys passkeys() {
    return room.passkeys();
  }

  private Session signIn(FeedId id) throws RefusedException {
    return room.sessions().open(id, SignInWay.APP, Session.Device.UNKNOWN, "").session();
  }

  private PasskeyChallenge begin(Session session) throws RefusedException {
    return passkeys().beginAdding(session, SITE, "203.0.113.7");
  }

  private PasskeyChallenge begin() {
    return passkeys().beginSignIn("203.0.113.7");
  }

  private TakenChallenge take(PasskeyChallenge begun) throws RefusedException {
    return SignInSteps.take(passkeys(), begun.browser().text());
  }

  private Passkey add(Session session, PasskeyChallenge begun, PasskeyAnswer.Made answer)
      throws RefusedException {
    passkeys().requireMayAdd(session, "Phone");
    return passkeys().add(session, SITE, take(begun), answer, "Phone");
  }

  private SoftwareAuthenticator add(Session session) throws RefusedException {
    PasskeyChallenge begun = begin(session);
    SoftwareAuthenticator device = new SoftwareAuthenticator(SITE, begun.userHandle());
    add(session, begun, device.make(begun));
    return device;
  }

  private FeedId check(PasskeyChallenge begun, PasskeyAnswer.Signed answer)
      throws RefusedException {
    return passkeys().check(SITE, take(begun), answer);
  }

  private FeedId check(SoftwareAuthenticator device) throws RefusedException {
    PasskeyChallenge begun = begin();
    return check(begun, device.sign(begun));
  }

  private List<String> log() throws RefusedException {
    return room.audit().newest(Actor.operator(), 10, null).stream()
        .map(AuditEntry::action)
        .toList();
  }

  @Test
  void passkey_signsIn_andIsSeenToBeUsed() throws Exception {
    Session session = signIn(alice);
    SoftwareAuthenticator device = add(session);
    assertThat(passkeys().of(alice))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.name()).isEqualTo("Phone");
              assertThat(each.site()).isEqualTo("room.example");
              assertThat(each.created()).isEqualTo(fixture.instant());
              assertThat(each.used()).isEmpty();
            });
    fixture.pass(Duration.ofDays(1));

    assertThat(check(device)).isEqualTo(alice);
    assertThat(check(device)).isEqualTo(alice);

    Passkey used = passkeys().of(alice).getFirst();
    assertThat(used.used()).contains(fixture.instant());
    assertThat(used.credential().signCount()).isEqualTo(2);
    assertThat(fixture.open().passkeys().of(alice)).as("after a restart").containsExactly(used);
  }

  @Test
  void deviceThatDoesNotCount_isFine_andSoIsOneThatBeginsTo() throws Exception {
    SoftwareAuthenticator device = add(signIn(alice));
    device.count = -1;
    check(device);
    device.count = -1;
    check(device);
    device.count = 6;

    assertThat(check(device)).isEqualTo(alice);
  }

  @Test
  void counterThatGoesBack_isRefused_andAudited() throws Exception {
    SoftwareAuthenticator device = add(signIn(alice));
    device.count = 9;
    check(device);
    for (int count : new int[] {10, 5, 0}) {
      device.count = count - 1;
      assertRefused(Refusal.WRONG_PASSKEY, () -> check(device));
    }

    assertThat(log()).startsWith("passkey-copied", "passkey-copied", "passkey-copied");
    device.count = 10;
    assertThat(check(device)).isEqualTo(alice);
  }

  @Test
  void answer_isGoodOnce_inTheBrowserThatBegan_forFiveMinutes() throws Exception {
    SoftwareAuthenticator device = add(signIn(alice));
    PasskeyChallenge first = begin();
    PasskeyAnswer.Signed answer = device.sign(first);
    PasskeyChallenge second = begin();

    assertRefused(Refusal.WRONG_PASSKEY, () -> check(second, answer));
    check(first, answer);
    assertRefused(Refusal.PASSKEY_OVER, () -> check(first, answer));
    assertRefused(Refusal.PASSKEY_OVER, () -> check(second, device.sign(second)));
    assertRefused(Refusal.PASSKEY_OVER, () -> SignInSteps.take(passkeys(), ""));
    assertRefused(
        Refusal.PASSKEY_OVER, () -> SignInSteps.take(passkeys(), SecretToken.create().text()));

    PasskeyChallenge late = begin();
    PasskeyChallenge inTime = begin();
    fixture.pass(Passkeys.PATIENCE.minusMillis(1));
    assertThat(check(inTime, device.sign(inTime))).isEqualTo(alice);
    fixture.pass(Duration.ofMillis(1));
    assertRefused(Refusal.PASSKEY_OVER, () -> check(late, device.sign(late)));
  }

  @Test
  void challenges_areBounded_andWhoTakesMostLosesTheirOwn() throws Exception {
    SoftwareAuthenticator device = add(signIn(alice));
    PasskeyChallenge quiet = passkeys().beginSignIn("198.51.100.1");
    PasskeyChallenge first = begin();
    for (int i = 0; i < 1500; i++) {
      begin();
    }

    assertRefused(Refusal.PASSKEY_OVER, () -> check(first, device.sign(first)));
    assertThat(check(quiet, device.sign(quiet))).isEqualTo(alice);
  }

  @Test
  void answerOfAnotherSite_orOfNobodyWhoIsThere_isRefused() throws Exception {
    SoftwareAuthenticator device = add(signIn(alice));
    for (String origin :
        List.of(
            "https://room.example",
            "http://room.example:8443",
            "https://alice.room.example:8443",
            "https://room.example.evil:8443",
            "null")) {
      device.origin = origin;
      assertRefused(Refusal.WRONG_PASSKEY, () -> check(device));
    }
    device.origin = SITE.origin();
    device.domain = "alice.room.example";
    assertRefused(Refusal.WRONG_PASSKEY, () -> check(device));
    device.domain = SITE.id();
    device.type = "webauthn.create";
    assertRefused(Refusal.WRONG_PASSKEY, () -> check(device));
    device.type = "";
    device.crossOrigin = true;
    assertRefused(Refusal.WRONG_PASSKEY, () -> check(device));
    device.crossOrigin = false;
    assertRefused(Refusal.WRONG_PASSKEY, () -> check(device.unverified()));
    assertRefused(Refusal.WRONG_PASSKEY, () -> check(device.absent()));
    device.flags = 5;
    assertRefused(Refusal.WRONG_PASSKEY, () -> check(device.synced(false)));
    device.flags = 5;
    assertThat(check(device)).isEqualTo(alice);
    assertThat(log()).doesNotContain("passkey-copied");
  }

  @Test
  void passkeyOfAnotherMember_signsNobodyElseIn() throws Exception {
    FeedId bob = fixture.join(fixture.bob, Role.ADMIN);
    SoftwareAuthenticator ofAlice = add(signIn(alice));
    SoftwareAuthenticator ofBob = add(signIn(bob));
    PasskeyChallenge begun = begin();
    PasskeyAnswer.Signed right = ofAlice.sign(begun);
    PasskeyAnswer.Signed other = ofBob.sign(begun);

    assertRefused(
        Refusal.WRONG_PASSKEY,
        () ->
            check(
                begun,
                new PasskeyAnswer.Signed(
                    right.clientData(),
                    other.credential(),
                    right.authenticatorData(),
                    right.signature(),
                    other.userHandle())));
    PasskeyChallenge again = begin();
    PasskeyAnswer.Signed mixed = ofAlice.sign(again);
    assertRefused(
        Refusal.WRONG_PASSKEY,
        () ->
            check(
                again,
                new PasskeyAnswer.Signed(
                    mixed.clientData(),
                    mixed.credential(),
                    mixed.authenticatorData(),
                    mixed.signature(),
                    other.userHandle())));
    assertThat(check(ofBob)).isEqualTo(bob);
  }

  @Test
  void nonsense_isRefused() throws Exception {
    SoftwareAuthenticator device = add(signIn(alice));
    List<String> odd =
        List.of("", "!", "AA", "e30", "W10", "bnVsbA", "x".repeat(20_000), "n".repeat(16_000), "€");
    for (String each : odd) {
      PasskeyChallenge begun = begin();
      PasskeyAnswer.Signed good = device.sign(begun);
      var answers =
          List.of(
              new PasskeyAnswer.Signed(
                  each,
                  good.credential(),
                  good.authenticatorData(),
                  good.signature(),
                  handle(good)),
              new PasskeyAnswer.Signed(
                  good.clientData(),
                  each,
                  good.authenticatorData(),
                  good.signature(),
                  handle(good)),
              new PasskeyAnswer.Signed(
                  good.clientData(), good.credential(), each, good.signature(), handle(good)),
              new PasskeyAnswer.Signed(
                  good.clientData(),
                  good.credential(),
                  good.authenticatorData(),
                  each,
                  handle(good)),
              new PasskeyAnswer.Signed(
                  good.clientData(),
                  good.credential(),
                  good.authenticatorData(),
                  good.signature(),
                  each));
      for (PasskeyAnswer.Signed answer : answers) {
        PasskeyChallenge fresh = begin();
        assertRefused(Refusal.WRONG_PASSKEY, () -> check(fresh, answer));
      }
    }
    assertThat(check(device)).isEqualTo(alice);
  }

  private static String handle(PasskeyAnswer.Signed answer) {
    return answer.userHandle();
  }

  @Test
  void deviceThatMakesSomethingElse_isRefused() throws Exception {
    Session session = signIn(alice);
    for (SoftwareAuthenticator bad :
        List.of(
            device().unverified(),
            device().absent(),
            with(device(), each -> each.origin = "https://evil.example"),
            with(device(), each -> each.domain = "evil.example"),
            with(device(), each -> each.type = "webauthn.get"),
            with(device(), each -> each.crossOrigin = true),
            with(device(), each -> each.credential = new byte[1024]),
            with(device(), each -> each.flags |= 1 << 4))) {
      PasskeyChallenge begun = begin(session);
      assertRefused(Refusal.PASSKEY_INVALID, () -> add(session, begun, bad.make(begun)));
    }
    for (byte[] cut : cuts(device().attestation())) {
      PasskeyChallenge begun = begin(session);
      assertRefused(
          Refusal.PASSKEY_INVALID,
          () ->
              add(
                  session,
                  begun,
                  new PasskeyAnswer.Made(
                      device().make(begun).clientData(), SoftwareAuthenticator.encode(cut))));
    }
    byte[] deep = new byte[12_000];
    Arrays.fill(deep, (byte) 0x81);
    PasskeyChallenge begun = begin(session);
    assertRefused(
        Refusal.PASSKEY_INVALID,
        () ->
            add(
                session,
                begun,
                new PasskeyAnswer.Made(
                    device().make(begun).clientData(), SoftwareAuthenticator.encode(deep))));
    assertThat(passkeys().of(alice)).isEmpty();
  }

  private static Stream<byte[]> cutsOf(byte[] whole) {
    return Stream.iterate(0, length -> length < whole.length, length -> length + 1)
        .map(length -> Arrays.copyOf(whole, length));
  }

  private static List<byte[]> cuts(byte[] whole) {
    return cutsOf(whole).toList();
  }

  private static SoftwareAuthenticator device() {
    return new SoftwareAuthenticator(SITE, SecretToken.create().text());
  }

  private static SoftwareAuthenticator with(
      SoftwareAuthenticator device, Consumer<SoftwareAuthenticator> change) {
    change.accept(device);
    return device;
  }

  @Test
  void adding_belongsToTheSessionThatBegan_andWorksOnce() throws Exception {
    Session session = signIn(alice);
    Session other = signIn(alice);
    Session ofBob = signIn(fixture.join(fixture.bob, Role.MEMBER));
    for (Session thief : List.of(other, ofBob)) {
      PasskeyChallenge begun = begin(session);
      assertRefused(Refusal.PASSKEY_OVER, () -> add(thief, begun, device().make(begun)));
    }
    PasskeyChallenge toSignIn = begin();
    assertRefused(Refusal.PASSKEY_OVER, () -> add(session, toSignIn, device().make(toSignIn)));
    PasskeyChallenge begun = begin(session);
    add(session, begun, device().make(begun));
    assertRefused(Refusal.PASSKEY_OVER, () -> add(session, begun, device().make(begun)));
    PasskeyChallenge late = begin(session);
    fixture.pass(Passkeys.PATIENCE);
    assertRefused(Refusal.PASSKEY_OVER, () -> add(session, late, device().make(late)));
    PasskeyChallenge toAdd = begin(session);
    assertRefused(Refusal.PASSKEY_OVER, () -> check(toAdd, device().sign(toAdd)));
  }

  @Test
  void knownPasskey_isNobodyElses() throws Exception {
    Session session = signIn(alice);
    SoftwareAuthenticator device = add(session);
    Session ofBob = signIn(fixture.join(fixture.bob, Role.MEMBER));

    for (Session each : List.of(session, ofBob)) {
      PasskeyChallenge begun = begin(each);
      assertRefused(Refusal.PASSKEY_KNOWN, () -> add(each, begun, device.make(begun)));
    }
    assertThat(check(device)).isEqualTo(alice);
  }

  @Test
  void member_hasOneUserHandle_andDevicesHearWhatIsThere() throws Exception {
    Session session = signIn(alice);
    PasskeyChallenge first = begin(session);
    SoftwareAuthenticator device = add(session);

    PasskeyChallenge second = begin(session);

    assertThat(first.known()).isEmpty();
    assertThat(second.known()).containsExactly(device.id());
    assertThat(second.userHandle())
        .isEqualTo(passkeys().of(alice).getFirst().credential().userHandle())
        .doesNotContain(alice.toString().substring(1, 10));
    RelyingParty other = new RelyingParty("b.example", "https://b.example");
    assertThat(passkeys().beginAdding(session, other, null).known())
        .as("those of another domain")
        .isEmpty();
  }

  @Test
  void eleventhPasskey_isOneTooMany() throws Exception {
    Session session = signIn(alice);
    for (int i = 1; i < Passkey.MOST; i++) {
      add(session);
    }
    PasskeyChallenge early = begin(session);
    add(session);

    assertRefused(Refusal.TOO_MANY_PASSKEYS, () -> begin(session));
    assertRefused(Refusal.TOO_MANY_PASSKEYS, () -> add(session, early, device().make(early)));
  }

  @Test
  void oldSession_changesNoPasskeys() throws Exception {
    Session session = signIn(alice);
    SoftwareAuthenticator device = add(session);
    long id = passkeys().of(alice).getFirst().id();
    PasskeyChallenge begun = begin(session);
    fixture.pass(Passkeys.RECENT.minusMinutes(1));
    passkeys().rename(session, id, "Tablet");
    assertThat(passkeys().isRecent(session)).isTrue();
    fixture.pass(Duration.ofMinutes(1));

    assertThat(passkeys().isRecent(session)).isFalse();
    assertRefused(Refusal.SIGN_IN_AGAIN, () -> begin(session));
    assertRefused(Refusal.SIGN_IN_AGAIN, () -> add(session, begun, device().make(begun)));
    assertRefused(Refusal.SIGN_IN_AGAIN, () -> passkeys().rename(session, id, "Phone"));
    assertRefused(Refusal.SIGN_IN_AGAIN, () -> passkeys().remove(session, id, true));
    assertThat(passkeys().of(alice)).singleElement().extracting(Passkey::name).isEqualTo("Tablet");
    assertThat(check(device)).isEqualTo(alice);
  }

  @Test
  void name_isALineThatPeopleSee() throws Exception {
    Session session = signIn(alice);
    add(session);
    long id = passkeys().of(alice).getFirst().id();

    for (String bad : List.of("", "  ", "x".repeat(65), "a\nb", "a\u202eb", "a\u0000", "\ud800")) {
      assertRefused(Refusal.PASSKEY_NAME, () -> passkeys().rename(session, id, bad));
    }
    passkeys().rename(session, id, " 漁 🐟 ");
    passkeys().rename(session, id, "漁 🐟");

    assertThat(passkeys().of(alice)).singleElement().extracting(Passkey::name).isEqualTo("漁 🐟");
    assertThat(log()).startsWith("passkey-renamed", "passkey-added");
  }

  @Test
  void removal_endsOtherSessions_andThePasskeyIsNoneAnyMore() throws Exception {
    String here =
        room.sessions().open(alice, SignInWay.APP, Session.Device.UNKNOWN, "").token().text();
    Session session = room.sessions().find(here).orElseThrow();
    SoftwareAuthenticator device = add(session);
    add(session);
    String byIt =
        room.sessions()
            .open(check(device), SignInWay.PASSKEY, Session.Device.UNKNOWN, "")
            .token()
            .text();
    assertThat(room.sessions().find(byIt).map(Session::way)).contains(SignInWay.PASSKEY);
    long id = passkeys().of(alice).getFirst().id();
    long ofBob = signIn(fixture.join(fixture.bob, Role.MEMBER)).id();

    passkeys().remove(session, id, false);

    assertRefused(Refusal.WRONG_PASSKEY, () -> check(device));
    assertRefused(Refusal.UNKNOWN, () -> passkeys().remove(session, id, true));
    assertThat(room.sessions().find(byIt)).isEmpty();
    assertThat(room.sessions().known(byIt)).isEmpty();
    assertThat(room.sessions().find(here)).isPresent();
    assertThat(room.sessions().of(fixture.bob.id())).extracting(Session::id).contains(ofBob);
    assertThat(log()).startsWith("passkey-removed");
  }

  @Test
  void lastWayIn_goesOnlyKnowingly() throws Exception {
    Session session = signIn(alice);
    add(session);
    long id = passkeys().of(alice).getFirst().id();

    assertRefused(Refusal.LAST_WAY_IN, () -> passkeys().remove(session, id, false));
    room.passwords().set(alice, "correct horse", session.id());
    passkeys().remove(session, id, false);
    add(session);
    room.passwords().remove(Actor.operator(), alice);
    Session again = signIn(alice);
    passkeys().remove(again, passkeys().of(alice).getFirst().id(), true);

    assertThat(passkeys().of(alice)).isEmpty();
  }

  @Test
  void othersPasskeys_areNobodysToChange() throws Exception {
    add(signIn(alice));
    long id = passkeys().of(alice).getFirst().id();
    Session ofBob = signIn(fixture.join(fixture.bob, Role.ADMIN));

    assertRefused(Refusal.UNKNOWN, () -> passkeys().rename(ofBob, id, "Mine"));
    assertRefused(Refusal.UNKNOWN, () -> passkeys().remove(ofBob, id, true));
  }

  @Test
  void admins_takeAllPasskeysAway() throws Exception {
    FeedId bob = fixture.join(fixture.bob, Role.ADMIN);
    FeedId carol = fixture.join(fixture.carol, Role.MODERATOR);
    Session session = signIn(alice);
    SoftwareAuthenticator device = add(session);
    add(session);

    assertRefused(Refusal.NOT_ALLOWED, () -> passkeys().removeAll(Actor.of(carol), alice));
    assertRefused(Refusal.UNKNOWN, () -> passkeys().removeAll(Actor.of(bob), carol));
    assertThat(passkeys().removeAll(Actor.of(bob), alice)).isEqualTo(2);

    assertThat(room.sessions().of(alice)).isEmpty();
    assertRefused(Refusal.WRONG_PASSKEY, () -> check(device));
  }

  @Test
  void whoeverIsNoMemberAnyMore_hasNoPasskeys() throws Exception {
    FeedId bob = fixture.join(fixture.bob, Role.ADMIN);
    FeedId carol = fixture.carol.id();
    fixture.join(fixture.dave, Role.MEMBER);
    SoftwareAuthenticator ofAlice = add(signIn(alice));
    room.blocks().block(Actor.of(bob), alice, "", Optional.empty());
    room.blocks().unblock(Actor.of(bob), alice);
    fixture.join(fixture.alice, Role.MEMBER);
    assertRefused(Refusal.WRONG_PASSKEY, () -> check(ofAlice));

    SoftwareAuthenticator again = add(signIn(alice));
    room.members().remove(Actor.of(bob), alice);
    assertRefused(Refusal.WRONG_PASSKEY, () -> check(again));

    fixture.join(fixture.alice, Role.MEMBER);
    SoftwareAuthenticator third = add(signIn(alice));
    room.members().leave(alice);
    assertRefused(Refusal.WRONG_PASSKEY, () -> check(third));

    fixture.join(fixture.alice, Role.MEMBER);
    SoftwareAuthenticator fourth = add(signIn(alice));
    room.members().replace(Actor.of(bob), alice, carol);
    assertRefused(Refusal.WRONG_PASSKEY, () -> check(fourth));
    assertThat(passkeys().of(carol)).isEmpty();
  }

  @Test
  void passkeyOfAnotherDomain_signsNobodyInHere() throws Exception {
    SoftwareAuthenticator device = add(signIn(alice));
    RelyingParty moved = new RelyingParty("moved.example", "https://moved.example");
    device.origin = moved.origin();
    device.domain = moved.id();
    PasskeyChallenge begun = begin();

    assertRefused(
        Refusal.WRONG_PASSKEY, () -> passkeys().check(moved, take(begun), device.sign(begun)));
  }

  @Test
  void firstAdmin_hasAPasskey_orNothingIsChanged() throws Exception {
    FeedId bob = fixture.bob.id();
    String link = room.setup().newToken().text();
    assertRefused(
        Refusal.SETUP_LINK_UNKNOWN, () -> passkeys().beginSetup(SecretToken.create().text(), null));
    PasskeyChallenge bad = passkeys().beginSetup(link, null);
    assertRefused(
        Refusal.PASSKEY_INVALID, () -> setUp(link, bob, bad, device().unverified().make(bad)));
    assertRefused(Refusal.PASSKEY_OVER, () -> setUp(link, bob, bad, device().make(bad)));
    PasskeyChallenge elsewhere = begin();
    assertRefused(
        Refusal.PASSKEY_OVER, () -> setUp(link, bob, elsewhere, device().make(elsewhere)));
    assertThat(room.setup().hasAdmin()).isFalse();

    PasskeyChallenge begun = passkeys().beginSetup(link, null);
    SoftwareAuthenticator device = new SoftwareAuthenticator(SITE, begun.userHandle());
    setUp(link, bob, begun, device.make(begun));

    assertThat(room.members().find(bob).orElseThrow().role()).isEqualTo(Role.ADMIN);
    assertThat(check(device)).isEqualTo(bob);
    assertRefused(Refusal.HAS_ADMIN, () -> passkeys().beginSetup(link, null));
  }

  private FeedId setUp(String link, FeedId id, PasskeyChallenge begun, PasskeyAnswer.Made answer)
      throws RefusedException {
    return passkeys().setUp(link, id, SITE, take(begun), answer, "Phone");
  }

  @Test
  void syncedPasskey_staysOne_andWhetherItIsBackedUpIsKept() throws Exception {
    Session session = signIn(alice);
    PasskeyChallenge begun = begin(session);
    SoftwareAuthenticator device =
        new SoftwareAuthenticator(SITE, begun.userHandle()).synced(false);
    add(session, begun, device.make(begun));
    check(device.synced(true));

    assertThat(passkeys().of(alice).getFirst().credential().backedUp()).isTrue();
    device.flags = 5;
    assertRefused(Refusal.WRONG_PASSKEY, () -> check(device));
  }
}
