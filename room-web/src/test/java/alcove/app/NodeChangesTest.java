package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.identity.HostAndPort;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.store.DatabaseUrl;
import alcove.tunnel.net.PeerConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two servers of one room, each with a peer, a browser that is signed in, and a tunnel from a peer
 * of the other: what is changed on the first ends what it has to on both, and nothing else.
 */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("alcove.ops.backup.EmptyDatabases#servers")
class NodeChangesTest {
  private static final int PATIENCE_MILLIS = 20_000;

  private final String jdbc;
  private final List<Socket> sockets = new ArrayList<>();
  private RoomNodes nodes;
  private RunningRoom first;
  private RunningRoom second;
  private RoomNodes.Peer alice;
  private RoomNodes.Peer bob;

  @TempDir private Path folder;

  NodeChangesTest(Supplier<DatabaseUrl> servers) {
    jdbc = servers.get().jdbc();
  }

  /** A peer, its browser, and a tunnel to it from a peer of the other node. */
  private record Visitor(RoomNodes.Peer peer, BufferedReader page, PeerConnection tunnel) {
    String id() {
      return peer.client().id().toString();
    }
  }

  @BeforeEach
  void open() throws Exception {
    nodes = new RoomNodes(folder, jdbc);
    first = nodes.node("first");
    second = nodes.node("second");
    alice = nodes.attend(first);
    bob = nodes.attend(second);
    run("member", "add", id(alice));
    run("member", "add", id(bob));
  }

  @AfterEach
  void close() throws Exception {
    for (Socket each : sockets) {
      each.close();
    }
    nodes.close();
  }

  private static String id(RoomNodes.Peer peer) {
    return peer.client().id().toString();
  }

  private void run(String... words) {
    nodes.operator("first").run(words).lines();
  }

  /** Carol of the first node, and Dave of the second. */
  private record Visitors(Visitor carol, Visitor dave) {}

  private Visitors meetMembers() throws Exception {
    RoomNodes.Peer here = nodes.attend(first);
    RoomNodes.Peer there = nodes.attend(second);
    run("member", "add", id(here));
    run("member", "add", id(there));
    return new Visitors(visitor(here, first, bob), visitor(there, second, alice));
  }

  private Visitor visitor(RoomNodes.Peer peer, RunningRoom node, RoomNodes.Peer caller)
      throws Exception {
    return new Visitor(peer, watch(node, session(peer.client().id())), tunnel(caller, peer));
  }

  /** The nodes have to hear of each other's peers first. */
  private static PeerConnection tunnel(RoomNodes.Peer caller, RoomNodes.Peer target)
      throws Exception {
    PeerConnection tunnel =
        await()
            .ignoreExceptions()
            .until(
                () -> TestPeers.tunnel(caller.connection(), caller.client(), target.client()),
                PeerConnection::isOpen);
    assertThat(TestPeers.call(tunnel, "test.echo", "hello").toString()).contains("hello");
    return tunnel;
  }

  /** The secret of a session, which all nodes know. */
  private String session(FeedId who) throws Exception {
    Path data = folder.resolve("command");
    if (Files.notExists(data)) {
      Files.createDirectory(data);
      Files.copy(folder.resolve("first").resolve("secret"), data.resolve("secret"));
    }
    List<String> secret = new ArrayList<>();
    try (Operator operator = Operator.ofNode(data, jdbc)) {
      operator.prepare(
          room ->
              secret.add(
                  room.sessions()
                      .open(who, SignInWay.APP, Session.Device.UNKNOWN, "")
                      .token()
                      .text()));
    }
    return secret.getFirst();
  }

  /** A page that is told how many are online, as long as its session lasts. */
  private BufferedReader watch(RunningRoom node, String session) throws IOException {
    HostAndPort at = node.address().site().at();
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), at.port());
    sockets.add(socket);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket
        .getOutputStream()
        .write(
            "GET /dashboard/events HTTP/1.1\r\nHost: localhost:%s\r\nCookie: session=%s\r\n\r\n"
                .formatted(at.port(), session)
                .getBytes(StandardCharsets.US_ASCII));
    BufferedReader page =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    assertThat(page.readLine()).startsWith("HTTP/1.1 200");
    return page;
  }

  private static void assertClosed(PeerConnection connection) {
    await().until(() -> !connection.isOpen());
  }

  /** Ends with the last part of the answer; else the socket's patience does. */
  private static void assertEnds(BufferedReader page) throws IOException {
    String line = page.readLine();
    while (line != null && !line.equals("0")) {
      line = page.readLine();
    }
  }

  private void assertOver(Visitor visitor) throws IOException {
    assertClosed(visitor.peer.connection());
    assertClosed(visitor.tunnel);
    assertEnds(visitor.page);
  }

  private void assertOthersStay() throws Exception {
    assertThat(alice.connection().isOpen()).isTrue();
    assertThat(bob.connection().isOpen()).isTrue();
    tunnel(alice, bob);
    tunnel(bob, alice);
  }

  @Test
  void block_endsPeersTunnelsAndBrowsersOfBothNodes() throws Exception {
    Visitors members = meetMembers();

    run("block", "add", members.carol.id());
    run("block", "add", members.dave.id());

    assertOver(members.carol);
    assertOver(members.dave);
    assertOthersStay();
  }

  @Test
  void removal_endsPeersTunnelsAndBrowsersOfBothNodes() throws Exception {
    Visitors members = meetMembers();
    run("setting", "set", "privacy-mode", "restricted");

    run("member", "remove", members.carol.id());
    run("member", "remove", members.dave.id());

    assertOver(members.carol);
    assertOver(members.dave);
    assertOthersStay();
  }

  @Test
  void mode_endsPeersAndTunnelsOfStrangersOfBothNodes_andNoOthers() throws Exception {
    RoomNodes.Peer stranger = nodes.attend(first);
    RoomNodes.Peer other = nodes.attend(second);
    PeerConnection toStranger = tunnel(bob, stranger);
    PeerConnection toOther = tunnel(alice, other);
    Visitors members = meetMembers();

    run("setting", "set", "privacy-mode", "restricted");

    for (PeerConnection each :
        List.of(stranger.connection(), other.connection(), toStranger, toOther)) {
      assertClosed(each);
    }
    assertThat(members.carol.tunnel.isOpen()).isTrue();
    assertThat(members.dave.tunnel.isOpen()).isTrue();
    assertThat(TestPeers.call(members.dave.tunnel, "test.echo", "still").toString())
        .contains("still");
    assertOthersStay();
  }
}
