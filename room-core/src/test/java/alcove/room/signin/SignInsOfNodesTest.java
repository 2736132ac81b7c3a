package alcove.room.signin;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.shared.TestClusters;
import alcove.identity.FeedKeyPair;
import alcove.identity.FeedSignature;
import alcove.room.Room;
import alcove.room.RoomFixture;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.passkeys.Passkey;
import alcove.room.passkeys.PasskeyChallenge;
import alcove.room.passkeys.RelyingParty;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.store.DatabaseUrl;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sign-ins of one room on three nodes, of which each has the browser, its page or its app. */
class SignInsOfNodesTest {
  private static final String CHALLENGE = "dGhpcyBpcyBhIGNoYWxsZW5nZSBvZiAzMiBieXRlcy4=";
  private static final int MANY = 200;
  private static final RelyingParty SITE = new RelyingParty("room.example", "https://room.example");

  private final RoomFixture fixture =
      new RoomFixture(
          new DatabaseUrl.H2Memory("sign-ins-" + UUID.randomUUID()), PrivacyMode.COMMUNITY);
  private final TestClusters clusters = new TestClusters();
  private final List<Room> rooms = new ArrayList<>();
  private final List<TestClusters.Place> places = new ArrayList<>();

  @BeforeEach
  void begin() throws Exception {
    fixture.join(fixture.alice, Role.MEMBER);
    for (int i = 0; i < 3; i++) {
      Room room = fixture.open();
      rooms.add(room);
      places.add(clusters.join(room.nodes()));
    }
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private SignIns at(int node) {
    return rooms.get(node).signIns();
  }

  private SignIn there(int node, SignIn signIn) {
    return at(node).find(signIn.browser().text()).orElseThrow();
  }

  private String sign(FeedKeyPair keys, String server, String client) {
    String text = new SignInStatement(fixture.room.id(), keys.id(), server, client).signedText();
    return FeedSignature.of(keys.sign(RoomFixture.CRYPTO, text.getBytes(StandardCharsets.UTF_8)))
        .toString();
  }

  private boolean solve(int node, FeedKeyPair keys, SignIn signIn) {
    String server = signIn.serverChallenge();
    return at(node).solve(keys.id(), server, CHALLENGE, sign(keys, server, CHALLENGE));
  }

  /** The app of somebody is connected to a node, and signs what it is asked for. */
  private SignInPeers appOf(FeedKeyPair keys, List<String> asked) {
    return (peer, server, client, patience) -> {
      if (!peer.equals(keys.id())) {
        return Future.failedFuture("not connected");
      }
      asked.add(client);
      return Future.succeededFuture(sign(keys, server, client));
    };
  }

  @Test
  void signIn_thatABrowserBegan_goesOnAtAnyNode_andIsToldOnce() {
    for (int page = 0; page < 3; page++) {
      for (int events = 0; events < 3; events++) {
        for (int app = 0; app < 3; app++) {
          for (int finish = 0; finish < 3; finish++) {
            SignIn signIn = at(page).begin("203.0.113.7");
            assertThat(signIn.told().isComplete()).isTrue();
            Future<?> proof = there(events, signIn).proof();
            assertThat(at(finish).finish(signIn.browser().text()).result()).isEmpty();

            assertThat(solve(app, fixture.alice, signIn)).isTrue();

            assertThat(proof.result()).isEqualTo(fixture.alice.id());
            assertThat(solve(events, fixture.alice, signIn)).as("again").isFalse();
            assertThat(at(finish).finish(signIn.browser().text()).result())
                .contains(fixture.alice.id());
            for (int other = 0; other < 3; other++) {
              assertThat(at(other).finish(signIn.browser().text()).result()).isEmpty();
              assertThat(at(other).find(signIn.browser().text())).isEmpty();
            }
          }
        }
      }
    }
  }

  @Test
  void signIn_thatAnAppBegan_asksTheAppWhereItIs_andEndsWhereverThePageIs() throws Exception {
    for (int app = 0; app < 3; app++) {
      List<String> asked = new ArrayList<>();
      at(app).askBy(appOf(fixture.alice, asked));
      for (int page = 0; page < 3; page++) {
        for (int finish = 0; finish < 3; finish++) {
          fixture.pass(SignIns.PATIENCE);
          asked.clear();
          SignIn signIn = at(page).begin(fixture.alice.id(), CHALLENGE, "203.0.113." + finish);
          if (app == page) {
            at(page).ask(signIn, appOf(fixture.alice, asked));
          }

          assertThat(asked).containsExactly(CHALLENGE);
          assertThat(signIn.proof().result()).isEqualTo(fixture.alice.id());
          assertThat(there(finish, signIn).isClaimed()).isTrue();
          assertThat(at(finish).finish(signIn.browser().text()).result())
              .contains(fixture.alice.id());
          assertThat(at(page).finish(signIn.browser().text()).result()).isEmpty();
        }
      }
      at(app).askBy((peer, server, client, patience) -> Future.failedFuture("not connected"));
    }
  }

  @Test
  void app_thatConnectsLater_isAskedAtItsNode() throws Exception {
    SignIn signIn = at(0).begin(fixture.alice.id(), CHALLENGE, null);
    List<String> asked = new ArrayList<>();

    at(2).connected(fixture.alice.id(), appOf(fixture.alice, asked));

    assertThat(asked).containsExactly(CHALLENGE);
    assertThat(signIn.proof().result()).isEqualTo(fixture.alice.id());
    assertThat(at(1).finish(signIn.browser().text()).result()).contains(fixture.alice.id());
  }

  @Test
  void stranger_isNotedEverywhere_andEndsNothing() {
    SignIn signIn = at(0).begin(null);

    assertThat(solve(1, fixture.bob, signIn)).isFalse();

    assertThat(there(2, signIn).isAnsweredByStranger()).isTrue();
    assertThat(solve(2, fixture.alice, signIn)).isTrue();
  }

  @Test
  void invalidation_atOneNode_endsThoseOfAll_alsoWhatWasProved() throws Exception {
    SignIn claimed = at(0).begin(fixture.alice.id(), CHALLENGE, null);
    Future<?> waiting = there(1, claimed).proof();
    SignIn proved = at(1).begin(null);
    assertThat(solve(0, fixture.alice, proved)).isTrue();

    at(2).forget(fixture.alice.id());

    assertThat(waiting.failed()).isTrue();
    for (int node = 0; node < 3; node++) {
      assertThat(at(node).find(claimed.browser().text())).isEmpty();
      assertThat(at(node).finish(proved.browser().text()).result()).isEmpty();
    }
  }

  @Test
  void nodeThatDies_takesNoSignInAlong_evenIfItIsTheOneThatDecides() {
    SignIn signIn = at(0).begin(null);
    assertThat(solve(1, fixture.alice, signIn)).isTrue();

    places.get(0).die();

    assertThat(at(2).finish(signIn.browser().text()).result()).contains(fixture.alice.id());
    assertThat(at(1).finish(signIn.browser().text()).result()).isEmpty();
  }

  @Test
  void nodeThatDies_whileItIsAskedWhoIsToldOfASignIn_isFollowedByAnother() {
    SignIn signIn = at(1).begin(null);
    assertThat(solve(2, fixture.alice, signIn)).isTrue();
    clusters.hold();
    Future<?> finishing = at(2).finish(signIn.browser().text());
    assertThat(finishing.isComplete()).isFalse();

    clusters.lose();
    places.get(0).die();

    assertThat(finishing.isComplete()).isTrue();
    assertThat(at(1).finish(signIn.browser().text()).result()).isEmpty();
  }

  @Test
  void twoBrowsersWithOneSecret_atTwoNodesAtOnce_areNotBothTold() {
    SignIn signIn = at(0).begin(null);
    assertThat(solve(0, fixture.alice, signIn)).isTrue();
    clusters.hold();

    var one = at(1).finish(signIn.browser().text());
    var other = at(2).finish(signIn.browser().text());
    clusters.release(true);

    assertThat(List.of(one.result(), other.result()))
        .satisfiesOnlyOnce(told -> assertThat(told).contains(fixture.alice.id()));
  }

  @Test
  void lateWords_inAnyOrder_bringNothingBack() {
    clusters.hold();
    SignIn signIn = at(2).begin(null);
    assertThat(signIn.told().isComplete()).isFalse();
    assertThat(solve(2, fixture.alice, signIn)).isTrue();
    at(2).forget(fixture.alice.id());

    clusters.release(true);

    assertThat(signIn.told().isComplete()).isTrue();
    assertThat(at(0).find(signIn.browser().text())).isEmpty();
    assertThat(at(1).find(signIn.browser().text())).isEmpty();
  }

  /** The page is told by its own node, and leads to one that hears of the proof a moment later. */
  @Test
  void browser_thatFinishesWhereTheProofIsNotKnownYet_isSignedIn() {
    SignIn signIn = at(0).begin("203.0.113.7");
    clusters.hold();
    assertThat(solve(0, fixture.alice, signIn)).isTrue();
    clusters.lose();
    assertThat(there(2, signIn).proved()).isEmpty();

    assertThat(at(2).finish(signIn.browser().text()).result()).contains(fixture.alice.id());

    assertThat(at(0).finish(signIn.browser().text()).result()).isEmpty();
  }

  @Test
  void nodeThatComesLater_knowsWhatWaits_andItsApp() throws Exception {
    SignIn signIn = at(0).begin(fixture.alice.id(), CHALLENGE, null);
    Room late = fixture.open();
    List<String> asked = new ArrayList<>();
    late.signIns().askBy(appOf(fixture.alice, asked));

    clusters.join(late.nodes());

    assertThat(asked).containsExactly(CHALLENGE);
    assertThat(at(1).finish(signIn.browser().text()).result()).contains(fixture.alice.id());
  }

  @Test
  void nodesThatWereParted_tellEachOtherWhatTheyMissed() {
    places.get(0).part(places.get(1), true);
    SignIn signIn = at(0).begin(null);
    assertThat(at(1).find(signIn.browser().text())).isEmpty();

    places.get(0).part(places.get(1), false);

    assertThat(at(1).find(signIn.browser().text())).isPresent();
  }

  @Test
  void claimsToBeOnePeer_countTogether() throws Exception {
    SignIn first = at(0).begin(fixture.alice.id(), CHALLENGE, "203.0.113.7");
    at(1).begin(fixture.alice.id(), CHALLENGE, "203.0.113.7");
    at(2).begin(fixture.alice.id(), CHALLENGE, "203.0.113.7");
    assertThat(at(2).find(first.browser().text())).isPresent();

    at(2).begin(fixture.alice.id(), CHALLENGE, "203.0.113.7");

    assertThat(at(1).find(first.browser().text())).isEmpty();
    assertThat(first.isOver()).isTrue();
  }

  @Test
  void questions_countWhereTheAppIs_forClaimsAtAllNodes() throws Exception {
    List<String> asked = new ArrayList<>();
    at(2)
        .askBy(
            (peer, server, client, patience) -> {
              asked.add(client);
              return Future.failedFuture("refused");
            });

    for (int i = 0; i < 12; i++) {
      at(i % 2).begin(fixture.alice.id(), CHALLENGE, "203.0.113.7");
    }

    assertThat(asked).hasSize(6);
  }

  @Test
  void guesses_ofAPassword_countTogether_andAreForgivenEverywhere() throws Exception {
    String alice = fixture.alice.id().toString();
    rooms.get(0).passwords().set(fixture.alice.id(), "right password");
    for (int i = 0; i < 4; i++) {
      assertThat(guess(i % 3, alice, "wrong password")).isEqualTo(Refusal.WRONG_PASSWORD);
    }

    assertThat(SignInSteps.check(rooms.get(1).passwords(), alice, "right password"))
        .isEqualTo(fixture.alice.id());
    for (int i = 0; i < 5; i++) {
      assertThat(guess(i % 3, alice, "wrong password")).isEqualTo(Refusal.WRONG_PASSWORD);
    }
    for (int node = 0; node < 3; node++) {
      assertThat(guess(node, alice, "right password")).isEqualTo(Refusal.TOO_OFTEN);
    }
  }

  /** Nobody who asks holds a thread, or every other sign-in would wait behind those. */
  @Test
  void nodeThatDoesNotAnswer_keepsNoThreadWaiting_howeverManySignIn() throws Exception {
    Passwords passwords = rooms.get(1).passwords();
    Passkeys passkeys = rooms.get(1).passkeys();
    List<PasskeyChallenge> begun =
        IntStream.range(0, MANY).mapToObj(_ -> passkeys.beginSignIn(null)).toList();
    clusters.hold();

    List<Future<?>> waiting = new ArrayList<>();
    for (PasskeyChallenge each : begun) {
      waiting.add(passkeys.take(each.browser().text()));
      waiting.add(passwords.tryTake(passwords.account("name " + waiting.size())));
    }

    assertThat(waiting).hasSize(2 * MANY).noneMatch(Future::isComplete);
    clusters.release(false);
    assertThat(waiting).allMatch(Future::succeeded);
  }

  private Refusal guess(int node, String name, String password) {
    try {
      throw new AssertionError(
          SignInSteps.check(rooms.get(node).passwords(), name, password) + " is let in");
    } catch (RefusedException refused) {
      return refused.reason();
    }
  }

  @Test
  void time_isOverEverywhere() {
    SignIn signIn = at(0).begin(null);

    fixture.pass(SignIns.PATIENCE.plus(Duration.ofMillis(1)));

    assertThat(at(1).find(signIn.browser().text())).isEmpty();
    assertThat(solve(1, fixture.alice, signIn)).isFalse();
  }

  @Test
  void passkey_askedForAtOneNode_isGoodAtAnother_once() throws Exception {
    Passkeys first = rooms.get(0).passkeys();
    Session session =
        rooms
            .get(0)
            .sessions()
            .open(fixture.alice.id(), SignInWay.APP, Session.Device.UNKNOWN, "")
            .session();
    PasskeyChallenge adding = first.beginAdding(session, SITE, null);
    SoftwareAuthenticator device = new SoftwareAuthenticator(SITE, adding.userHandle());
    Passkeys second = rooms.get(1).passkeys();
    Passkey added = second.add(session, SITE, take(second, adding), device.make(adding), "Phone");
    assertThat(added.name()).isEqualTo("Phone");

    PasskeyChallenge asked = rooms.get(2).passkeys().beginSignIn(null);
    assertThat(rooms.get(2).passkeys().told(asked).isComplete()).isTrue();
    var answer = device.sign(asked);

    assertThat(second.check(SITE, take(second, asked), answer)).isEqualTo(fixture.alice.id());
    for (Room each : rooms) {
      assertThat(refusal(each.passkeys(), asked, device)).isEqualTo(Refusal.PASSKEY_OVER);
    }
  }

  private static TakenChallenge take(Passkeys passkeys, PasskeyChallenge begun)
      throws RefusedException {
    return SignInSteps.take(passkeys, begun.browser().text());
  }

  private static Refusal refusal(
      Passkeys passkeys, PasskeyChallenge asked, SoftwareAuthenticator device) {
    try {
      throw new AssertionError(
          passkeys.check(SITE, take(passkeys, asked), device.sign(asked)) + " is let in");
    } catch (RefusedException refused) {
      return refused.reason();
    }
  }
}
