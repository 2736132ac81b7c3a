package alcove.tunnel.muxrpc.codec;

/**
 * The nine bytes before each packet's body, see packet-stream-codec.
 *
 * <pre>flags[1] | length[4] big-endian, unsigned | requestNumber[4] big-endian, signed</pre>
 *
 * Flags: bit 3 stream, bit 2 end or error, bits 1 and 0 the body type; the upper four are ignored.
 * A positive request number belongs to a substream that the packet's sender opened, a negative one
 * to a substream that its receiver opened.
 *
 * @param type what the body is
 * @param stream whether the packet belongs to a source, sink or duplex rather than to an async call
 * @param end whether the packet ends the substream
 * @param length bytes in the body, 0 to 2^32 - 1
 * @param requestNumber which substream; never 0 or {@link Integer#MIN_VALUE}
 */
public record PacketHeader(
    BodyType type, boolean stream, boolean end, long length, int requestNumber) {
  /** Bytes of an encoded header. */
  public static final int LENGTH = 9;

  private static final int STREAM = 8;
  private static final int END = 4;
  private static final int TYPE = 3;

  static PacketHeader decode(byte[] in, int offset) throws PacketException {
    int flags = in[offset];
    long length = readInt(in, offset + 1) & 0xffff_ffffL;
    int requestNumber = readInt(in, offset + 5);
    if (requestNumber == 0 || requestNumber == Integer.MIN_VALUE) {
      throw new PacketException(
          PacketException.Reason.BAD_REQUEST_NUMBER, "request number " + requestNumber);
    }
    return new PacketHeader(
        BodyType.ofBits(flags & TYPE),
        (flags & STREAM) != 0,
        (flags & END) != 0,
        length,
        requestNumber);
  }

  /** Whether the nine bytes are the goodbye, all zero. */
  static boolean isGoodbye(byte[] in, int offset) {
    int bits = 0;
    for (int i = 0; i < LENGTH; i++) {
      bits |= in[offset + i];
    }
    return bits == 0;
  }

  /** The flags byte of a header. */
  public static int flags(BodyType type, boolean stream, boolean end) {
    return type.bits() | (stream ? STREAM : 0) | (end ? END : 0);
  }

  /** Writes the nine bytes of a header to {@code out[offset, offset + 9)}. */
  public static void encode(byte[] out, int offset, int flags, int length, int requestNumber) {
    out[offset] = (byte) flags;
    writeInt(out, offset + 1, length);
    writeInt(out, offset + 5, requestNumber);
  }

  private static int readInt(byte[] in, int offset) {
    return ((in[offset] & 0xff) << 24)
        | ((in[offset + 1] & 0xff) << 16)
        | ((in[offset + 2] & 0xff) << 8)
        | (in[offset + 3] & 0xff);
  }

  private static void writeInt(byte[] out, int offset, int value) {
    out[offset] = (byte) (value >>> 24);
    out[offset + 1] = (byte) (value >>> 16);
    out[offset + 2] = (byte) (value >>> 8);
    out[offset + 3] = (byte) value;
  }
}
