package alcove.tunnel.muxrpc;

import alcove.tunnel.muxrpc.codec.Packet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a session sends: {@code flags requestNumber body}. */
final class RecordingSink implements PacketSink {
  private final List<String> packets = new ArrayList<>();

  @Override
  public void send(Packet packet) {
    ByteBuffer bytes = ByteBuffer.allocate(packet.length());
    packet.copyTo(0, bytes.array(), 0, packet.length());
    int flags = bytes.get();
    int length = bytes.getInt();
    int requestNumber = bytes.getInt();
    String body = StandardCharsets.UTF_8.decode(bytes.slice(9, length)).toString();
    packets.add(flags + " " + requestNumber + " " + body);
  }

  /** All that was sent since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(packets);
    packets.clear();
    return taken;
  }
}
