package alcove.room.registry;

import alcove.limits.ExpiringPlaces;
import alcove.room.model.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Sessions that were looked up lately, for the one thing that must not wait until they can be
 * looked up again: a moderator's block while the registry hangs. All of them are forgotten when any
 * session ends. Thread-safe; never blocks.
 */
public final class RecentSessions {
  private static final Duration LATELY = Duration.ofHours(1);
  private static final int MOST = 256;

  private final InstantSource clock;
  private final ExpiringPlaces<Session> sessions;
  private long version;

  RecentSessions(InstantSource clock) {
    this.clock = clock;
    this.sessions = new ExpiringPlaces<>(MOST, clock);
  }

  /** Counts how often all were forgotten. */
  public synchronized long version() {
    return version;
  }

  /** Remembers one that was looked up since {@code version}, unless all were forgotten since. */
  public synchronized void remember(String hash, Session session, long since) {
    if (since == version) {
      Instant end = clock.instant().plus(LATELY);
      sessions.put(hash, session, end.isBefore(session.expires()) ? end : session.expires(), null);
    }
  }

  synchronized void forgetAll() {
    version++;
    sessions.clear();
  }

  public Optional<Session> find(String hash) {
    return sessions.find(hash);
  }
}
