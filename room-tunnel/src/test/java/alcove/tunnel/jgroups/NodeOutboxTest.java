package alcove.tunnel.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.HostAndPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jgroups.Address;
import org.jgroups.View;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes out to other nodes, and in which order, when they take it slowly or not at all. */
class NodeOutboxTest {
  private static final int MANY = 5000;

  private final Address own = UUID.randomUUID();
  private final Address slow = UUID.randomUUID();
  private final Address fresh = UUID.randomUUID();
  private final CountDownLatch taken = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger errors = new AtomicInteger();
  private final AtomicInteger faults = new AtomicInteger();
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final List<Address> told = new CopyOnWriteArrayList<>();
  private final NodeOutbox outbox = new NodeOutbox(this::send, this::tellAnew);

  private void send(Address node, byte[] message) throws Exception {
    taken.countDown();
    opened.await();
    boolean isCard = NodeCard.isCard(message);
    if (errors.getAndDecrement() > 0) {
      throw new OutOfMemoryError("in a test");
    }
    if (isCard && failures.getAndDecrement() > 0) {
      throw new IOException("not now");
    }
    String name = node.equals(slow) ? "slow" : "fresh";
    sent.add(name + " " + (isCard ? "card" : new String(message, StandardCharsets.UTF_8)));
  }

  private void tellAnew(Address node) {
    told.add(node);
    if (told.size() <= faults.get()) {
      throw new AssertionError("a fault");
    }
    outbox.put(node, "all".getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() {
    outbox.close();
  }

  private static byte[] card() {
    return NodeCard.encode(node());
  }

  private static Node node() {
    return new Node(
        NodeId.random(), "node", new HostAndPort("127.0.0.1", 7801), "1", Instant.EPOCH);
  }

  private void fill() throws InterruptedException {
    outbox.put(slow, "0".getBytes(StandardCharsets.UTF_8));
    taken.await();
    for (int i = 1; i < MANY; i++) {
      outbox.put(slow, Integer.toString(i).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(outbox.lost()).isPositive();
  }

  @Test
  void messages_goInTheirOrder_andAsManyAsFit() throws Exception {
    fill();
    opened.countDown();

    int most = MANY - (int) outbox.lost();
    await().until(() -> sent.size() >= most);
    assertThat(sent.subList(0, most))
        .startsWith("slow 0", "slow 1", "slow 2")
        .endsWith("slow " + (most - 1));
  }

  @Test
  void node_forWhichMessagesWereLost_isToldAnew_onceThereIsRoom() throws Exception {
    fill();
    outbox.put(fresh, "one more".getBytes(StandardCharsets.UTF_8));
    assertThat(told).isEmpty();

    opened.countDown();

    await().until(() -> sent.contains("slow all") && sent.contains("fresh all"));
    assertThat(told).containsExactlyInAnyOrder(slow, fresh);
    assertThat(sent).doesNotContain("fresh one more").endsWith("slow all", "fresh all");
  }

  @Test
  void node_forWhichUrgentMessagesWereLost_isToldAnew() throws Exception {
    outbox.put(slow, "first".getBytes(StandardCharsets.UTF_8));
    taken.await();
    for (int i = 0; i < MANY; i++) {
      outbox.putUrgent(slow, "block".getBytes(StandardCharsets.UTF_8));
    }

    opened.countDown();

    await().until(() -> sent.contains("slow all"));
    assertThat(told).containsExactly(slow);
  }

  @Test
  void node_thatIsGone_isToldNothing() throws Exception {
    fill();
    outbox.retain(List.of(fresh));
    outbox.put(fresh, "one more".getBytes(StandardCharsets.UTF_8));

    opened.countDown();

    await().until(() -> sent.contains("fresh all"));
    assertThat(told).containsExactly(fresh);
  }

  @Test
  void card_ofANodeWhoseOutboxIsFull_goesOutFirst() throws Exception {
    fill();
    NodesInSight nodes = new NodesInSight(node(), outbox);

    nodes.open();
    nodes.follow(View.create(own, 1, own, slow, fresh), own);
    opened.countDown();

    await().until(() -> sent.size() > 4);
    assertThat(sent.subList(0, 4)).containsExactly("slow 0", "slow card", "fresh card", "slow 1");
  }

  @Test
  void urgentMessages_goFirst_inTheirOrder_alsoWhereTheOutboxIsFull() throws Exception {
    fill();
    long lost = outbox.lost();
    outbox.putUrgent(slow, "block".getBytes(StandardCharsets.UTF_8));
    outbox.putUrgent(fresh, "unblock".getBytes(StandardCharsets.UTF_8));
    assertThat(outbox.lost()).isEqualTo(lost);
    opened.countDown();

    await().until(() -> sent.size() > 3);
    assertThat(sent.subList(0, 4))
        .containsExactly("slow 0", "slow block", "fresh unblock", "slow 1");
  }

  @Test
  void card_thatIsNotTaken_isTriedAgain_andOthersNeedNotWait() throws Exception {
    failures.set(2);
    opened.countDown();

    outbox.present(fresh, card());
    outbox.put(slow, "beside".getBytes(StandardCharsets.UTF_8));

    await().until(() -> sent.size() == 2);
    assertThat(sent).containsExactly("slow beside", "fresh card");
  }

  @Test
  void card_forANodeThatIsGone_goesNowhere() throws Exception {
    outbox.put(slow, "first".getBytes(StandardCharsets.UTF_8));
    taken.await();
    outbox.present(fresh, card());

    outbox.retain(List.of(slow));
    outbox.present(slow, card());
    opened.countDown();

    await().until(() -> sent.contains("slow card"));
    assertThat(sent).containsExactly("slow first", "slow card");
  }

  @Test
  void errors_endNothing_andWhatTheyLostIsToldAnew() throws Exception {
    errors.set(2);
    faults.set(1);
    outbox.present(fresh, card());
    outbox.put(slow, "lost".getBytes(StandardCharsets.UTF_8));

    opened.countDown();

    await().until(() -> sent.contains("fresh card") && sent.contains("slow all"));
    assertThat(told).containsExactly(slow, slow);
  }
}
