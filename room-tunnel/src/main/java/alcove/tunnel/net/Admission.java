package alcove.tunnel.net;

import alcove.identity.FeedId;

/** Says who may connect. Thread-safe, and quick: it is asked in the middle of each handshake. */
@FunctionalInterface
public interface Admission {
  /** Whether {@code peer}, which has just proved its identity, may come in. */
  boolean admits(FeedId peer);
}
