package alcove.tunnel.splice;

import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A peer's end of a tunnel, which writes down what arrives. */
final class RecordingTunnel implements SubstreamReceiver {
  final List<String> events = new ArrayList<>();

  @Override
  public Input input() {
    return Input.BODIES;
  }

  @Override
  public void body(BodyType type, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    events.add(type == BodyType.BINARY ? text : type + " " + text);
  }

  @Override
  public void ended(SubstreamEnd end) {
    events.add(
        switch (end) {
          case SubstreamEnd.Clean clean -> "end";
          case SubstreamEnd.Failed failed -> failed.message();
          case SubstreamEnd.ConnectionLost lost -> "lost";
        });
  }
}
