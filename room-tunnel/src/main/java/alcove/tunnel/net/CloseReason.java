package alcove.tunnel.net;

import java.util.EnumSet;
import java.util.Set;

/** The reason why a connection was closed; each is counted. */
public enum CloseReason {
  /** The peer said goodbye. */
  GOODBYE,
  /** The stream ended without a goodbye. */
  HUNG_UP,
  /** The handshake was wrong. */
  HANDSHAKE_FAILED,
  /** The handshake took too long. */
  HANDSHAKE_TIMEOUT,
  /** The peer may not come in. */
  REFUSED,
  /** Too many came from the address that the proxy in front named. */
  TOO_MANY,
  /** The proxy in front did not say in the right way whom it speaks for. */
  BAD_PROXY_HEADER,
  /** The peer was in and may not be any more: it was blocked or removed, or the mode changed. */
  NO_LONGER_ADMITTED,
  /** The peer broke the box stream or packet format, or a limit on them. */
  PROTOCOL_ERROR,
  /** The peer took nothing of what we sent for too long. */
  WRITE_STALLED,
  /** The peer took replies too slowly and kept asking for more. */
  REPLIES_PILED_UP,
  /** Nothing was heard of the peer for too long. */
  SILENT,
  /** A newer connection of the same peer took its place. */
  REPLACED,
  /** It made way for newer ones before its handshake was done. */
  EVICTED,
  /** This server cannot hear any more of who is blocked. */
  CUT_OFF,
  /** We are stopping, or our side is done. */
  STOPPED,
  /** A fault of ours. */
  INTERNAL_ERROR;

  private static final Set<CloseReason> LOSSES =
      EnumSet.of(PROTOCOL_ERROR, WRITE_STALLED, REPLIES_PILED_UP, SILENT, REPLACED, INTERNAL_ERROR);

  /**
   * Whether we gave up an open connection that the peer had not ended and may still need; otherwise
   * the peer ended it, or we turned the peer out.
   */
  public boolean isLoss() {
    return LOSSES.contains(this);
  }
}
