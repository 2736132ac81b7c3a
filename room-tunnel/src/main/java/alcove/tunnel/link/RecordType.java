package alcove.tunnel.link;

import alcove.tunnel.muxrpc.codec.BodyType;

/**
 * The type of a record, its first byte, and how long its body may be. What a tunnel carries has the
 * types of muxrpc's bodies.
 */
enum RecordType {
  /** Bytes of the tunnel, which may be cut anywhere; handed over as they come. */
  BINARY(0, 1, (1 << 24) - 1),
  /** One whole string body. */
  STRING(1, 1, RecordType.LONGEST_WHOLE),
  /** One whole JSON body. */
  JSON(2, 1, RecordType.LONGEST_WHOLE),
  /** {@link LinkRequest}: the first of whoever made the link, and the only one until accepted. */
  OPEN(3, LinkRequest.SHORTEST, LinkRequest.LONGEST),
  /** The answer that the tunnel leads on, or {@link #REFUSED}. */
  ACCEPTED(4, 0, 0),
  /** The answer that it does not, and a word that says why. */
  REFUSED(5, 0, RecordType.LONGEST_WORD),
  /** Everything was sent. */
  END(6, 0, 0),
  /** The tunnel is broken, and a word that says why. */
  BROKEN(7, 0, RecordType.LONGEST_WORD),
  /** The reader of what is not read yet, here, has taken something of what was. */
  TAKEN(8, 0, 0);

  static final int LONGEST_WHOLE = 64 << 10;
  static final int LONGEST_WORD = 64;

  private static final RecordType[] ALL = values();

  private final int code;
  private final int shortest;
  private final int longest;

  RecordType(int code, int shortest, int longest) {
    this.code = code;
    this.shortest = shortest;
    this.longest = longest;
  }

  /** The first byte of its records. */
  int code() {
    return code;
  }

  /** The type that {@code code} stands for, if a body of it can have {@code length}. */
  static RecordType of(int code, int length) throws LinkException {
    if (code >= ALL.length) {
      throw new LinkException("record type " + code + " (at most " + (ALL.length - 1) + ")");
    }
    RecordType type = ALL[code];
    if (length < type.shortest || length > type.longest) {
      throw new LinkException(
          "%s of %s bytes (%s to %s)".formatted(type, length, type.shortest, type.longest));
    }
    return type;
  }

  static RecordType of(BodyType type) {
    return switch (type) {
      case BINARY -> BINARY;
      case STRING -> STRING;
      case JSON -> JSON;
    };
  }
}
