package alcove.tunnel.muxrpc.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One packet held in full, ready to be sent. Immutable; may be shared by threads. Packets that
 * differ only in their request number can share one body array, as presence does for all its
 * subscribers.
 */
public final class Packet {
  private static final Packet GOODBYE = new Packet(0, 0, new byte[0]);

  private final int flags;
  private final int requestNumber;
  private final byte[] body;

  private Packet(int flags, int requestNumber, byte[] body) {
    this.flags = flags;
    this.requestNumber = requestNumber;
    this.body = body;
  }

  /**
   * A packet around {@code body}, which is not copied and must not change any more. An empty body
   * is a bug: JS peers read a packet without one as goodbye.
   */
  public static Packet of(
      BodyType type, boolean stream, boolean end, int requestNumber, byte[] body) {
    if (body.length == 0 || requestNumber == 0) {
      throw new IllegalArgumentException(
          "body length %s (at least 1), request number %s (not 0)"
              .formatted(body.length, requestNumber));
    }
    return new Packet(PacketHeader.flags(type, stream, end), requestNumber, body);
  }

  /** The nine zero bytes that end a muxrpc session. */
  public static Packet goodbye() {
    return GOODBYE;
  }

  /** Bytes of header and body together. */
  public int length() {
    return PacketHeader.LENGTH + body.length;
  }

  /**
   * Copies {@code length} of the encoded bytes, from {@code position} on, to {@code out} at {@code
   * offset}.
   */
  public void copyTo(int position, byte[] out, int offset, int length) {
    int fromHeader = Math.clamp(PacketHeader.LENGTH - position, 0, length);
    if (fromHeader > 0) {
      byte[] header = new byte[PacketHeader.LENGTH];
      PacketHeader.encode(header, 0, flags, body.length, requestNumber);
      System.arraycopy(header, position, out, offset, fromHeader);
    }
    int fromBody = length - fromHeader;
    if (fromBody > 0) {
      int bodyPosition = position + fromHeader - PacketHeader.LENGTH;
      System.arraycopy(body, bodyPosition, out, offset + fromHeader, fromBody);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Packet packet
        && flags == packet.flags
        && requestNumber == packet.requestNumber
        && Arrays.equals(body, packet.body);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * flags + requestNumber) + Arrays.hashCode(body);
  }

  @Override
  public String toString() {
    String shown = new String(body, 0, Math.min(body.length, 64), StandardCharsets.UTF_8);
    return "Packet[flags=%s, length=%s, requestNumber=%s, body=%s]"
        .formatted(flags, body.length, requestNumber, shown);
  }
}
