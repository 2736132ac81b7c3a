package alcove.tunnel.presence;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Knowledge of those who attend at one other node. It begins with a whole report and goes on with
 * those of changes, in their order; one that is missing is noticed by the next, and then the node
 * is asked for a whole one. Times are in nanoseconds, by the monotonic clock. Confined to
 * presence's event loop.
 */
final class RemoteNode {
  /** Effects of reports. */
  interface Effects {
    /**
     * A peer attends at {@code node}.
     *
     * @param again whether others have lost it there since it was told last
     * @param newcomer whether the newest of its connections there was not known before
     */
    void here(NodeId node, FeedId who, boolean again, boolean newcomer);

    /**
     * A peer attends at {@code node} no more.
     *
     * @param again whether others have to be told again of one who attends elsewhere
     */
    void gone(NodeId node, FeedId who, boolean mayReturn, boolean again);

    /** The node has to be asked for a whole report. */
    void ask(NodeId node);
  }

  private static final long BETWEEN_QUESTIONS = Duration.ofSeconds(1).toNanos();
  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

  /** How much later a connection has to be opened to be another one; the way here takes time. */
  private static final long ANOTHER = Duration.ofSeconds(1).toNanos();

  private final NodeId id;
  private final Effects effects;
  private final Map<FeedId, List<Long>> openings = new HashMap<>();
  private boolean isKnown;
  private boolean isLeaving;
  private long sequence;
  private @Nullable Long asked;

  RemoteNode(NodeId id, Effects effects) {
    this.id = id;
    this.effects = effects;
  }

  /** The node is about to end. */
  void leave() {
    isLeaving = true;
  }

  boolean isLeaving() {
    return isLeaving;
  }

  /** Takes a report of all who attend there. */
  void takeWhole(PresenceReport report, long now) {
    if (isKnown && report.sequence() < sequence) {
      return;
    }
    isKnown = true;
    sequence = report.sequence();
    asked = null;
    Set<FeedId> told = report.peers().stream().map(PeerReport::who).collect(Collectors.toSet());
    openings.keySet().stream()
        .filter(who -> !told.contains(who))
        .toList()
        .forEach(who -> gone(who, true, false));
    report.peers().forEach(each -> take(each, now));
  }

  /** Takes a report of changes, which may be late, early or a double. */
  void takeChanges(PresenceReport report, long now) {
    boolean isNext = report.sequence() == sequence + 1 && !report.peers().isEmpty();
    if (isKnown && isNext) {
      sequence = report.sequence();
      report.peers().forEach(each -> take(each, now));
    } else if (!isKnown || report.sequence() > sequence) {
      ask(now);
    }
  }

  private void ask(long now) {
    if (asked == null || now - asked >= BETWEEN_QUESTIONS) {
      asked = now;
      effects.ask(id);
    }
  }

  private void take(PeerReport report, long now) {
    switch (report.state()) {
      case HERE -> here(report, now);
      case AWAY -> gone(report.who(), true, report.again());
      case GONE -> gone(report.who(), false, report.again());
    }
  }

  private void here(PeerReport report, long now) {
    List<Long> opened =
        report.ages().stream().map(age -> now - age * MILLISECOND).sorted().toList().reversed();
    List<Long> before = openings.put(report.who(), opened);
    boolean isAnother =
        !opened.isEmpty()
            && (before == null
                || before.isEmpty()
                || opened.getFirst() - before.getFirst() > ANOTHER);
    effects.here(id, report.who(), report.again(), isAnother);
  }

  private void gone(FeedId who, boolean mayReturn, boolean again) {
    openings.remove(who);
    effects.gone(id, who, mayReturn, again);
  }

  /** When the connections of {@code who} were opened there, the newest first; none: not there. */
  List<Long> openings(FeedId who) {
    return openings.getOrDefault(who, List.of());
  }

  /** Everybody who attends there. */
  Set<FeedId> all() {
    return Set.copyOf(openings.keySet());
  }
}
