package alcove.tunnel.net;

import alcove.identity.FeedId;
import alcove.tunnel.shs.BoxKeys;
import alcove.tunnel.shs.HandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * One side of a handshake as a series of messages taken and given. The steps run one after the
 * other, each on a thread of the {@link HandshakePool}.
 */
interface HandshakeSteps {
  /** The peer may not come in; nobody tells it why. */
  final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /** What we send before anything arrives, or null when the peer speaks first. */
  byte @Nullable [] first();

  /** Bytes in the peer's next message; 0 when the handshake is done. */
  int expected();

  /**
   * Takes the peer's next message of {@link #expected} bytes; gives our answer, or null if none.
   */
  byte @Nullable [] take(byte[] message) throws HandshakeException, RefusedException;

  /** Who the peer is, once done. */
  FeedId peer();

  /** The keys for the box stream, once done. */
  BoxKeys boxKeys();
}
