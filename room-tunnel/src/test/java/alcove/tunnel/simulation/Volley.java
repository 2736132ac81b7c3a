package alcove.tunnel.simulation;

import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import com.fasterxml.jackson.databind.node.LongNode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One {@code gossip.ping} of a peer: a number goes there, and one comes back. */
final class Volley implements Heard {
  private final SimulatedPeer peer;
  private int number;
  private int sent;
  private int got;
  private boolean isEnded;
  private boolean isOver;

  Volley(SimulatedPeer peer) {
    this.peer = peer;
  }

  void opened(int at) {
    number = at;
  }

  int number() {
    return number;
  }

  boolean isOver() {
    return isOver;
  }

  boolean isOpen() {
    return !isOver && !isEnded;
  }

  int owed() {
    return isOver || isEnded ? 0 : sent - got;
  }

  void send() {
    sent++;
    peer.calls().spend(1);
    peer.line()
        .send(
            PacketHeader.flags(BodyType.JSON, true, false),
            number,
            Json.encode(LongNode.valueOf(peer.world().millis())));
  }

  void end() {
    isEnded = true;
    peer.line()
        .send(
            PacketHeader.flags(BodyType.JSON, true, true),
            number,
            "true".getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void receive(BodyType type, byte[] value) {
    got++;
    if (isOver || got > sent) {
      peer.world().violate(peer + " got a number that it has not asked for");
    }
    peer.requireTime(peer.json(value));
  }

  @Override
  public void receiveEnd(@Nullable String error) {
    if (isOver) {
      peer.world().violate(peer + " got a second end of a volley");
    }
    isOver = true;
    if (!isEnded && !peer.isRefusedInGeneral(error)) {
      peer.world().violate(peer + " had a volley ended without a cause: " + error);
    }
  }
}
