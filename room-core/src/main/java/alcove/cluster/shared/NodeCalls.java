package alcove.cluster.shared;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls between the nodes of a room, each of which is answered. A room on one node, or one that has
 * not joined the others yet, calls nobody. Thread-safe; never waits.
 *
 * <pre>call: number(8) subject(1) body; answer: number(8) body</pre>
 *
 * <p>What one node calls to another arrives in that order. A node that does not know a subject
 * answers with nothing.
 */
public final class NodeCalls implements ClusterListener {
  /** How long a node may take to say that it has heard something. */
  public static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(NodeCalls.class);

  /** Calls that wait for their answer; one more fails at once. */
  private static final int MOST_WAITING = 4096;

  /** Those of them that are about one subject: none keeps the others from calling. */
  static final int MOST_WAITING_OF_A_SUBJECT = 1024;

  private static final int CALL_HEADER = Long.BYTES + 1;
  private static final byte[] NOTHING = {};

  /** What a call is about. */
  public enum Subject {
    /** Sign-ins with the app. */
    SIGN_INS(1),
    /** The end of all sign-ins of a peer. */
    SIGN_INS_OVER(2),
    /** What devices are asked to sign. */
    PASSKEYS(3),
    /** Guesses of passwords. */
    GUESSES(4),
    /** Claims of invites. */
    CLAIMS(5),
    /** Who carries out a form, and what came of it. */
    FORMS(6),
    /** Forms that wait for their members to sign in. */
    KEPT_FORMS(7),
    /** Visits that a node pays the room's own site. */
    VISITS(8),
    /** Pairs of keys that a node has made up itself. */
    INTRODUCTIONS(9),
    /** How nodes are, for the doctor. */
    HEALTH(10),
    /** Proofs that an authority for certificates may ask any node for. */
    PROOFS(11),
    /** Hosts that are perhaps no more. */
    HOSTS(12),
    /** Certificates that a node has got. */
    CERTIFICATES(13),
    /** Whose turn it is to order a certificate. */
    ORDERS(14);

    private final byte code;

    Subject(int code) {
      this.code = (byte) code;
    }
  }

  /** The answer of this node to a call. */
  @FunctionalInterface
  public interface Answerer {
    /**
     * Answers {@code body}. Must be quick, and never wait: it is called on a thread of the cluster.
     *
     * @return at last the body of the answer
     */
    Future<byte[]> answer(Node caller, ByteBuffer body);
  }

  /** A call that waits. */
  private record Waiting(NodeId node, Subject subject, Promise<byte[]> answer) {}

  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
  private final Map<Byte, Answerer> answerers = new ConcurrentHashMap<>();
  private final List<Consumer<NodeId>> arrivals = new CopyOnWriteArrayList<>();

  /** Of the thread on which the cluster calls. */
  private final Set<NodeId> seen = new HashSet<>();

  private volatile @Nullable Cluster cluster;

  /** Has {@code answerer} answer what others call about {@code subject}. */
  public void answer(Subject subject, Answerer answerer) {
    answerers.put(subject.code, answerer);
  }

  /**
   * Calls {@code listener} with each node that comes in sight from now on, has seen this one as
   * gone meanwhile, or has missed a call or an answer: what was said then has not reached it. On
   * threads of the cluster; never waits.
   */
  public void onArrival(Consumer<NodeId> listener) {
    arrivals.add(listener);
  }

  /** Has calls go to the nodes of {@code nodes} from now on. */
  public void join(Cluster nodes) {
    cluster = nodes;
    nodes.add(this);
  }

  /** The other nodes in sight. */
  public List<Node> others() {
    Cluster nodes = cluster;
    return nodes == null ? List.of() : nodes.view().others();
  }

  /** This node; empty as long as it has not joined any others. */
  public Optional<NodeId> self() {
    return Optional.ofNullable(cluster).map(nodes -> nodes.view().self().id());
  }

  /** Whether a node is this one, or is in sight. */
  public boolean sees(NodeId node) {
    Cluster nodes = cluster;
    return nodes != null && nodes.view().nodes().stream().anyMatch(each -> each.id().equals(node));
  }

  /** Whether no other nodes are in sight. */
  public boolean isAlone() {
    return others().isEmpty();
  }

  /**
   * Calls all other nodes.
   *
   * @return completes when all have answered, or nothing more is expected of them; never fails
   */
  public Future<Void> tellAll(Subject subject, byte[] body) {
    return askAll(subject, body).mapEmpty();
  }

  /**
   * Calls all other nodes.
   *
   * @return what they answered, without those who did not in time; never fails. On any thread
   */
  public Future<List<byte[]>> askAll(Subject subject, byte[] body) {
    List<Future<byte[]>> calls =
        others().stream().map(each -> call(each.id(), subject, body)).toList();
    if (calls.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    Promise<List<byte[]>> all = Promise.promise();
    AtomicInteger missing = new AtomicInteger(calls.size());
    for (Future<byte[]> each : calls) {
      each.onComplete(
          _ -> {
            if (missing.decrementAndGet() == 0) {
              all.complete(calls.stream().filter(Future::succeeded).map(Future::result).toList());
            }
          });
    }
    return all.future();
  }

  /** Calls one node, which has {@link #PATIENCE} to answer. */
  public Future<byte[]> call(NodeId node, Subject subject, byte[] body) {
    return call(node, subject, body, PATIENCE);
  }

  /**
   * Calls one node.
   *
   * @return its answer, on any thread; fails if it is not in sight, goes out of it, or does not
   *     answer in time
   */
  public Future<byte[]> call(NodeId node, Subject subject, byte[] body, Duration patience) {
    Cluster nodes = cluster;
    if (nodes == null || nodes.view().find(node).isEmpty() || isTooMany(subject)) {
      return Future.failedFuture("that node is not in sight, or too many calls wait");
    }
    long number = numbers.incrementAndGet();
    Promise<byte[]> answer = Promise.promise();
    waiting.put(number, new Waiting(node, subject, answer));
    ByteBuffer call = ByteBuffer.allocate(CALL_HEADER + body.length);
    call.putLong(number).put(subject.code).put(body);
    nodes.send(node, new ClusterMessage(ClusterMessage.Kind.CALL, call.array()));
    if (nodes.view().find(node).isEmpty()) {
      // It went before the change of the view could find this one waiting.
      answer.tryFail("gone");
    }
    return answer
        .future()
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(_ -> waiting.remove(number));
  }

  /** As far as can be told while others call: a few more do no harm. */
  private boolean isTooMany(Subject subject) {
    return waiting.size() >= MOST_WAITING
        || (waiting.size() >= MOST_WAITING_OF_A_SUBJECT
            && waiting.values().stream().filter(each -> each.subject() == subject).count()
                >= MOST_WAITING_OF_A_SUBJECT);
  }

  @Override
  public void changed(ClusterView view) {
    Set<NodeId> inSight = new HashSet<>();
    view.others().forEach(each -> inSight.add(each.id()));
    waiting.values().stream()
        .filter(each -> !inSight.contains(each.node()))
        .forEach(each -> each.answer().tryFail("gone"));
    seen.retainAll(inSight);
    inSight.stream()
        .filter(each -> seen.add(each) || view.isMetAnew(each))
        .forEach(this::tellArrivals);
  }

  @Override
  public void missed(Node node) {
    tellArrivals(node.id());
  }

  private void tellArrivals(NodeId node) {
    arrivals.forEach(listener -> tell(listener, node));
  }

  /** A listener that fails keeps no other from hearing it. */
  private static void tell(Consumer<NodeId> listener, NodeId arrived) {
    try {
      listener.accept(arrived);
    } catch (RuntimeException | Error fault) {
      LOG.error("fault when a node was to be told what it has missed", fault);
    }
  }

  @Override
  public void received(Node sender, ClusterMessage message) {
    ByteBuffer body = ByteBuffer.wrap(message.body());
    switch (message.kind()) {
      case CALL -> {
        if (body.remaining() >= CALL_HEADER) {
          answer(sender, body.getLong(), body.get(), body);
        }
      }
      case ANSWER -> {
        if (body.remaining() >= Long.BYTES) {
          take(sender.id(), body.getLong(), rest(body));
        }
      }
      case ATTENDANTS, ATTENDANCE_CHANGES, ASK_ATTENDANTS, HOLD, ASK_FIGURES, FIGURES, LEAVING -> {
        // others follow those
      }
    }
  }

  private void answer(Node caller, long number, byte subject, ByteBuffer body) {
    Answerer answerer = answerers.get(subject);
    Future<byte[]> answer =
        answerer == null
            ? Future.succeededFuture(NOTHING)
            : answerer.answer(caller, body).otherwise(NOTHING);
    answer.onSuccess(said -> send(caller.id(), number, said));
  }

  private void send(NodeId caller, long number, byte[] body) {
    Cluster nodes = cluster;
    if (nodes != null) {
      ByteBuffer answer = ByteBuffer.allocate(Long.BYTES + body.length).putLong(number).put(body);
      nodes.send(caller, new ClusterMessage(ClusterMessage.Kind.ANSWER, answer.array()));
    }
  }

  private void take(NodeId sender, long number, byte[] answer) {
    Waiting call = waiting.get(number);
    if (call != null && call.node().equals(sender)) {
      call.answer().tryComplete(answer);
    }
  }

  private static byte[] rest(ByteBuffer body) {
    byte[] rest = new byte[body.remaining()];
    body.get(rest);
    return rest;
  }
}
