package alcove.tunnel.splice;

import alcove.tunnel.splice.Tunnels.Refusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The figures of all tunnels since the start. Thread-safe. */
final class TunnelCounts {
  private final AtomicInteger open = new AtomicInteger();
  private final LongAdder opened = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);
  private final Map<EndReason, LongAdder> ends = new EnumMap<>(EndReason.class);

  TunnelCounts() {
    for (Refusal reason : Refusal.values()) {
      refusals.put(reason, new LongAdder());
    }
    for (EndReason reason : EndReason.values()) {
      ends.put(reason, new LongAdder());
    }
  }

  /** One has begun. */
  void began() {
    open.incrementAndGet();
  }

  /** One that has begun leads to its target's connection, or to the node that has it. */
  void opened() {
    opened.increment();
  }

  void refused(Refusal reason) {
    of(reason).increment();
  }

  /** One that was opened has ended. */
  void ended(EndReason reason) {
    of(reason).increment();
  }

  /** One that has begun is over. */
  void over() {
    open.decrementAndGet();
  }

  void arrived(int length) {
    bytes.add(length);
  }

  int open() {
    return open.get();
  }

  long openedSoFar() {
    return opened.sum();
  }

  long bytes() {
    return bytes.sum();
  }

  LongAdder of(Refusal reason) {
    return Objects.requireNonNull(refusals.get(reason));
  }

  LongAdder of(EndReason reason) {
    return Objects.requireNonNull(ends.get(reason));
  }
}
