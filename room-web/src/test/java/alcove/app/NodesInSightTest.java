package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.ops.terminal.CommandException;
import alcove.store.DatabaseUrl;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.PeerConnection;
import alcove.watch.LogLines;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Two servers of one room that see each other's peers, and lead tunnels between them. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("alcove.ops.backup.EmptyDatabases#servers")
class NodesInSightTest {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @RegisterExtension final LogLines membership = LogLines.of(NodeMembership.class);

  private final String jdbc;
  private RoomNodes nodes;

  @TempDir private Path folder;

  NodesInSightTest(Supplier<DatabaseUrl> servers) {
    jdbc = servers.get().jdbc();
  }

  @BeforeEach
  void begin() {
    nodes = new RoomNodes(folder, jdbc);
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private void awaitOnline(int count, String... names) {
    for (String name : names) {
      await().atMost(LONGEST).until(() -> nodes.online(name) == count);
    }
  }

  private static void awaitClosed(PeerConnection connection) {
    await().atMost(LONGEST).until(() -> !connection.isOpen());
  }

  private static PeerConnection tunnel(RoomNodes.Peer caller, RoomNodes.Peer target)
      throws Exception {
    return TestPeers.tunnel(caller.connection(), caller.client(), target.client());
  }

  private static void assertCarries(PeerConnection tunnel, String text) throws Exception {
    assertThat(TestPeers.call(tunnel, "test.echo", text).toString()).contains(text);
  }

  @Test
  void peers_countOnBothNodes_untilTheirNodeIsStoppedForLong() throws Exception {
    RunningRoom first = nodes.node("first");
    RunningRoom second = nodes.node("second");
    nodes.attend(first);
    nodes.attend(second);

    awaitOnline(2, "first", "second");
    nodes.stop(second);

    awaitOnline(1, "first");
  }

  @Test
  void tunnel_betweenPeersOfTwoNodes_carriesBytes_andEndsWithItsNode() throws Exception {
    RunningRoom first = nodes.node("first");
    RunningRoom second = nodes.node("second");
    RoomNodes.Peer alice = nodes.attend(first);
    RoomNodes.Peer bob = nodes.attend(second);
    awaitOnline(2, "first", "second");

    PeerConnection there = tunnel(alice, bob);
    PeerConnection back = tunnel(bob, alice);
    assertCarries(there, "x".repeat(4_000));
    assertCarries(back, "y".repeat(4_000));
    nodes.stop(second);

    awaitClosed(there);
    awaitClosed(back);
    assertThat(alice.connection().isOpen()).isTrue();
    awaitOnline(1, "first");
  }

  @Test
  void node_thatDrains_leadsNobodyHere_saysGoodbyeToAll_andStaysForVisitors() throws Exception {
    RunningRoom first = nodes.node("first");
    RunningRoom second = nodes.node("second");
    RoomNodes.Peer alice = nodes.attend(first);
    RoomNodes.Peer bob = nodes.attend(second);
    RoomNodes.Peer carol = nodes.attend(second);
    awaitOnline(3, "first", "second");

    CompletableFuture<Void> draining = CompletableFuture.runAsync(second.draining()::run);

    await().atMost(LONGEST).until(() -> health(second) == 404);
    awaitClosed(bob.connection());
    awaitClosed(carol.connection());
    draining.get();
    assertThatThrownBy(() -> nodes.attend(second, bob.client())).isInstanceOf(Exception.class);
    assertThat(health(second)).isEqualTo(404);
    assertThat(health(first)).isEqualTo(200);
    assertThat(alice.connection().isOpen()).isTrue();
    awaitOnline(1, "first");
  }

  @Test
  void node_thatIsToHurry_leavesTheGoodbyeToItsStop() throws Exception {
    nodes.node("first");
    RunningRoom second = nodes.node("second");
    RoomNodes.Peer bob = nodes.attend(second);
    awaitOnline(1, "first", "second");

    second.draining().cutShort();
    second.draining().run();

    assertThat(health(second)).isEqualTo(404);
    assertThat(bob.connection().isOpen()).isTrue();
  }

  @Test
  void node_thatSeesNoOther_doesNotDrain() throws Exception {
    RunningRoom first = nodes.node("first");
    RoomNodes.Peer alice = nodes.attend(first);

    first.draining().run();

    assertThat(health(first)).isEqualTo(200);
    assertThat(alice.connection().isOpen()).isTrue();
  }

  private static int health(RunningRoom node) throws Exception {
    URI place =
        URI.create("http://localhost:%s/healthz".formatted(node.address().site().at().port()));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(place).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void clusterCommand_tellsOfAllNodes_untilOneIsGone() throws Exception {
    nodes.node("first");
    RunningRoom second = nodes.node("second");
    nodes.attend(second);
    awaitOnline(1, "first");

    JsonNode all = cluster("first");
    assertThat(all.path("cluster").asBoolean()).isTrue();
    assertThat(all.path("nodes")).hasSize(2);
    assertThat(all.at("/nodes/0/self").asBoolean()).isTrue();
    assertThat(all.at("/nodes/0/peers").asInt()).isZero();
    assertThat(all.at("/nodes/1/peers").asInt()).isEqualTo(1);
    for (JsonNode each : all.path("nodes")) {
      assertThat(each.path("lags").asBoolean()).isFalse();
      assertThat(each.path("generation").asLong()).isEqualTo(all.path("generation").asLong());
    }
    assertThat(nodes.operator("first").run("cluster").out())
        .contains(" (this one)", "the registry is at generation ");
    nodes.stop(second);

    await().atMost(LONGEST).until(() -> cluster("first").path("nodes").size() == 1);
    assertThat(nodes.operator("second").run("cluster").code()).isEqualTo(3);
  }

  private JsonNode cluster(String name) throws Exception {
    return nodes.operator(name).run("cluster", "--json").json();
  }

  @Test
  void block_onOneNode_endsTheTunnelAndThePeerOnTheOther() throws Exception {
    RunningRoom first = nodes.node("first");
    RunningRoom second = nodes.node("second");
    RoomNodes.Peer alice = nodes.attend(first);
    RoomNodes.Peer bob = nodes.attend(second);
    awaitOnline(2, "first", "second");
    PeerConnection tunnel = tunnel(alice, bob);
    assertCarries(tunnel, "before");

    assertThat(nodes.operator("first").run("block", "add", bob.client().id().toString()).code())
        .isZero();

    awaitClosed(tunnel);
    awaitClosed(bob.connection());
    assertThat(alice.connection().isOpen()).isTrue();
    awaitOnline(1, "first", "second");
  }

  @Test
  void block_thatTheRegistryDoesNotTakeYet_holdsOnTheOtherNode() throws Exception {
    nodes.node("first");
    RoomNodes.Peer bob = nodes.attend(nodes.node("second"));
    awaitOnline(1, "first", "second");
    String id = bob.client().id().toString();

    CompletableFuture<Operator.Result> block;
    try (Connection other = DriverManager.getConnection(jdbc)) {
      other.setAutoCommit(false);
      try (Statement lock = other.createStatement()) {
        lock.execute("SELECT * FROM change_count FOR UPDATE");
      }
      block = CompletableFuture.supplyAsync(() -> nodes.operator("first").run("block", "add", id));
      awaitClosed(bob.connection());
      assertThat(block).isNotDone();
      other.rollback();
    }

    assertThat(block.get().code()).isZero();
  }

  @Test
  void node_thatStarts_takesInNobodyWhomTheOthersKeepOut() throws Exception {
    RoomNodes.Peer bob = nodes.attend(nodes.node("first"));
    String id = bob.client().id().toString();

    try (Connection other = DriverManager.getConnection(jdbc);
        Statement broken = other.createStatement()) {
      broken.execute("ALTER TABLE blocked_id ADD CONSTRAINT none CHECK (id IS NULL)");
      assertThat(nodes.operator("first").run("block", "add", id).code()).isNotZero();
      awaitClosed(bob.connection());

      RunningRoom second = nodes.node("second");

      assertThatThrownBy(() -> nodes.attend(second, bob.client())).isInstanceOf(Exception.class);
      assertThat(nodes.operator("second").run("block", "list").out())
          .contains(id, "not written yet");
      assertThat(nodes.operator("second").run("status").out())
          .contains("1 key is kept out without a block in the database");
      broken.execute("ALTER TABLE blocked_id DROP CONSTRAINT none");
    }
  }

  @Test
  void node_whosePortIsTaken_orIsOfAnotherMachine_doesNotStart() throws Exception {
    assertDoesNotStartAtTakenPorts("new");
    assertThat(folder.resolve("new").resolve("secret")).doesNotExist();
    nodes.node("first");
    Files.createDirectory(folder.resolve("second"));
    Files.copy(folder.resolve("first/secret"), folder.resolve("second/secret"));

    assertDoesNotStartAtTakenPorts("second");
    assertThatThrownBy(() -> cluster("second", "192.0.2.1:7800"))
        .isInstanceOf(CommandException.class)
        .hasMessage(
            "192.0.2.1 is not an address of this machine (--cluster-listen chooses another)");
  }

  private void assertDoesNotStartAtTakenPorts(String name) throws Exception {
    for (int i = 0; i < 2; i++) {
      int behind = i;
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        int port = taken.getLocalPort();
        assertThatThrownBy(() -> cluster(name, "127.0.0.1:" + (port - behind)))
            .isInstanceOf(CommandException.class)
            .hasMessage(
                "port %s is already in use (--cluster-listen chooses another)".formatted(port));
      }
    }
  }

  private void cluster(String name, String listen) throws Exception {
    nodes.start(name, Map.of(Setting.CLUSTER, "yes", Setting.CLUSTER_LISTEN, listen));
  }

  @Test
  void node_withAnotherSettingThanTheOthers_warns() throws Exception {
    nodes.node("first");
    nodes.node("second", Map.of(Setting.ADVERTISE, "room.example:8008"));

    await()
        .atMost(LONGEST)
        .until(
            () ->
                membership.lines().stream()
                    .anyMatch(
                        each -> each.startsWith("--advertise is not as the node 127.0.0.1:")));
  }

  @Test
  void peer_thatMovesToAnotherNode_isReachedThereFromBoth() throws Exception {
    RunningRoom first = nodes.node("first");
    RunningRoom second = nodes.node("second");
    RoomNodes.Peer alice = nodes.attend(first);
    RoomNodes.Peer carol = nodes.attend(second);
    RoomNodes.Peer before = nodes.attend(second);
    awaitOnline(3, "first", "second");

    RoomNodes.Peer bob = nodes.attend(first, before.client());
    PeerConnection old = before.connection();
    old.loop().eventLoop().execute(() -> old.close(CloseReason.STOPPED));
    awaitClosed(old);

    assertCarries(tunnel(alice, bob), "from the same node");
    await()
        .atMost(LONGEST)
        .ignoreExceptions()
        .untilAsserted(() -> assertCarries(tunnel(carol, bob), "from the other"));
  }

  @Test
  void placeOfANode_withoutBeingOne_isRefused() {
    assertThatThrownBy(() -> nodes.start("alone", Map.of(Setting.CLUSTER_LISTEN, "127.0.0.1:7800")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--cluster-listen is for one of several nodes (--cluster)");
    assertThat(folder.resolve("alone")).doesNotExist();
  }

  @Test
  void placeOfANode_withoutAPortBehindIt_isRefused() {
    assertThatThrownBy(
            () ->
                nodes.start(
                    "alone",
                    Map.of(Setting.CLUSTER, "yes", Setting.CLUSTER_LISTEN, "127.0.0.1:65535")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "--cluster-listen needs the port behind it as well (expected 65534 at most)");
  }
}
