package alcove.tunnel.net;

/** Something that looks at the clock once a second, on its event loop. */
@FunctionalInterface
public interface Ticking {
  /** A second has passed; {@code now} is the monotonic clock in nanoseconds. */
  void tick(long now);
}
