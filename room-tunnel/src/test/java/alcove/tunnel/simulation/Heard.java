package alcove.tunnel.simulation;

import alcove.tunnel.muxrpc.codec.BodyType;
import org.jspecify.annotations.Nullable;

/** A substream as its peer hears of it. */
interface Heard {
  void receive(BodyType type, byte[] body);

  /** The room has ended it; {@code error} is null for a clean end. */
  void receiveEnd(@Nullable String error);
}
