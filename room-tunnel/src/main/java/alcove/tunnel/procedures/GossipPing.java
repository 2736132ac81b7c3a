package alcove.tunnel.procedures;

import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;
import com.fasterxml.jackson.databind.node.LongNode;
import java.util.function.LongSupplier;

/**
 * The {@code gossip.ping} of ssb-conn: returns each number that the peer sends with the room's
 * clock in milliseconds, which keeps idle connections alive and tells the peer the time difference.
 */
final class GossipPing implements SubstreamReceiver {
  private final Substream substream;
  private final LongSupplier epochMillis;

  GossipPing(Substream substream, LongSupplier epochMillis) {
    this.substream = substream;
    this.epochMillis = epochMillis;
  }

  @Override
  public Input input() {
    return Input.BODIES;
  }

  @Override
  public void body(BodyType type, byte[] body) {
    if (type == BodyType.JSON && isNumber(body)) {
      substream.send(LongNode.valueOf(epochMillis.getAsLong()));
    } else {
      substream.fail("gossip.ping: expected a number");
    }
  }

  private static boolean isNumber(byte[] body) {
    try {
      return Json.parse(body).isNumber();
    } catch (CallException malformed) {
      return false;
    }
  }

  @Override
  public void ended(SubstreamEnd end) {
    // Nothing to tidy up.
  }
}
