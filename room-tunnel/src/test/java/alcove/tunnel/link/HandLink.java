package alcove.tunnel.link;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.net.FakeWire;
import alcove.tunnel.net.HandLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A link by which another node, the test, has asked and was accepted; nothing moves by itself. */
public final class HandLink implements LinkReceiver {
  public final HandLoop hand = new HandLoop();
  public final FakeWire wire = new FakeWire(hand.loop().eventLoop());
  public final List<String> heard = new ArrayList<>();
  public final AskedLink link;
  private int closed;

  public HandLink() {
    link = new AskedLink(hand.loop(), (asked, request) -> {}, over -> closed++);
    link.begin();
    link.start(wire);
    receive(RecordType.OPEN, new byte[LinkRequest.SHORTEST]);
    assertThat(link.accept(this)).isTrue();
    assertThat(written()).containsExactly("ACCEPTED ");
  }

  /** What {@code acceptor} says to a node that asks for a tunnel. */
  public static List<String> answerOf(LinkAcceptor acceptor) {
    HandLoop hand = new HandLoop();
    FakeWire wire = new FakeWire(hand.loop().eventLoop());
    AskedLink link = new AskedLink(hand.loop(), acceptor, over -> {});
    link.begin();
    link.start(wire);
    link.bytes(record(RecordType.OPEN, new byte[LinkRequest.SHORTEST]));
    return written(wire);
  }

  /** The other node sends a record. */
  void receive(RecordType type, byte[] body) {
    link.bytes(record(type, body));
  }

  private static ByteBuf record(RecordType type, byte[] body) {
    return Unpooled.wrappedBuffer(
        ByteBuffer.allocate(4 + body.length)
            .putInt((type.code() << 24) | body.length)
            .put(body)
            .array());
  }

  /** The records that this node has written since the last call. */
  public List<String> written() {
    return written(wire);
  }

  private static List<String> written(FakeWire wire) {
    List<String> records = new ArrayList<>();
    for (byte[] each : wire.takeWrites()) {
      String type =
          Stream.of(RecordType.values())
              .filter(one -> one.code() == each[0])
              .findFirst()
              .orElseThrow()
              .name();
      records.add(type + " " + new String(each, 4, each.length - 4, StandardCharsets.UTF_8));
    }
    return records;
  }

  boolean isOver() {
    return closed > 0;
  }

  @Override
  public void accepted() {
    throw new AssertionError("it was not we who asked");
  }

  @Override
  public void refused(String why) {
    throw new AssertionError("it was not we who asked");
  }

  @Override
  public void bytes(ByteBuf part) {
    heard.add(part.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void body(BodyType type, byte[] body) {
    heard.add(type + " " + new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public void ended(LinkEnd end) {
    heard.add(end.toString());
  }
}
