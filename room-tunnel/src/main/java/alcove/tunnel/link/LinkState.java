package alcove.tunnel.link;

import java.time.Duration;

/** The state of a link, and how long it may stay in it. */
enum LinkState {
  /** Not connected yet. */
  CONNECTING(Duration.ofSeconds(10)),
  /** We have asked. */
  ASKING(Duration.ofSeconds(10)),
  /** The other has to ask. */
  WAITING(Duration.ofSeconds(10)),
  /** The other has asked, and waits for us. */
  JUDGING(Duration.ofSeconds(10)),
  /** Bytes go both ways. */
  OPEN(Duration.ofNanos(Long.MAX_VALUE)),
  /** We have ended it, and what was sent before is not out yet. */
  ENDING(Duration.ofNanos(Long.MAX_VALUE)),
  /**
   * Our end is out. The other's reader may take as long as it likes to come to it, as long as it
   * takes something: TCP tells that while the other's system does, and {@link RecordType#TAKEN}
   * when all is there. This is for how long it may take nothing.
   */
  LINGERING(Duration.ofMinutes(5)),
  /** We have said our last, and the other has to close. */
  BREAKING(Duration.ofSeconds(2)),
  /** The other has said its last, and we close. */
  CLOSING(Duration.ofSeconds(5)),
  CLOSED(Duration.ofNanos(Long.MAX_VALUE));

  private final long patience;

  LinkState(Duration patience) {
    this.patience = patience.toNanos();
  }

  /** Whether {@code nanos} in it are too long. */
  boolean isOverdue(long nanos) {
    return nanos > patience;
  }
}
