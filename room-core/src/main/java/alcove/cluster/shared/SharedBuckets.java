package alcove.cluster.shared;

import alcove.cluster.Node;
import alcove.limits.TokenBuckets;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A rate limit for each of many names that all nodes of a room count together: there is a permit
 * only if each node has one left, so that several give no more than one does. A node that does not
 * answer in time is not waited for. Thread-safe; never blocks.
 *
 * <pre>operation(1) name; 0 takes a permit, and the answer is 1 for yes, and 1 forgives</pre>
 */
public final class SharedBuckets {
  private static final byte TAKE = 0;
  private static final byte FORGIVE = 1;
  private static final byte[] YES = {1};
  private static final byte[] NO = {0};

  private final NodeCalls nodes;
  private final NodeCalls.Subject subject;
  private final TokenBuckets buckets;

  /**
   * @param buckets what this node counts
   */
  public SharedBuckets(NodeCalls nodes, NodeCalls.Subject subject, TokenBuckets buckets) {
    this.nodes = nodes;
    this.subject = subject;
    this.buckets = buckets;
    nodes.answer(subject, this::answer);
  }

  /** Takes one permit of a name; false when there is none. Never fails; on any thread. */
  public Future<Boolean> tryTake(String name) {
    boolean isLeft = buckets.tryTake(name);
    return !isLeft || nodes.isAlone()
        ? Future.succeededFuture(isLeft)
        : nodes.askAll(subject, body(TAKE, name)).map(SharedBuckets::areAllLeft);
  }

  private static boolean areAllLeft(List<byte[]> answers) {
    return answers.stream().noneMatch(each -> each.length > 0 && each[0] == NO[0]);
  }

  /** Counts from nothing again. */
  public void forgive(String name) {
    buckets.forgive(name);
    nodes.tellAll(subject, body(FORGIVE, name));
  }

  private static byte[] body(byte operation, String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + text.length).put(operation).put(text).array();
  }

  private Future<byte[]> answer(Node caller, ByteBuffer body) {
    if (!body.hasRemaining()) {
      return Future.succeededFuture(NO);
    }
    byte operation = body.get();
    String name = StandardCharsets.UTF_8.decode(body).toString();
    boolean isLeft = true;
    switch (operation) {
      case TAKE -> isLeft = buckets.tryTake(name);
      case FORGIVE -> buckets.forgive(name);
      default -> {
        // of a later release
      }
    }
    return Future.succeededFuture(isLeft ? YES : NO);
  }
}
