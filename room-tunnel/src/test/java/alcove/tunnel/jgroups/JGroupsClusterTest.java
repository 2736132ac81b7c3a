package alcove.tunnel.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.crypto.SharedKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that see each other over loopback. */
class JGroupsClusterTest {
  private static final Duration LONGEST = Duration.ofSeconds(40);

  private final TestNode.Ports directory = new TestNode.Ports();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private TestNode join(String name) throws IOException {
    TestNode node = TestNode.join(name, TestNode.freePort(), directory);
    open.add(node);
    return node;
  }

  private ChildNode child(TestNode... others) throws IOException {
    ChildNode child = ChildNode.start("child", others);
    open.add(child);
    return child;
  }

  private static void awaitSight(TestNode node, String... names) {
    await().atMost(LONGEST).until(node::sees, Set.of(names)::equals);
  }

  @Test
  void nodes_seeEachOther_andHearEachInItsOrder() throws IOException {
    TestNode one = join("one");
    TestNode two = join("two");
    TestNode three = join("three");
    awaitSight(one, "two", "three");
    awaitSight(two, "one", "three");
    awaitSight(three, "one", "two");
    Node seen = two.cluster.view().find(one.cluster.view().self().id()).orElseThrow();
    assertThat(seen).isEqualTo(one.cluster.view().self());

    for (int i = 0; i < 500; i++) {
      one.cluster.broadcast(TestNode.message("a" + i));
      one.cluster.send(two.cluster.view().self().id(), TestNode.message("b" + i));
      three.cluster.broadcast(TestNode.message("c" + i));
    }
    one.cluster.send(three.cluster.view().self().id(), TestNode.message("x".repeat(1 << 20)));

    await().atMost(LONGEST).until(() -> two.heard.size() == 1500 && three.heard.size() == 501);
    List<String> ofOne = two.heard.stream().filter(each -> each.startsWith("one:")).toList();
    assertThat(ofOne)
        .containsExactlyElementsOf(
            Stream.iterate(0, i -> i + 1)
                .limit(500)
                .flatMap(i -> Stream.of("one:a" + i, "one:b" + i))
                .toList());
    assertThat(three.heard.getLast()).hasSize("one:".length() + (1 << 20));

    three.close();
    awaitSight(one, "two");
    awaitSight(two, "one");
  }

  @Test
  void nodeThatJoins_hearsAllThatIsToldToNewcomers_howeverLateItListens() {
    TestNode one = greeting("one", () -> {});

    TestNode two =
        greeting(
            "two",
            () -> {
              greeting("three", () -> {});
              await().atMost(LONGEST).until(() -> one.sees().contains("three"));
            });

    await().atMost(LONGEST).until(() -> two.heard.containsAll(List.of("one:hi", "three:hi")));
    await().atMost(LONGEST).until(() -> one.heard.containsAll(List.of("two:hi", "three:hi")));
  }

  private TestNode greeting(String name, Runnable beforeListening) {
    try {
      TestNode node =
          TestNode.join(
              name, TestNode.freePort(), directory, TestNode.SECRET, "hi", beforeListening);
      open.add(node);
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void listener_thatFails_keepsNoOtherFromHearing() throws IOException {
    TestNode one = join("one");
    one.cluster.add(new Failing());
    List<String> heard = new CopyOnWriteArrayList<>();
    one.cluster.add(
        new ClusterListener() {
          @Override
          public void changed(ClusterView view) {
            heard.add("sees " + view.others().size());
          }

          @Override
          public void received(Node sender, ClusterMessage message) {
            heard.add("a message");
          }
        });

    TestNode two = join("two");
    awaitSight(two, "one");
    two.cluster.broadcast(TestNode.message("x"));

    await().atMost(LONGEST).until(() -> heard, List.of("sees 0", "sees 1", "a message")::equals);
  }

  /** One that fails at all that happens. */
  private static final class Failing implements ClusterListener {
    @Override
    public void changed(ClusterView view) {
      throw new IllegalStateException("a fault");
    }

    @Override
    public void received(Node sender, ClusterMessage message) {
      throw new IllegalStateException("a fault");
    }
  }

  @Test
  void process_thatIsKilled_isOutOfSightInAMoment() throws Exception {
    TestNode one = join("one");
    TestNode two = join("two");
    awaitSight(one, "two");
    ChildNode child = child(one, two);
    awaitSight(one, "two", "child");
    awaitSight(two, "one", "child");

    child.close();
    awaitSight(one, "two");
    awaitSight(two, "one");
  }

  @Test
  void process_thatIsFrozen_isOutOfSight_andBackWhenItGoesOn() throws Exception {
    TestNode one = join("one");
    ChildNode child = child(one);
    awaitSight(one, "child");

    child.signal("STOP");
    awaitSight(one);
    child.signal("CONT");
    awaitSight(one, "child");

    assertThat(one.views).extracting(ClusterView::others).extracting(List::size).contains(0, 1);
    child.sayHello();
    await().atMost(LONGEST).until(() -> one.heard.contains("child:hello"));
  }

  @Test
  void strangers_areClosed_andKeepNobodyOut() throws Exception {
    TestNode one = join("one");
    List<Socket> strangers = new ArrayList<>();
    for (int i = 0; i < 3 * TlsListener.MOST; i++) {
      Socket stranger = connect(one);
      if (i % 3 == 0) {
        stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      }
      if (i % 3 == 1) {
        stranger.getOutputStream().write(new byte[] {0x16, 3, 1, 2});
      }
      strangers.add(stranger);
    }

    TestNode two = join("two");
    awaitSight(one, "two");
    awaitSight(two, "one");
    for (Socket each : strangers) {
      each.setSoTimeout((int) LONGEST.toMillis());
      assertIsClosed(each);
    }
  }

  @Test
  void nodeOfAnotherRoom_isNotSeen_andSeesNobody() throws Exception {
    TestNode one = join("one");
    byte[] other = new byte[32];
    Arrays.fill(other, (byte) 1);
    TestNode stranger =
        TestNode.join("stranger", TestNode.freePort(), new TestNode.Ports(one.port), other);
    open.add(stranger);
    join("two");
    awaitSight(one, "two");

    assertThat(stranger.sees()).isEmpty();
    assertThat(one.views)
        .allSatisfy(
            view -> assertThat(view.others()).extracting(Node::name).doesNotContain("stranger"));
    Socket socket =
        new ClusterSockets(SharedKey.derive(other, "alcove cluster 1")).createSocket("test");
    open.add(socket);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), one.port));
    assertIsClosed(socket);
  }

  private Socket connect(TestNode node) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port);
    open.add(socket);
    return socket;
  }

  /** At most an alert of TLS comes before the end. */
  private static void assertIsClosed(Socket socket) throws IOException {
    int bytes = 0;
    try {
      while (socket.getInputStream().read() >= 0) {
        bytes++;
      }
    } catch (SocketException | javax.net.ssl.SSLException reset) {
      assertThat(reset).isNotNull();
    }
    assertThat(bytes).isLessThan(200);
  }
}
