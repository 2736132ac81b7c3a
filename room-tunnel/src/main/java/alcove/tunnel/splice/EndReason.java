package alcove.tunnel.splice;

/** The reason why a tunnel ended; each end is counted under one of them. */
public enum EndReason {
  /** One of its peers ended it in good order. */
  ENDED,
  /** One of its peers ended it with an error. */
  BROKEN_OFF,
  /** The connection of one of its peers is over. */
  PEER_GONE,
  /** The target ended it before it had sent anything. */
  NOT_TAKEN,
  /** The target sent nothing for too long. */
  UNANSWERED,
  /** The target had not answered it, and somebody else needed its place. */
  PLACE_TAKEN,
  /** A reader took nothing while others waited for its source. */
  STALLED_READER,
  /** A reader took too little while others waited for its source. */
  SLOW_READER,
  /** Its peers may not meet any more: standings have changed. */
  NO_LONGER_ALLOWED;

  /** The reason that another node has named; what this release does not know is a breaking-off. */
  static EndReason of(String name) {
    for (EndReason reason : values()) {
      if (reason != ENDED && reason.name().equals(name)) {
        return reason;
      }
    }
    return BROKEN_OFF;
  }
}
