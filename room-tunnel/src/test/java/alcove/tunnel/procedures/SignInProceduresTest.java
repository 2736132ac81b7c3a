package alcove.tunnel.procedures;

import static alcove.room.policy.PrivacyMode.COMMUNITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedKeyPair;
import alcove.identity.FeedSignature;
import alcove.room.model.RefusedException;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.room.signin.SignIn;
import alcove.room.signin.SignInStatement;
import alcove.room.signin.SignIns;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.TestRoom;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing in to the web site, as apps do their part of it. */
class SignInProceduresTest {
  private static final String CHALLENGE = "dGhpcyBpcyBhIGNoYWxsZW5nZSBvZiAzMiBieXRlcy4=";

  private final TestRoom room = TestRoom.open(COMMUNITY);
  private final FeedKeyPair alice = FeedKeyPair.create(TestRoom.CRYPTO);
  private final List<RawPeer> peers = new ArrayList<>();
  private SignIns signIns;

  @BeforeEach
  void addMember() throws RefusedException {
    signIns = room.room().signIns();
    room.room().members().add(Actor.operator(), alice.id(), Role.MEMBER);
  }

  @AfterEach
  void close() throws IOException {
    for (RawPeer each : peers) {
      each.close();
    }
    room.close();
  }

  private RawPeer connect(FeedKeyPair self) throws IOException {
    RawPeer connected = RawPeer.connect(room, self);
    peers.add(connected);
    return connected;
  }

  private FeedSignature sign(FeedKeyPair keys, String serverChallenge, String clientChallenge) {
    String text =
        new SignInStatement(room.id(), keys.id(), serverChallenge, clientChallenge).signedText();
    return FeedSignature.of(keys.sign(TestRoom.CRYPTO, text.getBytes(StandardCharsets.UTF_8)));
  }

  private String solution(FeedKeyPair keys, SignIn signIn) {
    return "[\"%s\",\"%s\",\"%s\"]"
        .formatted(
            signIn.serverChallenge(), CHALLENGE, sign(keys, signIn.serverChallenge(), CHALLENGE));
  }

  /** Answers the call by which the room asks for a solution, as an app would, and pings before. */
  private void solve(RawPeer app, FeedKeyPair keys) throws Exception {
    for (int number = 1; ; number++) {
      String start = "2 %s ".formatted(number);
      String call = app.next();
      assertThat(call).startsWith(start);
      JsonNode request =
          Json.parse(call.substring(start.length()).getBytes(StandardCharsets.UTF_8));
      if (request.path("name").toString().equals("[\"tunnel\",\"ping\"]")) {
        app.send(2, -number, "0");
        continue;
      }
      assertThat(request.path("name")).hasToString("[\"httpAuth\",\"requestSolution\"]");
      JsonNode args = request.path("args");
      assertThat(args.path(1).asText()).isEqualTo(CHALLENGE);
      app.send(1, -number, sign(keys, args.path(0).asText(), CHALLENGE).toString());
      return;
    }
  }

  @Test
  void sendSolution_signsTheWaitingBrowserIn() throws Exception {
    SignIn signIn = signIns.begin(null);

    assertThat(connect(alice).call("httpAuth.sendSolution", solution(alice, signIn)))
        .isEqualTo("true");

    assertThat(signIns.finish(signIn.browser().text()).result()).contains(alice.id());
  }

  @Test
  void sendSolution_ofAnotherPeerOrForAnotherChallenge_isFalse() throws Exception {
    FeedKeyPair bob = FeedKeyPair.create(TestRoom.CRYPTO);
    RawPeer external = connect(bob);

    assertThat(external.call("httpAuth.sendSolution", solution(bob, signIns.begin(null))))
        .isEqualTo("false");
    assertThat(external.call("httpAuth.sendSolution", solution(alice, signIns.begin(null))))
        .isEqualTo("false");
    assertThat(external.call("httpAuth.sendSolution", "[\"sc\",\"cc\",\"nonsense\"]"))
        .isEqualTo("false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[]", "[\"a\"]", "[1,2,3]", "[\"a\",\"b\",null]"})
  void sendSolution_ofNoThreeStrings_isAnError(String args) throws Exception {
    RawPeer app = connect(alice);
    app.send(2, 1, "{\"name\":[\"httpAuth\",\"sendSolution\"],\"args\":%s}".formatted(args));
    assertThat(app.next()).startsWith("6 -1 ").contains("sendSolution: expected");
  }

  @Test
  void app_isAskedForASolution_andSignsItsBrowserIn() throws Exception {
    RawPeer app = connect(alice);
    assertThat(app.call("whoami", "[]")).contains(room.id().toString());
    SignIn signIn = signIns.begin(alice.id(), CHALLENGE, null);

    Future<Boolean> asked = signIns.ask(signIn, room.server().signInPeers());
    solve(app, alice);

    assertThat(asked.toCompletionStage().toCompletableFuture().get()).isTrue();
    assertThat(signIns.finish(signIn.browser().text()).result()).contains(alice.id());
  }

  @Test
  void appThatRefusesOnItsNewestConnection_isAskedOnItsOther() throws Exception {
    RawPeer older = connect(alice);
    assertThat(older.call("whoami", "[]")).isNotEmpty();
    RawPeer newer = connect(alice);
    assertThat(newer.call("whoami", "[]")).isNotEmpty();
    SignIn signIn = signIns.begin(alice.id(), CHALLENGE, null);

    Future<Boolean> asked = signIns.ask(signIn, room.server().signInPeers());
    assertThat(newer.next()).contains("requestSolution");
    newer.send(6, -1, "{\"name\":\"Error\",\"message\":\"not here\",\"stack\":\"\"}");
    solve(older, alice);

    assertThat(asked.toCompletionStage().toCompletableFuture().get()).isTrue();
  }

  @Test
  void appThatConnectsLater_isAskedThen() throws Exception {
    SignIn signIn = signIns.begin(alice.id(), CHALLENGE, null);
    Future<Boolean> early = signIns.ask(signIn, room.server().signInPeers());
    assertThat(early.toCompletionStage().toCompletableFuture().get()).isFalse();

    solve(connect(alice), alice);

    await().until(() -> signIn.proved().isPresent());
  }

  @Test
  void invalidateAllSolutions_endsSessionsAndWhatIsProved() throws Exception {
    SignIn signIn = signIns.begin(null);
    RawPeer app = connect(alice);
    app.call("httpAuth.sendSolution", solution(alice, signIn));
    String session =
        room.room()
            .sessions()
            .open(alice.id(), SignInWay.APP, Session.Device.UNKNOWN, "")
            .token()
            .text();

    assertThat(app.call("httpAuth.invalidateAllSolutions", "[]")).isEqualTo("true");

    assertThat(room.room().sessions().find(session)).isEmpty();
    assertThat(signIns.finish(signIn.browser().text()).result()).isEmpty();
  }
}
