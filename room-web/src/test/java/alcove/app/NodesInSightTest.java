package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedKeyPair;
import alcove.store.DatabaseUrl;
import alcove.tunnel.net.PeerConnection;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Two servers of one room that see each other's peers. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("alcove.ops.backup.EmptyDatabases#servers")
class NodesInSightTest {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final TestPeers peers = new TestPeers();
  private final Deque<RunningRoom> rooms = new ArrayDeque<>();
  private final String jdbc;

  @TempDir private Path folder;

  NodesInSightTest(Supplier<DatabaseUrl> servers) {
    jdbc = servers.get().jdbc();
  }

  @AfterEach
  void close() throws Exception {
    peers.close();
    rooms.forEach(RunningRoom::close);
  }

  private RunningRoom start(String name, Map<Setting<?>, String> more) throws Exception {
    Map<Setting<?>, String> settings =
        new HashMap<>(
            Map.of(
                Setting.DATA,
                folder.resolve(name).toString(),
                Setting.LISTEN,
                "127.0.0.1",
                Setting.SSB_PORT,
                "0",
                Setting.HTTP_PORT,
                "0",
                Setting.PRIVACY_MODE,
                "open",
                Setting.JDBC_URL,
                jdbc));
    settings.putAll(more);
    RunningRoom room = RunningRoom.start(ConfigReader.read(settings, Map.of()));
    rooms.push(room);
    return room;
  }

  private RunningRoom node(String name) throws Exception {
    return start(
        name, Map.of(Setting.CLUSTER, "yes", Setting.CLUSTER_LISTEN, "127.0.0.1:" + freePort()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private int online(String name) throws Exception {
    return Operator.at(folder.resolve(name), jdbc)
        .run("status", "--json")
        .json()
        .findValue("online")
        .asInt();
  }

  private PeerConnection attend(RunningRoom room) throws Exception {
    PeerConnection peer =
        peers.connect(FeedKeyPair.create(TestPeers.CRYPTO), room.address().address());
    TestPeers.call(peer, "tunnel.announce");
    return peer;
  }

  @Test
  void peers_countOnBothNodes_untilTheirNodeIsStoppedForLong() throws Exception {
    RunningRoom first = node("first");
    Files.createDirectory(folder.resolve("second"));
    Files.copy(
        folder.resolve("first").resolve("secret"), folder.resolve("second").resolve("secret"));
    RunningRoom second = node("second");
    attend(first);
    attend(second);

    await().atMost(LONGEST).until(() -> online("first") == 2 && online("second") == 2);
    rooms.remove(second);
    second.close();

    await().atMost(LONGEST).until(() -> online("first") == 1);
  }

  @Test
  void placeOfANode_withoutBeingOne_isRefused() {
    assertThatThrownBy(() -> start("alone", Map.of(Setting.CLUSTER_LISTEN, "127.0.0.1:7800")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--cluster-listen is for one of several nodes (--cluster)");
    assertThat(folder.resolve("alone")).doesNotExist();
  }
}
