package alcove.room.registry;

import alcove.room.model.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions that were looked up lately, for the one thing that must not wait until they can be
 * looked up again: a moderator's block while the registry hangs. All of them are forgotten when any
 * session ends. Thread-safe; never blocks.
 */
public final class RecentSessions {
  private static final Duration LATELY = Duration.ofHours(1);
  private static final int MOST = 256;

  private final Map<String, Seen> byHash = new LinkedHashMap<>();
  private long version;

  private record Seen(Session session, Instant at) {}

  /** Counts how often all were forgotten. */
  public synchronized long version() {
    return version;
  }

  /** Remembers one that was looked up since {@code version}, unless all were forgotten since. */
  public synchronized void remember(String hash, Session session, Instant now, long since) {
    if (since != version) {
      return;
    }
    byHash.remove(hash);
    byHash.put(hash, new Seen(session, now));
    if (byHash.size() > MOST) {
      byHash.remove(byHash.keySet().iterator().next());
    }
  }

  synchronized void forgetAll() {
    version++;
    byHash.clear();
  }

  public synchronized Optional<Session> find(String hash, Instant now) {
    return Optional.ofNullable(byHash.get(hash))
        .filter(seen -> now.isBefore(seen.at().plus(LATELY)))
        .map(Seen::session)
        .filter(session -> now.isBefore(session.expires()));
  }
}
