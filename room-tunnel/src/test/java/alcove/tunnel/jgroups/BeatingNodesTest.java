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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jgroups.Address;
import org.jgroups.MergeView;
import org.jgroups.View;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom a node sees, of others that see it or do not, second by second. */
class BeatingNodesTest {
  /** Goes out after all that was said before. */
  private static final byte[] END = {};

  private final Place one = new Place("one");
  private final Place two = new Place("two");
  private final Place three = new Place("three");
  private final List<Place> all = List.of(one, two, three);

  /** Directions that carry nothing: from, then to. */
  private final Set<List<Place>> dead = new HashSet<>();

  @BeforeEach
  void meet() throws InterruptedException {
    all.forEach(each -> each.nodes.open());
    all.forEach(each -> each.see(one, two, three));
    pass(2);
    all.forEach(each -> assertThat(each.sees()).hasSize(2));
    all.forEach(each -> each.heard.clear());
  }

  @AfterEach
  void close() {
    all.forEach(each -> each.outbox.close());
  }

  /** A node that greets whoever comes in sight, and what it hears. */
  private static final class Place implements ClusterListener {
    private final Address address = UUID.randomUUID();
    private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    private final NodeOutbox outbox =
        new NodeOutbox((to, message) -> sent.add(new Sent(to, message)), _ -> {});
    private final List<String> heard = new ArrayList<>();
    private final Set<NodeId> greeted = new HashSet<>();
    private final Node self;
    private final NodesInSight nodes;

    private static final class Sent {
      private final Address to;
      private final byte[] message;

      private Sent(Address to, byte[] message) {
        this.to = to;
        this.message = message;
      }
    }

    Place(String name) {
      self =
          new Node(
              NodeId.random(), name, new HostAndPort("127.0.0.1", 7801), "1.2.3", Instant.EPOCH);
      nodes = new NodesInSight(self, outbox);
      nodes.add(this);
    }

    /** JGroups' view at this node; whoever is first made it. */
    void see(Place... members) {
      nodes.follow(
          View.create(
              members[0].address,
              1,
              Arrays.stream(members).map(each -> each.address).toArray(Address[]::new)),
          address);
    }

    void merge(Address... members) {
      nodes.follow(new MergeView(members[0], 2, List.of(members), List.of()), address);
    }

    Set<String> sees() {
      return nodes.view().others().stream().map(Node::name).collect(Collectors.toSet());
    }

    @Override
    public void changed(ClusterView view) {
      greeted.retainAll(view.others().stream().map(Node::id).toList());
      for (Node each : view.others()) {
        if (greeted.add(each.id()) || view.isMetAnew(each.id())) {
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

  private void hand(Place from, Address to, byte[] message) {
    all.stream()
        .filter(each -> each.address.equals(to) && !dead.contains(List.of(from, each)))
        .forEach(each -> each.nodes.receive(from.address, message));
  }

  /** All that one has said by now; whether that is anything. */
  private boolean deliver(Place from) throws InterruptedException {
    from.outbox.put(from.address, END);
    boolean isAny = false;
    for (Place.Sent next = from.sent.take();
        next.message.length > END.length;
        next = from.sent.take()) {
      hand(from, next.to, next.message);
      isAny = true;
    }
    return isAny;
  }

  /** All that they say, until they say nothing more. */
  private void deliver() throws InterruptedException {
    boolean isAny;
    do {
      isAny = false;
      for (Place each : all) {
        isAny |= deliver(each);
      }
    } while (isAny);
  }

  private void pass(int seconds, Place... awake) throws InterruptedException {
    List<Place> those = awake.length == 0 ? all : List.of(awake);
    for (int i = 0; i < seconds; i++) {
      for (Place each : those) {
        each.nodes.beat().forEach((to, beat) -> hand(each, to, beat));
      }
      deliver();
    }
  }

  /** The line between one and the coordinator is dead, and the third goes by the coordinator. */
  @Test
  void node_thatTheOthersHaveDropped_seesNobody_thoughTheyAnswer() throws InterruptedException {
    dead.add(List.of(one, two));
    dead.add(List.of(two, one));
    two.see(two, three);
    three.see(two, three);

    pass(NodeBeats.MOST_LOOKS);
    assertThat(one.sees()).containsExactlyInAnyOrder("two", "three");
    pass(1);

    assertThat(one.sees()).isEmpty();
    assertThat(two.sees()).containsExactly("three");
    assertThat(three.sees()).containsExactly("two");
  }

  @Test
  void node_thatIsSeenAgain_tellsAndIsToldAll() throws InterruptedException {
    two.see(two, three);
    three.see(two, three);
    pass(NodeBeats.MOST_LOOKS + 1);
    assertThat(one.sees()).isEmpty();

    all.forEach(each -> each.merge(two.address, three.address, one.address));
    pass(2);

    all.forEach(each -> assertThat(each.sees()).hasSize(2));
    assertThat(one.heard).contains("hello of two", "hello of three");
    assertThat(two.heard).contains("hello of one");
  }

  /** JGroups may never notice: the coordinator hears it, and asks nobody else. */
  @Test
  void direction_thatIsDead_takesBothOutOfSight_andBothAreToldAllWhenItIsBack()
      throws InterruptedException {
    dead.add(List.of(two, three));

    pass(2 * NodeBeats.MOST_LOOKS + 2);

    assertThat(one.sees()).containsExactlyInAnyOrder("two", "three");
    assertThat(two.sees()).containsExactly("one");
    assertThat(three.sees()).containsExactly("one");

    dead.clear();
    pass(2);

    all.forEach(each -> assertThat(each.sees()).hasSize(2));
    assertThat(two.heard).contains("hello of three");
    assertThat(three.heard).contains("hello of two");
    assertThat(one.heard).isEmpty();
  }

  /** Out of sight at one alone, which heard nothing of the other meanwhile. */
  @Test
  void node_thatNeverMissedAnother_tellsItAll_whenThatHasMissedIt() throws InterruptedException {
    dead.add(List.of(two, three));
    pass(NodeBeats.MOST_LOOKS + 1);
    assertThat(three.sees()).containsExactly("one");
    assertThat(two.sees()).containsExactlyInAnyOrder("one", "three");
    dead.clear();

    pass(2);

    assertThat(three.sees()).containsExactlyInAnyOrder("one", "two");
    assertThat(three.heard).contains("hello of two");
    assertThat(two.heard).contains("hello of three");
  }

  @Test
  void node_thatWasFrozen_hearsFirstWhatHasComeMeanwhile() throws InterruptedException {
    pass(3 * NodeBeats.MOST_LOOKS, two, three);

    assertThat(one.sees()).containsExactlyInAnyOrder("two", "three");
    pass(3 * NodeBeats.MOST_LOOKS);
    all.forEach(each -> assertThat(each.sees()).hasSize(2));
  }

  @Test
  void nodes_thatAreWell_stayInSight_andAreToldNothingAnew() throws InterruptedException {
    pass(100);

    all.forEach(each -> assertThat(each.sees()).hasSize(2));
    all.forEach(each -> assertThat(each.heard).isEmpty());
  }

  @Test
  void beats_ofStrangersAndOfAnotherForm_sayNothing() throws InterruptedException {
    dead.add(List.of(two, one));
    for (int i = 0; i <= NodeBeats.MOST_LOOKS; i++) {
      one.nodes.receive(two.address, new byte[] {1, 127});
      one.nodes.receive(two.address, new byte[] {2, 127, 1});
      one.nodes.receive(UUID.randomUUID(), NodeBeats.encode(true));
      pass(1);
    }

    assertThat(one.sees()).containsExactly("three");
    assertThat(Stream.of(two, three)).allSatisfy(each -> assertThat(each.sees()).hasSize(2));
  }
}
