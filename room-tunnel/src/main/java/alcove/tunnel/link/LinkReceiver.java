package alcove.tunnel.link;

import alcove.tunnel.muxrpc.codec.BodyType;
import io.netty.buffer.ByteBuf;

/**
 * Takes what comes by a link, on the link's event loop. After an end or a refusal nothing comes,
 * and nothing after we have ended it ourselves.
 */
public interface LinkReceiver {
  /** The other node leads the tunnel on. */
  void accepted();

  /** The other node does not, for a reason that is a word of its own. */
  void refused(String why);

  /** Bytes of the tunnel, at least one; valid during the call only. */
  void bytes(ByteBuf part);

  /** One whole string or JSON body, at least a byte; the array is the receiver's. */
  void body(BodyType type, byte[] body);

  /** It is over, and not because we ended it. */
  void ended(LinkEnd end);
}
