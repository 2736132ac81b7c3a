package alcove.tunnel.net;

import alcove.tunnel.boxstream.BoxEncoder;
import alcove.tunnel.muxrpc.codec.Packet;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;

/**
 * Puts packets into boxes and seals them into one outgoing buffer, framed as the JavaScript stack
 * frames them: a packet's header is a box of its own, and its body follows in as few boxes as hold
 * it. Some clients read box by box and count on that. Confined to the connection's event loop, and
 * to one batch.
 */
public final class BoxPacker {
  /** Longest body of a packet that is cut from a stream of bytes. */
  public static final int MAX_PACKET_BODY = 4 * BoxEncoder.MAX_BODY;

  private final BoxEncoder encoder;
  private final byte[] plain;
  private final MemorySegment plainSegment;
  private final ByteBuf out;
  private final int most;

  /** The memory of {@code out}; as long as that has room. */
  private MemorySegment space;

  /** Body bytes that have to come yet of the packet that was begun, and those that wait for it. */
  private int missing;

  private int used;
  private int packed;

  /** Packs into {@code out}, which should not become much longer than {@code most}. */
  BoxPacker(BoxEncoder encoder, PeerLoop loop, ByteBuf out, int most) {
    this.encoder = encoder;
    this.plain = loop.plain;
    this.plainSegment = loop.plainSegment;
    this.out = out;
    this.most = most;
    this.space = spaceOf(out);
  }

  /** Whether the batch is as long as it should become. */
  boolean isFull() {
    return out.readableBytes() >= most;
  }

  /** Body bytes that were added by {@link #append}. */
  int packed() {
    return packed;
  }

  /**
   * How many body bytes the next packet should have when {@code available} are at hand: no more
   * than what makes the batch full and one box more.
   */
  public int bodyLength(int available) {
    int boxes = 1 + Math.max(0, most - out.readableBytes()) / (BoxEncoder.HEADER + plain.length);
    return Math.min(available, Math.min(MAX_PACKET_BODY, boxes * plain.length));
  }

  /**
   * Begins a packet; all of its {@code length} body bytes have to follow by {@link #append} before
   * the next one.
   */
  public void begin(int flags, int requestNumber, int length) {
    PacketHeader.encode(plain, 0, flags, length, requestNumber);
    seal(PacketHeader.LENGTH);
    missing = length;
  }

  /** Adds {@code length} bytes to the packet that was begun. */
  public void append(ByteBuf body, int length) {
    for (int left = length; left > 0; ) {
      int taken = Math.min(left, plain.length - used);
      boolean full = used + taken == plain.length || taken == missing;
      if (full && used == 0 && body.hasArray()) {
        // A whole box lies there in one piece.
        seal(MemorySegment.ofArray(body.array()), body.arrayOffset() + body.readerIndex(), taken);
        body.skipBytes(taken);
      } else {
        body.readBytes(plain, used, taken);
        used += taken;
        if (full) {
          seal(used);
          used = 0;
        }
      }
      left -= taken;
      missing -= taken;
    }
    packed += length;
  }

  /** Packs a whole packet around {@code body}, of any length. */
  public void whole(int flags, int requestNumber, ByteBuf body) {
    int length = body.readableBytes();
    begin(flags, requestNumber, length);
    append(body, length);
  }

  /**
   * Packs {@code packet} from {@code position} on, as far as the batch goes.
   *
   * @param position 0, or what an earlier call returned
   * @return the position reached
   */
  int packet(Packet packet, int position) {
    int reached = position;
    while (reached < packet.length() && !isFull()) {
      reached = box(packet, reached);
    }
    return reached;
  }

  /** Packs a whole packet; any length. */
  public void packet(Packet packet) {
    for (int reached = 0; reached < packet.length(); ) {
      reached = box(packet, reached);
    }
  }

  private int box(Packet packet, int position) {
    int most = position == 0 ? PacketHeader.LENGTH : plain.length;
    int length = Math.min(packet.length() - position, most);
    packet.copyTo(position, plain, 0, length);
    seal(length);
    return position + length;
  }

  /** Seals the box stream's goodbye. */
  void goodbye() {
    sealed(encoder.goodbye(room(BoxEncoder.HEADER)));
  }

  private void seal(int length) {
    seal(plainSegment, 0, length);
  }

  private void seal(MemorySegment body, int offset, int length) {
    sealed(encoder.seal(body.asSlice(offset, length), room(BoxEncoder.HEADER + length)));
  }

  /** Where the next {@code length} bytes of {@code out} go. */
  private MemorySegment room(int length) {
    out.ensureWritable(length);
    if (out.capacity() != space.byteSize()) {
      space = spaceOf(out);
    }
    return space.asSlice(out.writerIndex(), length);
  }

  private void sealed(int length) {
    out.writerIndex(out.writerIndex() + length);
  }

  private static MemorySegment spaceOf(ByteBuf out) {
    return MemorySegment.ofBuffer(out.internalNioBuffer(0, out.capacity()));
  }
}
