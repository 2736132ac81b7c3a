package alcove.tunnel.splice;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.codec.BodyType;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The other end of a tunnel, wherever that is: writes down what is asked of it. */
final class RecordingLeg implements Leg {
  final List<String> events = new ArrayList<>();
  private final FeedId peer;
  private final Flow flow;

  RecordingLeg(FeedId peer, Flow flow) {
    this.peer = peer;
    this.flow = flow;
  }

  @Override
  public FeedId peer() {
    return peer;
  }

  @Override
  public Flow flow() {
    return flow;
  }

  @Override
  public Waiting othersWait() {
    return Waiting.NOBODY;
  }

  @Override
  public void open() {
    events.add("open");
  }

  @Override
  public void take(byte[] buffer, int offset, int length) {
    events.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
  }

  @Override
  public void take(ByteBuf bytes) {
    events.add(bytes.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void take(BodyType type, ByteBuf body) {
    events.add(type + " " + body.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void end() {
    events.add("end");
  }

  @Override
  public void breakOff(EndReason reason, String message) {
    events.add(reason + " " + message);
  }

  @Override
  public void makeWay(EndReason reason) {
    events.add("make way, " + reason);
  }

  @Override
  public void resume() {
    events.add("resume");
  }
}
