package alcove.tunnel.muxrpc;

import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.Packet;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * Our end of one source, sink or duplex. Confined to the connection's event loop. After the end,
 * whoever sent it, nothing can be sent any more: a JS peer would take it for a new substream.
 */
public final class Substream {
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);

  private final PacketSink sink;
  private final Runnable onEnd;
  private final int requestNumber;
  private boolean open = true;

  Substream(PacketSink sink, int requestNumber, Runnable onEnd) {
    this.sink = sink;
    this.requestNumber = requestNumber;
    this.onEnd = onEnd;
  }

  /** Whether data can still be sent. */
  public boolean isOpen() {
    return open;
  }

  /** The number that our packets on this substream carry. */
  public int requestNumber() {
    return requestNumber;
  }

  /** Sends a JSON value. */
  public void send(JsonNode value) {
    send(BodyType.JSON, Json.encode(value));
  }

  /** Sends one body, which is not empty, not copied and must not change any more. */
  public void send(BodyType type, byte[] body) {
    if (open) {
      sink.send(Packet.of(type, true, false, requestNumber, body));
    }
  }

  /** Ends it in good order; a second end is ignored. */
  public void end() {
    end(TRUE);
  }

  /** Ends it with an error that the peer gets to read. */
  public void fail(String message) {
    end(EndBody.error(message));
  }

  private void end(byte[] body) {
    if (open) {
      sink.send(Packet.of(BodyType.JSON, true, true, requestNumber, body));
      close();
    }
  }

  /** Takes it out of the session without a word, because the connection is gone. */
  void close() {
    if (open) {
      open = false;
      onEnd.run();
    }
  }
}
