package alcove.tunnel.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.HostAndPort;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jgroups.Address;
import org.jgroups.MergeView;
import org.jgroups.View;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nodes tell each other of which one has lost the other, and the other has not noticed. */
class MergedNodesTest {
  /** Goes out after all that was said before. */
  private static final byte[] END = {};

  private final Place one = new Place("one");
  private final Place two = new Place("two");

  @BeforeEach
  void meet() throws InterruptedException {
    one.nodes.open();
    two.nodes.open();
    one.see(one, two);
    two.see(one, two);
    deliver();
    assertThat(one.heard).containsExactly("hello of two");
    assertThat(two.heard).containsExactly("hello of one");
    one.heard.clear();
    two.heard.clear();
  }

  @AfterEach
  void close() {
    one.outbox.close();
    two.outbox.close();
  }

  /** A node that tells whoever it has to, and what it hears. */
  private static final class Place implements ClusterListener {
    private final Address address = UUID.randomUUID();
    private final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
    private final NodeOutbox outbox = new NodeOutbox((_, message) -> sent.add(message), _ -> {});
    private final List<String> heard = new ArrayList<>();
    private final List<NodeId> told = new ArrayList<>();
    private final Node self;
    private final NodesInSight nodes;

    Place(String name) {
      self =
          new Node(
              NodeId.random(), name, new HostAndPort("127.0.0.1", 7801), "1.2.3", Instant.EPOCH);
      nodes = new NodesInSight(self, outbox);
      nodes.add(this);
    }

    void see(Place... all) {
      nodes.follow(View.create(all[0].address, 1, addresses(all)), address);
    }

    void merge(Place... all) {
      nodes.follow(new MergeView(all[0].address, 2, List.of(addresses(all)), List.of()), address);
    }

    private static Address[] addresses(Place... all) {
      return List.of(all).stream().map(each -> each.address).toArray(Address[]::new);
    }

    @Override
    public void changed(ClusterView view) {
      List<NodeId> before = List.copyOf(told);
      told.clear();
      for (Node each : view.others()) {
        told.add(each.id());
        if (!before.contains(each.id()) || view.isMetAnew(each.id())) {
          outbox.put(
              nodes.address(each.id()).orElseThrow(),
              TestNode.message("hello of " + self.name()).encode());
        }
      }
    }

    @Override
    public void received(Node sender, ClusterMessage message) {
      heard.add(new String(message.body(), StandardCharsets.UTF_8));
    }
  }

  /** All that one has said by now; whether that is anything. */
  private static boolean deliver(Place from, Place to) throws InterruptedException {
    from.outbox.put(to.address, END);
    boolean isAny = false;
    for (byte[] next = from.sent.take(); next.length > END.length; next = from.sent.take()) {
      to.nodes.receive(from.address, next);
      isAny = true;
    }
    return isAny;
  }

  /** All that they say, until they say nothing more. */
  private void deliver() throws InterruptedException {
    boolean isAny;
    do {
      isAny = deliver(one, two);
      isAny |= deliver(two, one);
    } while (isAny);
  }

  @Test
  void node_thatSeesTheMergeFirst_tellsTheOtherWhenThatCanHear() throws InterruptedException {
    two.see(two);

    one.merge(one, two);
    deliver(one, two);
    two.merge(one, two);
    deliver();

    assertThat(two.heard).contains("hello of one");
    assertThat(one.heard).contains("hello of two");
  }

  @Test
  void node_thatSeesTheMergeLast_tellsTheOtherThen() throws InterruptedException {
    two.see(two);

    two.merge(one, two);
    deliver(two, one);
    deliver(one, two);
    one.merge(one, two);
    deliver();

    assertThat(two.heard).contains("hello of one");
    assertThat(one.heard).contains("hello of two");
  }

  @Test
  void nodes_thatNeverLostEachOther_stayInSight_andAreToldOnce() throws InterruptedException {
    List<ClusterView> views = new ArrayList<>();
    one.nodes.add(
        new ClusterListener() {
          @Override
          public void changed(ClusterView view) {
            views.add(view);
          }
        });

    one.merge(one, two);
    two.merge(one, two);
    deliver();
    one.merge(one, two);
    two.merge(one, two);
    deliver();

    assertThat(two.heard).containsExactly("hello of one", "hello of one");
    assertThat(views).allSatisfy(each -> assertThat(each.others()).hasSize(1));
  }
}
