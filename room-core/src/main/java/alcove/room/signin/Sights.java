package alcove.room.signin;

import alcove.room.model.Session;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The times at which sessions were last used, in memory: to write each time would be a change of
 * the registry for each page, so there it stands to the hour. Of ten thousand, those that were not
 * used for longest are forgotten. Thread-safe; never blocks.
 */
final class Sights {
  private static final int MOST = 10_000;

  private static final Comparator<Session> LATEST_FIRST =
      Comparator.comparing(Session::seen).thenComparingLong(Session::id).reversed();

  private final SequencedMap<Long, Instant> bySession = new LinkedHashMap<>(16, 0.75f, true);

  /** Notes that a session is used. */
  synchronized void note(long id, Instant now) {
    bySession.merge(id, now, (former, later) -> later.isAfter(former) ? later : former);
    if (bySession.size() > MOST) {
      bySession.pollFirstEntry();
    }
  }

  /** The same sessions with what is known here, the one that was seen last first. */
  List<Session> in(List<Session> sessions) {
    return sessions.stream().map(this::in).sorted(LATEST_FIRST).toList();
  }

  private synchronized Session in(Session session) {
    Instant seen = bySession.getOrDefault(session.id(), session.seen());
    return seen.isAfter(session.seen()) ? session.seenAt(seen) : session;
  }
}
