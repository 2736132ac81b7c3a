package alcove.room.registry;

import alcove.limits.ExpiringPlaces;
import alcove.room.model.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sessions that were looked up lately, for the one thing that must not wait until they can be
 * looked up again: a moderator's block while the registry hangs. What may have ended sessions, here
 * or elsewhere, leaves those that the registry still has ({@link #retain}). Thread-safe; blocks
 * where a registry is asked, and nowhere else.
 */
public final class RecentSessions {
  private static final Duration LATELY = Duration.ofHours(1);
  private static final int MOST = 256;

  private final InstantSource clock;
  private final ExpiringPlaces<Known> sessions;
  private long version;

  private record Known(String hash, Session session) {}

  RecentSessions(InstantSource clock) {
    this.clock = clock;
    this.sessions = new ExpiringPlaces<>(MOST, clock);
  }

  /** Counts how often some may have ended. */
  public synchronized long version() {
    return version;
  }

  /** Remembers one that was looked up since {@code version}, unless some may have ended since. */
  public synchronized void remember(String hash, Session session, long since) {
    if (since == version) {
      Instant end = clock.instant().plus(LATELY);
      sessions.put(
          hash,
          new Known(hash, session),
          end.isBefore(session.expires()) ? end : session.expires(),
          null);
    }
  }

  /**
   * Forgets those that a table does not have any more, and what is being looked up just now; where
   * the table cannot tell, all.
   *
   * @return the hashes of those that it has
   */
  Set<String> retain(Tables.SessionTable table) {
    Set<String> kept = Set.of();
    try {
      kept = table.findHashes(hashes());
    } finally {
      retain(kept);
    }
    return kept;
  }

  private Set<String> hashes() {
    return sessions.all(_ -> true).stream().map(Known::hash).collect(Collectors.toSet());
  }

  /** Forgets all but those of these hashes, and what is being looked up just now. */
  synchronized void retain(Set<String> kept) {
    version++;
    sessions.removeOldest(each -> !kept.contains(each.hash()), MOST);
  }

  /** One that was looked up within an hour, if nothing has ended it since. */
  public Optional<Session> find(String hash) {
    return sessions.find(hash).map(Known::session);
  }
}
