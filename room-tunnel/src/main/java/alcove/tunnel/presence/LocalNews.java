package alcove.tunnel.presence;

import alcove.identity.FeedId;
import alcove.tunnel.presence.PeerReport.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * News that other nodes have yet to be told of those who attend here: of each peer how it is now,
 * and whether anything was lost on the way there. Confined to presence's event loop.
 */
final class LocalNews {
  private final Map<FeedId, Change> changes = new LinkedHashMap<>();
  private final Function<FeedId, List<Long>> ages;
  private long sequence;

  private static final class Change {
    private boolean wasAway;
    private boolean isLost;
    private boolean mayReturn;
  }

  /** Nothing; {@code ages} are those of the connections of whoever attends here, else none. */
  LocalNews(Function<FeedId, List<Long>> ages) {
    this.ages = ages;
  }

  private Change of(FeedId who) {
    return changes.computeIfAbsent(who, key -> new Change());
  }

  /** {@code who} attends here, perhaps by one connection more. */
  void entered(FeedId who) {
    of(who);
  }

  /** A connection is gone by which {@code who} attended here. */
  void exited(FeedId who, boolean mayReturn) {
    Change change = of(who);
    change.wasAway |= ages.apply(who).isEmpty();
    change.mayReturn = mayReturn;
  }

  /** Others have lost {@code who}. */
  void again(FeedId who) {
    of(who).isLost = true;
  }

  /** All that has changed, which is told with that. */
  PresenceReport take() {
    sequence++;
    List<PeerReport> peers =
        changes.entrySet().stream().map(each -> report(each.getKey(), each.getValue())).toList();
    changes.clear();
    return new PresenceReport(sequence, peers);
  }

  private PeerReport report(FeedId who, Change change) {
    List<Long> now = ages.apply(who);
    if (!now.isEmpty()) {
      return new PeerReport(who, State.HERE, change.isLost || change.wasAway, now);
    }
    return new PeerReport(
        who, change.mayReturn ? State.AWAY : State.GONE, change.isLost, List.of());
  }

  /** How it is with {@code all} who attend here. */
  PresenceReport whole(Iterable<FeedId> all) {
    List<PeerReport> peers = new ArrayList<>();
    for (FeedId who : all) {
      peers.add(new PeerReport(who, State.HERE, false, ages.apply(who)));
    }
    return new PresenceReport(sequence, peers);
  }

  /** By which others notice that they have missed something. */
  PresenceReport beat() {
    return new PresenceReport(sequence, List.of());
  }
}
