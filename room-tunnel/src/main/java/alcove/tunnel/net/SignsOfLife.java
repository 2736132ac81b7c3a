package alcove.tunnel.net;

import org.jspecify.annotations.Nullable;

/**
 * Finds out that a peer is not there any more: asks after a silence, or because a newer connection
 * of the same peer has appeared. Any bytes count as an answer; while we do not read, silence means
 * nothing. Times are in nanoseconds. Confined to the connection's event loop.
 */
final class SignsOfLife {
  private static final long NEVER = Long.MAX_VALUE;

  private final Deadlines deadlines;
  private final Runnable probeWire;
  private final Runnable askPeer;
  private long lastHeard;
  private long lastWireProbe;
  private long askedAt = NEVER;
  private long probeDeadline = NEVER;
  private long probeBegan;

  SignsOfLife(Deadlines deadlines, Runnable probeWire, Runnable askPeer, long now) {
    this.deadlines = deadlines;
    this.probeWire = probeWire;
    this.askPeer = askPeer;
    this.lastHeard = now;
    this.lastWireProbe = now;
  }

  /** Bytes have come, or could not have come until now. */
  void heard(long now) {
    lastHeard = now;
    askedAt = NEVER;
  }

  /** Asks at once, and wants an answer {@code within} that time. */
  void probe(long now, long within) {
    probeBegan = now;
    probeDeadline = now + within;
    askPeer.run();
  }

  /** Whether it was asked by {@link #probe} and has not answered yet. */
  boolean isOwed() {
    return probeDeadline != NEVER && lastHeard < probeBegan;
  }

  /** Why the connection has to end, or null; to be called once a second. */
  @Nullable CloseReason tick(long now, boolean paused) {
    if (now - lastWireProbe > deadlines.wireProbe().toNanos()) {
      // Also while we do not read: a proxy in between goes by what passes it.
      lastWireProbe = now;
      probeWire.run();
    }
    if (now > probeDeadline) {
      probeDeadline = NEVER;
      return lastHeard < probeBegan && !paused ? CloseReason.REPLACED : null;
    }
    return paused ? null : tickSilence(now);
  }

  private @Nullable CloseReason tickSilence(long now) {
    if (askedAt != NEVER) {
      if (now - askedAt > deadlines.signOfLife().toNanos()) {
        return CloseReason.SILENT;
      }
    } else if (now - lastHeard > deadlines.silence().toNanos()) {
      askedAt = now;
      askPeer.run();
    }
    return null;
  }
}
