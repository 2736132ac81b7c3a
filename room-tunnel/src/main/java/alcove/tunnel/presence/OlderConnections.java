package alcove.tunnel.presence;

import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.PeerConnection;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** The fate of connections of a peer that has come by a newer one. */
final class OlderConnections {
  private static final long SIGN_OF_LIFE = Duration.ofSeconds(5).toNanos();

  private OlderConnections() {}

  /** Runs {@code lost}, on an event loop, if one of them owes an answer. */
  static void doubt(List<PeerConnection> all, Runnable lost) {
    for (PeerConnection each : all) {
      each.loop()
          .run(
              () -> {
                if (each.owesSignOfLife()) {
                  lost.run();
                }
              });
    }
  }

  /**
   * Asks those for a sign of life that are older than one on another node, and drops what is more
   * than a peer may have.
   *
   * @param all the peer's connections to this node
   * @param elsewhere when those to other nodes were opened, by the monotonic clock
   */
  static void overtake(List<PeerConnection> all, List<Long> elsewhere) {
    List<PeerConnection> newestFirst =
        all.stream().sorted(Comparator.comparingLong(PeerConnection::since)).toList().reversed();
    for (int i = 0; i < newestFirst.size(); i++) {
      PeerConnection each = newestFirst.get(i);
      long newer = i + elsewhere.stream().filter(opened -> opened - each.since() > 0).count();
      boolean tooMany = newer >= PeerReport.MOST_AGES;
      boolean isOlder = newer > i;
      if (tooMany || isOlder) {
        each.loop().run(() -> doubt(each, tooMany));
      }
    }
  }

  private static void doubt(PeerConnection older, boolean tooMany) {
    if (tooMany) {
      older.drop(CloseReason.REPLACED);
    } else {
      older.probe(SIGN_OF_LIFE);
    }
  }
}
