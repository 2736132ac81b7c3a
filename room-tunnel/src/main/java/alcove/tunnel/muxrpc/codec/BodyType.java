package alcove.tunnel.muxrpc.codec;

/** The type of a packet's body: the two low bits of the packet's flags. */
public enum BodyType {
  /** Raw bytes, as tunnels and blobs send them. */
  BINARY(0),
  /** UTF-8 text without quotes. */
  STRING(1),
  /** One JSON value in UTF-8. */
  JSON(2);

  private final int bits;

  BodyType(int bits) {
    this.bits = bits;
  }

  /** The two low bits of the flags that name this type. */
  public int bits() {
    return bits;
  }

  static BodyType ofBits(int bits) throws PacketException {
    return switch (bits) {
      case 0 -> BINARY;
      case 1 -> STRING;
      case 2 -> JSON;
      default ->
          throw new PacketException(
              PacketException.Reason.UNKNOWN_BODY_TYPE, "body type " + bits + " (0, 1 or 2)");
    };
  }
}
