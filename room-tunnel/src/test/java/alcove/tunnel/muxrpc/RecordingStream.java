package alcove.tunnel.muxrpc;

import alcove.tunnel.muxrpc.codec.BodyType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what arrives on a substream. */
final class RecordingStream implements SubstreamReceiver {
  private final Input input;
  private final List<String> events = new ArrayList<>();

  RecordingStream(Input input) {
    this.input = input;
  }

  List<String> events() {
    return events;
  }

  @Override
  public Input input() {
    return input;
  }

  @Override
  public void body(BodyType type, byte[] body) {
    events.add(type + " " + new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public void part(byte[] buffer, int offset, int length) {
    events.add("part " + new String(buffer, offset, length, StandardCharsets.UTF_8));
  }

  @Override
  public void ended(SubstreamEnd end) {
    events.add(end.toString());
  }
}
