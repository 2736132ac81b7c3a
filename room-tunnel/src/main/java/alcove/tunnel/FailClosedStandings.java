package alcove.tunnel;

import alcove.identity.FeedId;
import alcove.room.policy.Action;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standing;
import alcove.room.policy.Standings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Standings that never throw: where the others fail to answer, nobody may do anything. Thread-safe.
 */
final class FailClosedStandings implements Standings {
  private static final Logger LOG = LoggerFactory.getLogger(FailClosedStandings.class);

  private static final long BETWEEN_REPORTS = Duration.ofSeconds(1).toNanos();

  private final Standings standings;
  private final AtomicLong lastReport = new AtomicLong(System.nanoTime() - BETWEEN_REPORTS);

  FailClosedStandings(Standings standings) {
    this.standings = standings;
  }

  @Override
  public PrivacyMode privacyMode() {
    return answer(standings::privacyMode, PrivacyMode.RESTRICTED);
  }

  @Override
  public Standing of(FeedId peer) {
    return answer(() -> standings.of(peer), Standing.BLOCKED);
  }

  @Override
  public boolean allow(FeedId peer, Action action) {
    return answer(() -> standings.allow(peer, action), false);
  }

  private <T> T answer(Supplier<T> question, T refusal) {
    try {
      return question.get();
    } catch (RuntimeException fault) {
      report(fault);
      return refusal;
    }
  }

  /** Once a second: everybody is asked about all the time. */
  private void report(RuntimeException fault) {
    long now = System.nanoTime();
    long last = lastReport.get();
    if (now - last >= BETWEEN_REPORTS && lastReport.compareAndSet(last, now)) {
      LOG.error("the registry does not say who may do what, so nobody may do anything", fault);
    }
  }
}
