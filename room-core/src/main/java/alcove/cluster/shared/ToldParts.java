package alcove.cluster.shared;

import alcove.cluster.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The telling of many things to a node, in parts, each when the one before was heard: all together
 * may be more than goes out at once, and what waits for a slow node would keep other news from it.
 * A node that is to be told anew meanwhile is told from the beginning, and nothing more of before.
 * Thread-safe; never waits.
 */
final class ToldParts {
  /** Bytes after which no more goes into one part. */
  private static final int ENOUGH = 1 << 20;

  /** How long a node may take to hear a part. One that is gone is out of sight by then. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final NodeCalls nodes;
  private final NodeCalls.Subject subject;
  private final Function<List<byte[]>, byte[]> form;
  private final Map<NodeId, Telling<?>> underWay = new ConcurrentHashMap<>();

  /** What is left to be told to a node; never the same as another one. */
  private static final class Telling<T> {
    private final NodeId node;
    private final Queue<T> left;
    private final Function<T, byte[]> encoder;

    private Telling(NodeId node, List<T> all, Function<T, byte[]> encoder) {
      this.node = node;
      this.left = new ArrayDeque<>(all);
      this.encoder = encoder;
    }

    private List<byte[]> next() {
      List<byte[]> part = new ArrayList<>();
      for (int bytes = 0; bytes < ENOUGH && !left.isEmpty(); bytes += part.getLast().length) {
        part.add(encoder.apply(left.remove()));
      }
      return part;
    }
  }

  /**
   * @param form what is called of things that are told together
   */
  ToldParts(NodeCalls nodes, NodeCalls.Subject subject, Function<List<byte[]>, byte[]> form) {
    this.nodes = nodes;
    this.subject = subject;
    this.form = form;
  }

  /**
   * Tells a node of all things.
   *
   * @param encoder makes the bytes of one when its turn has come
   */
  <T> void tell(NodeId node, List<T> all, Function<T, byte[]> encoder) {
    Telling<T> telling = new Telling<>(node, all, encoder);
    underWay.put(node, telling);
    tellNext(telling);
  }

  private void tellNext(Telling<?> telling) {
    if (underWay.get(telling.node) != telling) {
      return;
    }
    List<byte[]> part = telling.next();
    if (part.isEmpty() || !nodes.sees(telling.node)) {
      underWay.remove(telling.node, telling);
    } else {
      nodes
          .call(telling.node, subject, form.apply(part), PATIENCE)
          .onComplete(_ -> tellNext(telling));
    }
  }
}
