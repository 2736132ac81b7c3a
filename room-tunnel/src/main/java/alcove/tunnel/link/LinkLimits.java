package alcove.tunnel.link;

/**
 * The number of links that a node takes part in at once. Half of them are those that it makes, and
 * half are sockets that it accepts, so that neither uses up the other's; no peer and no node has
 * all.
 *
 * @param most of both kinds together, each of which is a file
 */
public record LinkLimits(int most) {
  /** What a refusal by these limits says to the other node. */
  public static final String BUSY = "LINKS_BUSY";

  /** As many as there are files for, if nobody counts these. */
  public static final LinkLimits DEFAULT = new LinkLimits(8192);

  /** Links that this node makes. */
  int made() {
    return most - accepted();
  }

  /** Sockets that this node accepts. */
  public int accepted() {
    return most / 2;
  }

  /** Of the latter, those that have not shown yet that they have the key of the room. */
  public int strangers() {
    return Math.max(1, accepted() / 4);
  }

  /** Links that are made for one caller, and those that are accepted for one target. */
  int ofOnePeer() {
    return Math.max(1, accepted() / 8);
  }

  /** Of those that are accepted, the ones of one node. */
  int ofOneNode() {
    return Math.max(1, accepted() - accepted() / 4);
  }
}
