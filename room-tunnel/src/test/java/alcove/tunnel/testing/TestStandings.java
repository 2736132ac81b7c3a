package alcove.tunnel.testing;

import alcove.identity.FeedId;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standing;
import alcove.room.policy.Standings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Standings that a test sets. An open room without members to begin with. */
public final class TestStandings implements Standings {
  private final Map<FeedId, Standing> standings = new ConcurrentHashMap<>();
  private volatile PrivacyMode mode = PrivacyMode.OPEN;
  private volatile Consumer<FeedId> onAsked = peer -> {};

  public TestStandings mode(PrivacyMode newMode) {
    mode = newMode;
    return this;
  }

  public TestStandings set(FeedId peer, Standing standing) {
    standings.put(peer, standing);
    return this;
  }

  /** Runs whenever a standing has been looked up, before whoever asked gets to know it. */
  public void onAsked(Consumer<FeedId> action) {
    onAsked = action;
  }

  @Override
  public PrivacyMode privacyMode() {
    return mode;
  }

  @Override
  public Standing of(FeedId peer) {
    Standing standing = standings.getOrDefault(peer, Standing.EXTERNAL);
    onAsked.accept(peer);
    return standing;
  }
}
