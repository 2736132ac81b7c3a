package alcove.room.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.FeedSignature;
import alcove.room.RoomFixture;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.store.DatabaseUrl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInsTest {
  private static final String CHALLENGE = "dGhpcyBpcyBhIGNoYWxsZW5nZSBvZiAzMiBieXRlcy4=";

  private final RoomFixture fixture =
      new RoomFixture(
          new DatabaseUrl.H2Memory("sign-ins-" + UUID.randomUUID()), PrivacyMode.COMMUNITY);
  private final SignIns signIns = fixture.room.signIns();

  @BeforeEach
  void admitAlice() throws Exception {
    fixture.join(fixture.alice, Role.MEMBER);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String solution(FeedKeyPair keys, SignIn signIn, String challenge) {
    String text =
        new SignInStatement(fixture.room.id(), keys.id(), signIn.serverChallenge(), challenge)
            .signedText();
    byte[] signature = keys.sign(RoomFixture.CRYPTO, text.getBytes(StandardCharsets.UTF_8));
    return FeedSignature.of(signature).toString();
  }

  /** Apps that sign what they are asked for, as far as {@code keys} are connected. */
  private SignInPeers apps(FeedKeyPair... keys) {
    return (peer, server, client, patience) -> {
      for (FeedKeyPair each : keys) {
        if (each.id().equals(peer)) {
          String text = new SignInStatement(fixture.room.id(), peer, server, client).signedText();
          byte[] signature = each.sign(RoomFixture.CRYPTO, text.getBytes(StandardCharsets.UTF_8));
          return Future.succeededFuture(FeedSignature.of(signature).toString());
        }
      }
      return Future.failedFuture("not connected");
    };
  }

  @Test
  void signedText_isThatOfTheSpecification() {
    FeedId alice = fixture.alice.id();
    assertThat(new SignInStatement(fixture.room.id(), alice, "sc", "cc").signedText())
        .isEqualTo("=http-auth-sign-in:" + fixture.room.id() + ":" + alice + ":sc:cc");
  }

  @Test
  void browserThatBegan_isFinishedOnce_whenTheAppHasSolved() {
    SignIn signIn = signIns.begin(null);
    String browser = signIn.browser().text();
    assertThat(signIns.finish(browser).result()).isEmpty();

    boolean solved =
        signIns.solve(
            fixture.alice.id(),
            signIn.serverChallenge(),
            CHALLENGE,
            solution(fixture.alice, signIn, CHALLENGE));

    assertThat(solved).isTrue();
    assertThat(signIn.proof().result()).isEqualTo(fixture.alice.id());
    assertThat(signIns.finish(SecretToken.create().text()).result()).isEmpty();
    assertThat(signIns.finish(browser).result()).contains(fixture.alice.id());
    assertThat(signIns.finish(browser).result()).isEmpty();
  }

  @Test
  void solution_isGoodForOneChallenge_onePeerAndOneTime() {
    SignIn signIn = signIns.begin(null);
    SignIn other = signIns.begin(null);
    String solution = solution(fixture.alice, signIn, CHALLENGE);

    assertThat(signIns.solve(fixture.alice.id(), other.serverChallenge(), CHALLENGE, solution))
        .isFalse();
    assertThat(other.proof().isComplete()).as("others can send that").isFalse();
    assertThat(signIns.solve(fixture.alice.id(), "unknown", CHALLENGE, solution)).isFalse();
    assertThat(signIns.solve(fixture.alice.id(), signIn.serverChallenge(), CHALLENGE, solution))
        .isTrue();
    assertThat(signIns.solve(fixture.alice.id(), signIn.serverChallenge(), CHALLENGE, solution))
        .isFalse();
  }

  @Test
  void anothersSolution_isNoProof() {
    SignIn signIn = signIns.begin(null);
    String solution = solution(fixture.alice, signIn, CHALLENGE);

    assertThat(signIns.solve(fixture.bob.id(), signIn.serverChallenge(), CHALLENGE, solution))
        .isFalse();
    assertThat(signIn.proved()).isEmpty();
  }

  @Test
  void external_isTurnedAway_andEndsNothing() {
    SignIn signIn = signIns.begin(null);
    String solution = solution(fixture.bob, signIn, CHALLENGE);

    assertThat(signIns.solve(fixture.bob.id(), signIn.serverChallenge(), CHALLENGE, solution))
        .isFalse();
    assertThat(signIn.isAnsweredByStranger()).isTrue();
    assertThat(signIns.finish(signIn.browser().text()).result()).isEmpty();
    assertThat(
            signIns.solve(
                fixture.alice.id(),
                signIn.serverChallenge(),
                CHALLENGE,
                solution(fixture.alice, signIn, CHALLENGE)))
        .as("the right app comes after it")
        .isTrue();
  }

  @Test
  void claim_isProvedByTheAppThatIsAsked() throws Exception {
    SignIn signIn = signIns.begin(fixture.alice.id(), CHALLENGE, null);

    assertThat(signIns.ask(signIn, apps(fixture.alice)).result()).isTrue();
    assertThat(signIns.finish(signIn.browser().text()).result()).contains(fixture.alice.id());
  }

  @Test
  void claim_isNotSolvedByWhoeverSendsSomething() throws Exception {
    SignIn signIn = signIns.begin(fixture.alice.id(), CHALLENGE, null);

    assertThat(
            signIns.solve(
                fixture.bob.id(),
                signIn.serverChallenge(),
                CHALLENGE,
                solution(fixture.bob, signIn, CHALLENGE)))
        .isFalse();
    assertThat(signIn.proof().isComplete()).isFalse();
  }

  @Test
  void claim_ofAnAppThatIsAway_isProvedWhenItConnects() throws Exception {
    SignIn signIn = signIns.begin(fixture.alice.id(), CHALLENGE, null);
    assertThat(signIns.ask(signIn, apps()).result()).isFalse();
    assertThat(signIn.proof().isComplete()).isFalse();

    signIns.connected(fixture.bob.id(), apps(fixture.alice, fixture.bob));
    assertThat(signIn.proof().isComplete()).isFalse();
    signIns.connected(fixture.alice.id(), apps(fixture.alice));

    assertThat(signIn.proved()).contains(fixture.alice.id());
  }

  @Test
  void appThatSignsSomethingElse_isAsGoodAsOneThatIsAway() throws Exception {
    SignIn signIn = signIns.begin(fixture.alice.id(), CHALLENGE, null);
    SignInPeers liar =
        (peer, server, client, patience) -> Future.succeededFuture("AAAA.sig.ed25519");

    assertThat(signIns.ask(signIn, liar).result()).isFalse();
    assertThat(signIn.proof().isComplete()).isFalse();
  }

  @Test
  void app_isAskedSixTimesAtOnce_howeverManyBrowsersClaimIt() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    SignInPeers counting =
        (peer, server, client, patience) -> {
          asked.incrementAndGet();
          return Future.failedFuture("no");
        };
    for (int i = 0; i < 10; i++) {
      signIns.ask(signIns.begin(fixture.alice.id(), CHALLENGE, null), counting);
    }

    assertThat(asked).hasValue(6);
  }

  @Test
  void fourthClaimOfOnePeer_endsItsFirst() throws Exception {
    List<SignIn> claims = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      claims.add(signIns.begin(fixture.alice.id(), CHALLENGE, null));
    }

    assertThat(claims.getFirst().isOver()).isTrue();
    assertThat(claims.subList(1, 4)).noneMatch(each -> each.proof().isComplete());
  }

  @Test
  void signIn_isOverAfterThreeMinutes() {
    SignIn signIn = signIns.begin(null);
    fixture.pass(SignIns.PATIENCE);

    assertThat(
            signIns.solve(
                fixture.alice.id(),
                signIn.serverChallenge(),
                CHALLENGE,
                solution(fixture.alice, signIn, CHALLENGE)))
        .isFalse();
    assertThat(signIns.find(signIn.browser().text())).isEmpty();
    signIns.begin(null);
    assertThat(signIn.isOver()).isTrue();
  }

  @Test
  void strangers_howeverManyTheyBegin_endNoneOfSomebodyElse() {
    SignIn mine = signIns.begin("mine");
    for (int address = 0; address < 26; address++) {
      for (int i = 0; i < 40; i++) {
        signIns.begin("address " + address);
      }
    }
    assertThat(signIns.find(mine.browser().text())).contains(mine);
    assertThat(signIns.begin("another").proof().isComplete()).isFalse();
  }

  @Test
  void claims_ofStrangers_endNoneOfWhoseKeyItIs() throws Exception {
    SignIn mine = signIns.begin(fixture.alice.id(), CHALLENGE, "mine");
    for (int address = 0; address < 7; address++) {
      for (int i = 0; i < 5; i++) {
        signIns.begin(fixture.alice.id(), "theirs", "address " + address);
      }
    }
    signIns.begin(fixture.alice.id(), "theirs", "one");
    signIns.begin(fixture.alice.id(), "theirs", "two");
    assertThat(signIns.find(mine.browser().text())).contains(mine);

    // Who comes later than all of them gets a place of those that have more than one.
    signIns.begin(fixture.alice.id(), CHALLENGE, "also mine");
    assertThat(signIns.find(mine.browser().text())).contains(mine);
  }

  @Test
  void claims_ofAsManyAddressesAsThereArePlaces_areRefused() throws Exception {
    List<SignIn> all = new ArrayList<>();
    for (int address = 0; address < 24; address++) {
      all.add(signIns.begin(fixture.alice.id(), CHALLENGE, "address " + address));
    }
    assertThatThrownBy(() -> signIns.begin(fixture.alice.id(), CHALLENGE, "one more"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.TOO_OFTEN));
    assertThat(all).allMatch(each -> signIns.find(each.browser().text()).isPresent());
  }

  @Test
  void questions_ofStrangers_useUpNobodyElses() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    SignInPeers app =
        (peer, server, client, patience) -> {
          asked.incrementAndGet();
          return Future.failedFuture("unknown");
        };
    for (int i = 0; i < 40; i++) {
      signIns.ask(signIns.begin(fixture.alice.id(), "theirs", "stranger"), app);
    }
    assertThat(asked.get()).isEqualTo(6);
    signIns.ask(signIns.begin(fixture.alice.id(), CHALLENGE, "mine"), app);
    assertThat(asked.get()).isEqualTo(7);
  }

  @Test
  void thousandAndFirst_endsTheOldest() {
    SignIn oldest = signIns.begin(null);
    SignIn next = signIns.begin(null);
    for (int i = 0; i < 999; i++) {
      signIns.begin(null);
    }

    assertThat(oldest.isOver()).isTrue();
    assertThat(signIns.find(next.browser().text())).contains(next);
  }

  @Test
  void forgottenPeer_finishesNothing() {
    SignIn signIn = signIns.begin(null);
    signIns.solve(
        fixture.alice.id(),
        signIn.serverChallenge(),
        CHALLENGE,
        solution(fixture.alice, signIn, CHALLENGE));

    signIns.forget(fixture.alice.id());

    assertThat(signIns.finish(signIn.browser().text()).result()).isEmpty();
  }

  @Test
  void forgottenPeer_endsNoneOfOthers() throws Exception {
    SignIn unclaimed = signIns.begin(null);
    SignIn claimed = signIns.begin(fixture.bob.id(), CHALLENGE, null);
    SignIn own = signIns.begin(fixture.alice.id(), CHALLENGE, null);

    signIns.forget(fixture.alice.id());

    assertThat(own.isOver()).isTrue();
    assertThat(unclaimed.isOver()).isFalse();
    assertThat(signIns.find(unclaimed.browser().text())).contains(unclaimed);
    assertThat(signIns.find(claimed.browser().text())).contains(claimed);
  }

  @Test
  void app_isAskedThreeTimesForOneSignIn_andNotOnceItIsProved() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    SignInPeers refusing = (_, _, _, _) -> Future.failedFuture("no " + asked.incrementAndGet());
    SignIn signIn = signIns.begin(fixture.alice.id(), CHALLENGE, null);
    for (int i = 0; i < 5; i++) {
      assertThat(signIns.ask(signIn, refusing).result()).isFalse();
    }
    assertThat(asked).hasValue(3);

    SignIn proved = signIns.begin(fixture.alice.id(), CHALLENGE, null);
    signIns.ask(proved, apps(fixture.alice));
    assertThat(signIns.ask(proved, refusing).result()).isTrue();
    assertThat(asked).hasValue(3);
  }

  @Test
  void appThatConnects_isAskedForItsOwnSignInsAlone() throws Exception {
    List<FeedId> asked = new ArrayList<>();
    SignInPeers noting =
        (peer, _, _, _) -> {
          asked.add(peer);
          return Future.failedFuture("no");
        };
    signIns.begin(null);
    signIns.begin(fixture.bob.id(), CHALLENGE, null);
    signIns.begin(fixture.alice.id(), CHALLENGE, null);

    signIns.connected(fixture.alice.id(), noting);

    assertThat(asked).containsExactly(fixture.alice.id());
  }

  @Test
  void claims_ofSomebodyElse_doNotCount() throws Exception {
    List<SignIn> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      others.add(signIns.begin(fixture.bob.id(), CHALLENGE, null));
    }

    signIns.begin(fixture.alice.id(), CHALLENGE, null);

    assertThat(others).noneMatch(SignIn::isOver);
  }

  @Test
  void addressWithMostClaims_losesItsOldest_whenThereIsNoPlace() throws Exception {
    List<SignIn> greedy = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      greedy.add(signIns.begin(fixture.alice.id(), CHALLENGE, "greedy"));
    }
    for (int address = 0; address < 21; address++) {
      signIns.begin(fixture.alice.id(), CHALLENGE, "address " + address);
    }

    SignIn late = signIns.begin(fixture.alice.id(), CHALLENGE, "late");

    assertThat(greedy.getFirst().isOver()).isTrue();
    assertThat(greedy.subList(1, 3)).noneMatch(SignIn::isOver);
    assertThat(signIns.find(late.browser().text())).contains(late);
  }

  @Test
  void signInForTheSetup_isProvedByWhoLooksAtItsPage_memberOrNot() {
    SignIn setup = signIns.beginSetup(null);
    SignIn other = signIns.beginSetup(null);
    SignIn plain = signIns.begin(null);
    assertThat(setup.isForSetup()).isTrue();
    assertThat(plain.isForSetup()).isFalse();
    assertThat(setup.page()).isNotEmpty().doesNotContain("=", "+", "/");

    signIns.provedBySetup(plain.page(), fixture.bob.id());
    signIns.provedBySetup(setup.page(), fixture.bob.id());

    assertThat(setup.proved()).contains(fixture.bob.id());
    assertThat(other.proved()).isEmpty();
    assertThat(plain.proved()).isEmpty();
  }

  @Test
  void signInForTheSetup_isSolvedByAnybodyWhoIsNotBlocked() throws Exception {
    fixture.room.blocks().block(Actor.operator(), fixture.carol.id(), "", Optional.empty());
    SignIn setup = signIns.beginSetup(null);

    assertThat(
            signIns.solve(
                fixture.carol.id(),
                setup.serverChallenge(),
                CHALLENGE,
                solution(fixture.carol, setup, CHALLENGE)))
        .isFalse();
    assertThat(
            signIns.solve(
                fixture.bob.id(),
                setup.serverChallenge(),
                CHALLENGE,
                solution(fixture.bob, setup, CHALLENGE)))
        .isTrue();
  }

  @Test
  void signIn_saysWhetherAnAppHasBegunIt_andWhatCameOfIt() throws Exception {
    SignIn claimed = signIns.begin(fixture.alice.id(), CHALLENGE, null);
    SignIn unclaimed = signIns.begin(null);

    assertThat(claimed.isClaimed()).isTrue();
    assertThat(unclaimed.isClaimed()).isFalse();
    assertThat(unclaimed.isOver()).isFalse();
    assertThat(unclaimed.isAnsweredByStranger()).isFalse();
  }

  @Test
  void challenge_ofAnyPrintedCharacters_isTaken() throws Exception {
    for (String challenge : new String[] {"!", "~", "x".repeat(256)}) {
      SignIn signIn = signIns.begin(fixture.alice.id(), challenge, null);
      assertThat(signIns.ask(signIn, apps(fixture.alice)).result()).isTrue();
      signIns.finish(signIn.browser().text());
    }
  }

  @Test
  void challenge_thatIsNone_isRefused() {
    for (String none : new String[] {"", "a b", "x".repeat(257), "\u00e4", "a\n"}) {
      assertThatThrownBy(() -> signIns.begin(fixture.alice.id(), none, null))
          .isInstanceOf(RefusedException.class);
      SignIn signIn = signIns.begin(null);
      assertThat(
              signIns.solve(
                  fixture.alice.id(),
                  signIn.serverChallenge(),
                  none,
                  solution(fixture.alice, signIn, none)))
          .isFalse();
    }
  }

  @Test
  void garbageOfAnybody_endsNoSignIn() {
    SignIn signIn = signIns.begin(null);

    assertThat(signIns.solve(fixture.bob.id(), signIn.serverChallenge(), CHALLENGE, "x")).isFalse();

    assertThat(
            signIns.solve(
                fixture.alice.id(),
                signIn.serverChallenge(),
                CHALLENGE,
                solution(fixture.alice, signIn, CHALLENGE)))
        .isTrue();
  }

  @Test
  void answerOfAnAppAfterAMinute_countsAsLongAsTheSignInLasts() throws Exception {
    SignIn signIn = signIns.begin(fixture.alice.id(), CHALLENGE, null);
    Promise<String> answer = Promise.promise();
    List<Duration> patience = new ArrayList<>();
    signIns.ask(
        signIn,
        (peer, server, client, time) -> {
          patience.add(time);
          return answer.future();
        });
    fixture.pass(Duration.ofMinutes(1));

    answer.complete(solution(fixture.alice, signIn, CHALLENGE));

    assertThat(patience).containsExactly(SignIns.PATIENCE);
    assertThat(signIns.finish(signIn.browser().text()).result()).contains(fixture.alice.id());
  }

  @Test
  void serverChallenge_hasWhatClientsAskFor() {
    assertThat(signIns.begin(null).serverChallenge()).matches("[A-Za-z0-9_-]{43}=");
  }
}
