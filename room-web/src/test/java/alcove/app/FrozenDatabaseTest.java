package alcove.app;

import static alcove.app.TestPeers.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import alcove.app.Operator.Result;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.net.PeerConnection;
import alcove.watch.LogLines;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A database that takes connections and says nothing any more, under a room with peers in it. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("alcove.app.OwnPostgres#servers")
class FrozenDatabaseTest {
  private final OwnPostgres.Starting servers;
  private final TestPeers peers = new TestPeers();
  private final FeedKeyPair alice = TestPeers.newKeys();
  private final FeedKeyPair bob = TestPeers.newKeys();
  private final FeedKeyPair eve = TestPeers.newKeys();
  private final HttpClient watcher = HttpClient.newHttpClient();
  @RegisterExtension final LogLines loops = LogLines.of(StartingVertx.class);

  @TempDir private Path folder;
  private OwnPostgres postgres;
  private Operator operator;
  private RunningRoom room;

  FrozenDatabaseTest(OwnPostgres.Starting servers) {
    this.servers = servers;
  }

  @BeforeEach
  void open() throws Exception {
    postgres = servers.start();
    operator = Operator.at(folder.resolve("data"), postgres.jdbc());
    room = operator.start();
    for (FeedKeyPair each : List.of(alice, bob, eve)) {
      assertThat(operator.run("member", "add", each.id().toString()).lines()).isNotEmpty();
    }
    loops.clear();
  }

  @AfterEach
  void close() throws Exception {
    watcher.close();
    try (var own = postgres) {
      own.goOn();
      peers.close();
      operator.close();
    }
  }

  /** Long enough for a machine that does other things as well. */
  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30));
  }

  private PeerConnection connect(FeedKeyPair self) throws Exception {
    return peers.connect(self, room.address().address());
  }

  private int status(String path) throws Exception {
    URI uri = URI.create(room.address().consumeInvite()).resolve(path);
    return watcher
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private CompletableFuture<Result> running(String... words) {
    return CompletableFuture.supplyAsync(() -> operator.run(words));
  }

  @Test
  void blockOfAConnectedPeer_holdsBeforeTheDatabaseAnswers_andTheOthersGoOn() throws Exception {
    PeerClient caller = peers.client(alice);
    PeerClient target = peers.client(bob);
    PeerConnection alices = enter(caller);
    call(enter(target), "tunnel.announce");
    PeerConnection eves = connect(eve);
    PeerConnection tunnel = TestPeers.tunnel(alices, caller, target);
    answers(tunnel, "before");

    postgres.freeze();
    CompletableFuture<Result> blocking = running("block", "add", eve.id().toString());
    soon().until(() -> !eves.isOpen());

    assertThat(blocking).as("eve was out before the database failed to answer").isNotDone();
    assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> connect(eve));
    answers(tunnel, "meanwhile");
    answers(TestPeers.tunnel(alices, caller, target), "another");
    soon().until(() -> status("/readyz") == 503);
    assertThat(status("/healthz")).isEqualTo(200);
    CompletableFuture<Result> inviting = running("invite", "create", "--label", "while frozen");
    await().atMost(Duration.ofMinutes(2)).until(() -> blocking.isDone() && inviting.isDone());
    assertRefused(
        blocking.get(), "the key is out, and the block is written when the database works");
    assertRefused(inviting.get(), "database");
    Result listed = running("block", "list", "--json").get(2, TimeUnit.MINUTES);
    assertThat(listed.code()).isEqualTo(1);
    assertThat(listed.out()).contains(eve.id().toString()).hasLineCount(1);
    assertThat(listed.err()).contains("only the blocks that are not written yet").hasLineCount(1);

    postgres.goOn();
    soon().until(() -> status("/readyz") == 200);
    assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> connect(eve));
    answers(tunnel, "afterwards");
    assertThat(operator.run("block", "add", eve.id().toString()).lines()).isNotEmpty();
    assertThat(loops.lines()).as("loops that were blocked").isEmpty();

    operator.close();
    room = operator.start();
    assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> connect(eve));
    assertThat(operator.run("block", "list", "--json").json().findValuesAsText("id"))
        .containsExactly(eve.id().toString());
    assertThat(operator.run("member", "list", "--json").json().findValuesAsText("id"))
        .containsExactly(alice.id().toString(), bob.id().toString());
  }

  private static void assertRefused(Result result, String words) {
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("alcove: ").contains(words).hasLineCount(1);
  }

  private PeerConnection enter(PeerClient peer) throws Exception {
    var address = room.address().address();
    PeerConnection connection =
        TestPeers.await(
            peer.connect(
                address.host().orElseThrow(),
                address.port().orElseThrow(),
                address.key().orElseThrow()));
    JsonNode metadata = call(connection, "room.metadata");
    assertThat(metadata.path("membership").asBoolean()).isTrue();
    return connection;
  }

  private static void answers(PeerConnection tunnel, String text) throws Exception {
    assertThat(call(tunnel, "test.echo", text).path(0).asText()).isEqualTo(text);
  }
}
