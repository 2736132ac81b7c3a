package alcove.web.visitor;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.HostAndPort;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Another node of a room, in sight, which decides where two of them might, and answers nothing that
 * it is asked about one subject until the test says so; all else at once, by nothing. Thread-safe.
 */
final class SilentNode implements Cluster {
  private static final byte[] YES = {1};

  private final Node self = node(9);
  private final Node silent = node(0);
  private final int subject;
  private final int operation;
  private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();
  private final Queue<Long> questions = new ConcurrentLinkedQueue<>();
  private final Set<String> askers = ConcurrentHashMap.newKeySet();

  /** One that says nothing to calls that begin with these two bytes. */
  SilentNode(int subject, int operation) {
    this.subject = subject;
    this.operation = operation;
  }

  private static Node node(long id) {
    return new Node(
        new NodeId(new UUID(0, id)),
        "node " + id,
        new HostAndPort("127.0.0.1", 7801),
        "test",
        Instant.EPOCH);
  }

  /** How many questions wait for an answer. */
  int waiting() {
    return questions.size();
  }

  /** The names of the threads that have asked. */
  Set<String> askers() {
    return Set.copyOf(askers);
  }

  /** Has missed something. */
  void miss() {
    listeners.forEach(each -> each.missed(silent));
  }

  /** Says yes to all that wait. */
  void answer() {
    for (Long each = questions.poll(); each != null; each = questions.poll()) {
      answer(each, YES);
    }
  }

  private void answer(long question, byte[] body) {
    ByteBuffer answer = ByteBuffer.allocate(Long.BYTES + body.length).putLong(question).put(body);
    ClusterMessage message = new ClusterMessage(ClusterMessage.Kind.ANSWER, answer.array());
    listeners.forEach(each -> each.received(silent, message));
  }

  @Override
  public ClusterView view() {
    return new ClusterView(self, List.of(silent), false);
  }

  @Override
  public void send(NodeId node, ClusterMessage message) {
    if (message.kind() == ClusterMessage.Kind.CALL) {
      ByteBuffer call = ByteBuffer.wrap(message.body());
      long number = call.getLong();
      if (call.get() == subject && call.hasRemaining() && call.get() == operation) {
        askers.add(Thread.currentThread().getName());
        questions.add(number);
      } else {
        answer(number, new byte[0]);
      }
    }
  }

  @Override
  public void broadcast(ClusterMessage message) {
    send(silent.id(), message);
  }

  @Override
  public void add(ClusterListener listener) {
    listeners.add(listener);
    listener.changed(view());
  }

  @Override
  public void leave() {
    listeners.clear();
  }
}
