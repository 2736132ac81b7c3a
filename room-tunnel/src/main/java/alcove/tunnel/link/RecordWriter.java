package alcove.tunnel.link;

import alcove.tunnel.net.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Puts records on a wire, and counts those that are not out. Confined to the wire's event loop. */
final class RecordWriter {
  private final Wire wire;
  private int unsent;

  RecordWriter(Wire wire) {
    this.wire = wire;
  }

  /** Whether something waits to be taken by our system. */
  boolean isBusy() {
    return unsent > 0;
  }

  /** Sends a record; {@code done} runs when it is out, or never will be. */
  void write(RecordType type, ByteBuf body, Runnable done) {
    unsent++;
    wire.write(
        framed(type, body),
        () -> {
          unsent--;
          done.run();
        });
  }

  void write(RecordType type) {
    write(type, Unpooled.EMPTY_BUFFER, () -> {});
  }

  void write(RecordType type, byte[] body) {
    write(type, Unpooled.wrappedBuffer(body), () -> {});
  }

  void write(RecordType type, String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    write(
        type,
        Unpooled.wrappedBuffer(bytes, 0, Math.min(bytes.length, RecordType.LONGEST_WORD)),
        () -> {});
  }

  /** A buffer for {@code length} bytes and the header before them. */
  static ByteBuf buffer(int length) {
    int capacity = length + RecordDecoder.HEADER;
    ByteBuf buffer = PooledByteBufAllocator.DEFAULT.heapBuffer(capacity, capacity);
    return buffer.setIndex(RecordDecoder.HEADER, RecordDecoder.HEADER);
  }

  private static ByteBuf framed(RecordType type, ByteBuf body) {
    int header = (type.code() << (3 * Byte.SIZE)) | body.readableBytes();
    int start = body.readerIndex() - RecordDecoder.HEADER;
    if (start >= 0) {
      return body.setInt(start, header).readerIndex(start);
    }
    ByteBuf head = PooledByteBufAllocator.DEFAULT.heapBuffer(RecordDecoder.HEADER);
    return Unpooled.wrappedBuffer(head.writeInt(header), body);
  }
}
