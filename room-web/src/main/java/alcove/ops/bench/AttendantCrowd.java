package alcove.ops.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Attendants that are expected to learn of each other. Used by the thread that measures. */
final class AttendantCrowd {
  private final String procedure;
  private final IdIndex index;
  private final List<Watcher> watchers = new ArrayList<>();
  private final LongAdder bytes = new LongAdder();
  private final AtomicInteger unsettled = new AtomicInteger();
  private volatile Promise<Void> settled = Promise.promise();
  private int expected;

  /**
   * An empty crowd.
   *
   * @param procedure the source that tells who is there
   * @param most how many attendants there will be at most
   */
  AttendantCrowd(String procedure, int most) {
    this.procedure = procedure;
    this.index = new IdIndex(most);
  }

  /** Enters {@code peer} into the list of those whom everybody has to know. */
  void expect(SwarmPeer peer) {
    index.add(peer.id());
    expected++;
  }

  /** Completes when everybody who is expected has entered and knows of all the others. */
  Future<Void> settle() {
    settled = Promise.promise();
    unsettled.set(expected);
    for (Watcher watcher : watchers) {
      watcher.expect(expected, this::oneSettled);
    }
    return settled.future();
  }

  /** Makes {@code peer} an attendant. */
  void enter(SwarmPeer peer) {
    Watcher watcher = new Watcher(peer, procedure, index, bytes);
    watchers.add(watcher);
    watcher.expect(expected, this::oneSettled);
    watcher.start();
  }

  private void oneSettled() {
    if (unsettled.decrementAndGet() == 0) {
      settled.tryComplete();
    }
  }

  /** Bytes of the packets' bodies that have come since the last call. */
  long takeBytes() {
    return bytes.sumThenReset();
  }

  /** Ends all subscriptions. */
  void leave() {
    watchers.forEach(Watcher::stop);
  }
}
