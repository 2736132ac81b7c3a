package alcove.cluster.shared;

import alcove.cluster.Node;
import alcove.cluster.NodeId;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The turns of the nodes of a room at things of which only one may do each at a time. Whoever wants
 * a turn asks all others; who has it refuses, and of several that ask at once the one with the
 * smallest id gets it. So nobody keeps what others have, and a turn ends with its node. A node that
 * does not answer within a second is not waited for, nor is one that is out of sight: what must
 * hold even then is the registry's. Thread-safe; never blocks.
 *
 * <pre>name; the answer is 0 for no, and anything else, or nothing, for yes</pre>
 */
public final class NodeTurns {
  private static final byte[] YES = {1};
  private static final byte[] NO = {0};

  private final NodeCalls nodes;
  private final NodeCalls.Subject subject;

  /** What this node has, or asks for; guarded by itself. */
  private final Map<String, State> own = new HashMap<>();

  private enum State {
    ASKS,
    HAS_YIELDED,
    HAS
  }

  /** Those that are told apart from others by {@code subject}. */
  public NodeTurns(NodeCalls nodes, NodeCalls.Subject subject) {
    this.nodes = nodes;
    this.subject = subject;
    nodes.answer(subject, this::hear);
  }

  /**
   * Takes the turn at {@code name}; no two on one node want the same at once.
   *
   * @return whether it is this node's, until {@link #giveBack}; never fails. On any thread
   */
  public Future<Boolean> take(String name) {
    synchronized (own) {
      own.put(name, State.ASKS);
    }
    return nodes
        .askAll(subject, name.getBytes(StandardCharsets.UTF_8))
        .map(answers -> take(name, answers));
  }

  private boolean take(String name, List<byte[]> answers) {
    boolean mayHave = answers.stream().noneMatch(each -> each.length > 0 && each[0] == NO[0]);
    synchronized (own) {
      boolean isOurs = mayHave && own.get(name) == State.ASKS;
      if (isOurs) {
        own.put(name, State.HAS);
      } else {
        own.remove(name);
      }
      return isOurs;
    }
  }

  /** Ends the turn of this node. */
  public void giveBack(String name) {
    synchronized (own) {
      own.remove(name);
    }
  }

  private Future<byte[]> hear(Node caller, ByteBuffer body) {
    String name = StandardCharsets.UTF_8.decode(body).toString();
    return Future.succeededFuture(mayHave(caller.id(), name) ? YES : NO);
  }

  private boolean mayHave(NodeId caller, String name) {
    synchronized (own) {
      return switch (own.get(name)) {
        case null -> true;
        case HAS_YIELDED -> true;
        case HAS -> false;
        case ASKS -> {
          boolean isBefore = nodes.self().filter(self -> isBefore(caller, self)).isPresent();
          if (isBefore) {
            own.put(name, State.HAS_YIELDED);
          }
          yield isBefore;
        }
      };
    }
  }

  private static boolean isBefore(NodeId one, NodeId other) {
    return one.value().compareTo(other.value()) < 0;
  }
}
