package alcove.tunnel.net;

/** Something that looks at the clock once a second, on its event loop. */
@FunctionalInterface
public interface Ticking {
  /**
   * A second has passed.
   *
   * @param now what deadlines are judged by, in nanoseconds: the loop's clock at its last tick, for
   *     what others have done by then has been seen
   */
  void tick(long now);
}
