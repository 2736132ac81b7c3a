package alcove.app;

import alcove.identity.FeedKeyPair;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.net.PeerConnection;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** The servers of one open room on PostgreSQL, started as operators do, and its peers. */
final class RoomNodes implements AutoCloseable {
  private final TestPeers peers = new TestPeers();
  private final Deque<RunningRoom> running = new ArrayDeque<>();
  private final Path folder;
  private final String jdbc;

  /** None yet; each gets a data directory of its own in {@code folder}. */
  RoomNodes(Path folder, String jdbc) {
    this.folder = folder;
    this.jdbc = jdbc;
  }

  /** A peer that is connected to a node. */
  record Peer(PeerClient client, PeerConnection connection) {}

  RunningRoom start(String name, Map<Setting<?>, String> more) throws Exception {
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
    running.push(room);
    return room;
  }

  /** A node, with the secret of the first if there is one. */
  RunningRoom node(String name) throws Exception {
    return node(name, Map.of());
  }

  /** The same with more settings. */
  RunningRoom node(String name, Map<Setting<?>, String> more) throws Exception {
    Path first = folder.resolve("first").resolve("secret");
    Path own = folder.resolve(name);
    if (Files.exists(first) && Files.notExists(own)) {
      Files.createDirectory(own);
      Files.copy(first, own.resolve("secret"));
    }
    Map<Setting<?>, String> settings = new HashMap<>(more);
    settings.put(Setting.CLUSTER, "yes");
    settings.put(LimitSettings.EVENT_LOOPS, "2");
    settings.put(Setting.CLUSTER_LISTEN, "127.0.0.1:" + twoFree());
    return start(name, settings);
  }

  /** A port that is free, as is the one behind it. */
  private static int twoFree() throws IOException {
    while (true) {
      try (ServerSocket one = new ServerSocket(0);
          ServerSocket behind = new ServerSocket(one.getLocalPort() + 1)) {
        return behind.getLocalPort() - 1;
      } catch (IOException | IllegalArgumentException taken) {
        // another pair, then
      }
    }
  }

  void stop(RunningRoom node) {
    running.remove(node);
    node.close();
  }

  Operator operator(String name) {
    return Operator.at(folder.resolve(name), jdbc);
  }

  int online(String name) throws Exception {
    return operator(name).run("status", "--json").json().findValue("online").asInt();
  }

  /** A new peer that attends at a node. */
  Peer attend(RunningRoom node) throws Exception {
    return attend(node, peers.client(FeedKeyPair.create(TestPeers.CRYPTO)));
  }

  /** The connection of a peer that answers these calls of the room, and does not attend. */
  PeerConnection connect(
      RunningRoom node, FeedKeyPair self, ProcedureTable<PeerConnection> procedures)
      throws Exception {
    return peers.connect(self, procedures, node.address().address());
  }

  Peer attend(RunningRoom node, PeerClient client) throws Exception {
    var address = node.address().address();
    PeerConnection connection =
        TestPeers.await(
            client.connect(
                address.host().orElseThrow(),
                address.port().orElseThrow(),
                address.key().orElseThrow()));
    TestPeers.call(connection, "tunnel.announce");
    return new Peer(client, connection);
  }

  @Override
  public void close() throws ExecutionException {
    peers.close();
    running.forEach(RunningRoom::close);
  }
}
