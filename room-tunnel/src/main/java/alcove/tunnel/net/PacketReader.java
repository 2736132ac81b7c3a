package alcove.tunnel.net;

import alcove.tunnel.boxstream.BoxDecoder;
import alcove.tunnel.boxstream.BoxStreamException;
import alcove.tunnel.muxrpc.codec.PacketDecoder;
import alcove.tunnel.muxrpc.codec.PacketException;
import alcove.tunnel.muxrpc.codec.PacketReceiver;
import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The reading side of an open connection: opens boxes, and hands the packets in them to the
 * session. Confined to the connection's event loop.
 */
final class PacketReader implements BoxDecoder.Receiver<PacketException> {
  private final BoxDecoder boxes;
  private final PacketDecoder packets = new PacketDecoder();
  private final PacketReceiver<PacketException> session;
  private final BooleanSupplier isOpen;
  private final Runnable onGoodbye;
  private final List<Runnable> afterRead = new ArrayList<>(1);
  private boolean ignoring;

  /**
   * A reader at the beginning of the stream.
   *
   * @param isOpen whether what comes is still looked at
   * @param onGoodbye runs when the box stream ends
   */
  PacketReader(
      BoxDecoder boxes,
      PacketReceiver<PacketException> session,
      BooleanSupplier isOpen,
      Runnable onGoodbye) {
    this.boxes = boxes;
    this.session = session;
    this.isOpen = isOpen;
    this.onGoodbye = onGoodbye;
  }

  /** Runs {@code action} once, at the next {@link #readIsOver}. */
  void afterRead(Runnable action) {
    afterRead.add(action);
  }

  /** What comes from now on is not looked at any more. */
  void ignoreRest() {
    ignoring = true;
  }

  /** Reads {@code bytes}; after an exception nothing more can be read. */
  void read(ByteBuf bytes) throws BoxStreamException, PacketException {
    if (bytes.hasArray()) {
      // An inner connection must not use the scratch: its outer one has just opened a body there.
      int offset = bytes.arrayOffset() + bytes.readerIndex();
      boxes.decode(bytes.array(), offset, bytes.readableBytes(), this);
      return;
    }
    for (ByteBuffer piece : bytes.nioBuffers()) {
      if (isOpen.getAsBoolean()) {
        boxes.decode(MemorySegment.ofBuffer(piece), this);
      }
    }
  }

  /** All that was read has been looked at. */
  void readIsOver() {
    for (Runnable action : afterRead) {
      action.run();
    }
    afterRead.clear();
  }

  @Override
  public void body(byte[] buffer, int offset, int length) throws PacketException {
    if (isOpen.getAsBoolean() && !ignoring) {
      packets.decode(buffer, offset, length, session);
    }
  }

  @Override
  public void goodbye() {
    onGoodbye.run();
  }
}
