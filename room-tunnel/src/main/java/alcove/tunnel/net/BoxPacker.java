package alcove.tunnel.net;

import alcove.tunnel.boxstream.BoxEncoder;
import alcove.tunnel.muxrpc.codec.Packet;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import io.netty.buffer.ByteBuf;

/**
 * Fills boxes with packets and seals them into one outgoing buffer, so that many small packets cost
 * one box and a full-length one exactly fills a box. Confined to the connection's event loop, and
 * to one batch.
 */
public final class BoxPacker {
  /** Bytes that fit beside a packet header in one box. */
  public static final int MAX_PACKET_BODY = BoxEncoder.MAX_BODY - PacketHeader.LENGTH;

  private static final int WORTHWHILE = 512;

  private final BoxEncoder encoder;
  private final byte[] plain;
  private final byte[] sealed;
  private final ByteBuf out;
  private int used;
  private int packed;

  BoxPacker(BoxEncoder encoder, PeerLoop loop, ByteBuf out) {
    this.encoder = encoder;
    this.plain = loop.plain;
    this.sealed = loop.sealed;
    this.out = out;
  }

  /** Bytes of all boxes so far, sealed, the one that is being filled included. */
  int size() {
    return out.readableBytes() + (used > 0 ? BoxEncoder.HEADER + used : 0);
  }

  /** Body bytes that were added by {@link #append}. */
  int packed() {
    return packed;
  }

  /**
   * How many body bytes the next packet should have when {@code available} are at hand: what still
   * fits into the current box, unless that is too little to be worth a header.
   */
  public int bodyLength(int available) {
    int wanted = Math.min(available, MAX_PACKET_BODY);
    int room = plain.length - used - PacketHeader.LENGTH;
    return wanted <= room || room < WORTHWHILE ? wanted : room;
  }

  /** Begins a packet whose {@code length} body bytes, at most 4087, follow by {@link #append}. */
  public void begin(int flags, int requestNumber, int length) {
    begin(flags, requestNumber, length, length);
  }

  /** Adds {@code length} bytes to the packet that was begun. */
  public void append(ByteBuf body, int length) {
    body.readBytes(plain, used, length);
    used += length;
    packed += length;
  }

  /** Packs a whole packet around {@code body}, which may span several boxes. */
  public void whole(int flags, int requestNumber, ByteBuf body) {
    int length = body.readableBytes();
    begin(flags, requestNumber, Math.min(length, MAX_PACKET_BODY), length);
    while (body.isReadable()) {
      if (used == plain.length) {
        seal();
      }
      append(body, Math.min(body.readableBytes(), plain.length - used));
    }
  }

  private void begin(int flags, int requestNumber, int inThisBox, int length) {
    if (plain.length - used < PacketHeader.LENGTH + inThisBox) {
      seal();
    }
    PacketHeader.encode(plain, used, flags, length, requestNumber);
    used += PacketHeader.LENGTH;
  }

  /**
   * Packs {@code packet} from {@code position} on, as long as the batch stays under {@code most}
   * sealed bytes.
   *
   * @return the position reached
   */
  int packet(Packet packet, int position, int most) {
    int reached = position;
    if (plain.length - used < packet.length() && packet.length() <= plain.length) {
      seal();
    }
    while (reached < packet.length() && size() < most) {
      int taken = Math.min(packet.length() - reached, plain.length - used);
      packet.copyTo(reached, plain, used, taken);
      used += taken;
      reached += taken;
      if (used == plain.length) {
        seal();
      }
    }
    return reached;
  }

  /** Packs a whole packet; any length. */
  public void packet(Packet packet) {
    packet(packet, 0, Integer.MAX_VALUE);
  }

  /** Seals what is left. */
  void finish() {
    if (used > 0) {
      seal();
    }
  }

  /** Seals what is left and the box stream's goodbye. */
  void goodbye() {
    finish();
    out.writeBytes(sealed, 0, encoder.goodbye(sealed, 0));
  }

  private void seal() {
    if (used > 0) {
      out.writeBytes(sealed, 0, encoder.seal(plain, 0, used, sealed, 0));
      used = 0;
    }
  }
}
