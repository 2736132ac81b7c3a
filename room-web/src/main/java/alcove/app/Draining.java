package alcove.app;

import alcove.tunnel.Farewell;
import alcove.tunnel.TunnelServer;
import alcove.web.http.Closing;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of a node that others take over from, before it stops like every server: it has
 * itself taken out of what the others and a balancer choose from, gives them time to notice, and
 * says goodbye to a tenth of its peers each second. What visitors ask is answered meanwhile. Twelve
 * seconds at most; a server that sees no other node skips it all. Thread-safe.
 */
final class Draining {
  /** The time in which a balancer has asked for its health once more. */
  static final Duration NOTICE = Duration.ofSeconds(2);

  static final Duration BETWEEN_PARTS = Duration.ofSeconds(1);
  static final int PARTS = 10;

  private static final Logger log = LoggerFactory.getLogger(Draining.class);

  private final Closing closing;
  private final TunnelServer peers;
  private final Optional<NodeMembership> nodes;
  private final CountDownLatch hurry = new CountDownLatch(1);

  Draining(Closing closing, TunnelServer peers, Optional<NodeMembership> nodes) {
    this.closing = closing;
    this.peers = peers;
    this.nodes = nodes;
  }

  /** Whether there may ever be something to do. */
  boolean isPossible() {
    return nodes.isPresent();
  }

  /** Drains, and returns when that is done. Blocks. */
  void run() {
    if (nodes.isEmpty() || !nodes.get().announceLeave()) {
      return;
    }
    log.info("draining: other nodes take over");
    closing.drain();
    try {
      sayGoodbye();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void sayGoodbye() throws InterruptedException {
    if (isCutShort(NOTICE)) {
      return;
    }
    Farewell farewell = peers.beginFarewell(PARTS);
    while (farewell.next() && !isCutShort(BETWEEN_PARTS)) {
      // the next part then
    }
  }

  private boolean isCutShort(Duration pause) throws InterruptedException {
    return hurry.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Has it return at once, now or when it begins; what is left is done as a server stops. */
  void cutShort() {
    hurry.countDown();
  }
}
