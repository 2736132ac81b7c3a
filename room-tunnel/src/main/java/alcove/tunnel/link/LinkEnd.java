package alcove.tunnel.link;

/** The way in which a link came to its end, when it was not we who ended it. */
public sealed interface LinkEnd {
  /** The other node has sent everything. */
  record Clean() implements LinkEnd {}

  /**
   * The other node broke it off.
   *
   * @param why a word of the other node's, which may be of another release
   */
  record Broken(String why) implements LinkEnd {}

  /** The connection is gone, was never made, or carried what is no link. */
  record Lost() implements LinkEnd {}
}
