package alcove.tunnel.splice;

/**
 * The answer to whether others wait for a source that is not read from, because a reader does not
 * keep up.
 */
enum Waiting {
  /** It carries nothing else, or is read from. */
  NOBODY,
  /**
   * Other tunnels, which carried nothing in the seconds before: perhaps they have nothing to carry.
   */
  QUIET,
  /** Other tunnels that are in use, or calls whose answers are waited for. */
  BUSY
}
