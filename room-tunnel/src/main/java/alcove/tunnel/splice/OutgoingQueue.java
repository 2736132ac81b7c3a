package alcove.tunnel.splice;

import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import alcove.tunnel.net.BoxPacker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayDeque;

/**
 * The queue of what a tunnel still has to send to one peer. Binary bytes are one stream, cut anew
 * to fit our boxes; string and JSON bodies keep their type and borders. Confined to that peer's
 * event loop.
 */
final class OutgoingQueue {
  /** What a whole body costs beside its bytes. */
  static final int BODY_OVERHEAD = 64;

  /** What a buffer has room for, but for the first. */
  static final int CHUNK = 16 << 10;

  private static final int FIRST_CHUNK = 1 << 10;

  private record Chunk(BodyType type, ByteBuf bytes) {}

  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>(2);
  private long size;

  boolean isEmpty() {
    return chunks.isEmpty();
  }

  /** Bytes held, with {@link #BODY_OVERHEAD} for each string or JSON body. */
  long size() {
    return size;
  }

  /** Copies binary bytes in. */
  void append(byte[] buffer, int offset, int length) {
    Chunk tail = chunks.peekLast();
    if (tail == null || tail.type != BodyType.BINARY || tail.bytes.writableBytes() < length) {
      int room = Math.max(tail == null ? FIRST_CHUNK : CHUNK, length);
      tail = new Chunk(BodyType.BINARY, allocate(room));
      chunks.add(tail);
    }
    tail.bytes.writeBytes(buffer, offset, length);
    size += length;
  }

  /** Takes binary bytes over. */
  void append(ByteBuf bytes) {
    size += bytes.readableBytes();
    Chunk tail = chunks.peekLast();
    if (tail != null
        && tail.type == BodyType.BINARY
        && tail.bytes.writableBytes() >= bytes.readableBytes()) {
      tail.bytes.writeBytes(bytes);
      bytes.release();
    } else {
      chunks.add(new Chunk(BodyType.BINARY, bytes));
    }
  }

  /** Adds one whole string or JSON body. */
  void append(BodyType type, ByteBuf body) {
    size += body.readableBytes() + BODY_OVERHEAD;
    chunks.add(new Chunk(type, body));
  }

  /** A buffer with room for {@code capacity} bytes. */
  static ByteBuf allocate(int capacity) {
    return PooledByteBufAllocator.DEFAULT.heapBuffer(capacity, capacity);
  }

  /**
   * Packs the next packet; there is one.
   *
   * @return the overhead that goes with it, which the packer does not count
   */
  int send(BoxPacker packer, int requestNumber) {
    Chunk head = chunks.element();
    if (head.type == BodyType.BINARY) {
      sendBinary(packer, requestNumber);
      return 0;
    }
    sendBody(packer, requestNumber, head);
    return BODY_OVERHEAD;
  }

  private void sendBinary(BoxPacker packer, int requestNumber) {
    int length = packer.bodyLength(available());
    packer.begin(PacketHeader.flags(BodyType.BINARY, true, false), requestNumber, length);
    size -= length;
    int missing = length;
    while (missing > 0) {
      ByteBuf head = chunks.element().bytes;
      int taken = Math.min(missing, head.readableBytes());
      packer.append(head, taken);
      missing -= taken;
      if (!head.isReadable()) {
        chunks.remove();
        head.release();
      }
    }
  }

  /** Binary bytes at the head of the queue, counted up to what one packet can hold. */
  private int available() {
    int available = 0;
    for (Chunk chunk : chunks) {
      if (chunk.type != BodyType.BINARY || available >= BoxPacker.MAX_PACKET_BODY) {
        break;
      }
      available += chunk.bytes.readableBytes();
    }
    return available;
  }

  private void sendBody(BoxPacker packer, int requestNumber, Chunk body) {
    chunks.remove();
    size -= body.bytes.readableBytes() + BODY_OVERHEAD;
    packer.whole(PacketHeader.flags(body.type, true, false), requestNumber, body.bytes);
    body.bytes.release();
  }

  /** Drops everything. */
  void clear() {
    for (Chunk chunk : chunks) {
      chunk.bytes.release();
    }
    chunks.clear();
    size = 0;
  }
}
