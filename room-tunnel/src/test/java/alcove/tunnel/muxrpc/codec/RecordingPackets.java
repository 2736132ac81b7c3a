package alcove.tunnel.muxrpc.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes down what a decoder delivers, one line for each event; parts of one body are joined. */
final class RecordingPackets implements PacketReceiver<PacketException> {
  private final List<String> events = new ArrayList<>();
  private final StringBuilder parts = new StringBuilder();
  private final Function<PacketHeader, Treatment> judge;
  private long streamed;

  RecordingPackets(Function<PacketHeader, Treatment> judge) {
    this.judge = judge;
  }

  static RecordingPackets collecting() {
    return new RecordingPackets(header -> Treatment.COLLECT);
  }

  List<String> events() {
    return events;
  }

  long streamed() {
    return streamed;
  }

  @Override
  public Treatment header(PacketHeader header) {
    Treatment treatment = judge.apply(header);
    if (treatment != Treatment.COLLECT) {
      events.add(treatment + " " + header.length() + " on " + header.requestNumber());
    }
    return treatment;
  }

  @Override
  public void packet(PacketHeader header, byte[] body) {
    String kind = (header.stream() ? "stream " : "") + (header.end() ? "end " : "");
    events.add(kind + header.type() + " on " + header.requestNumber() + ": " + text(body));
  }

  @Override
  public void part(PacketHeader header, byte[] buffer, int offset, int length) {
    streamed += length;
    parts.append(new String(buffer, offset, length, StandardCharsets.UTF_8));
    if (streamed == header.length()) {
      events.add("streamed " + parts);
      parts.setLength(0);
    }
  }

  @Override
  public void goodbye() {
    events.add("goodbye");
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }
}
