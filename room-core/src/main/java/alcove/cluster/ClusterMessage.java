package alcove.cluster;

import java.util.Arrays;
import java.util.Optional;

/**
 * A message from one node to others: a kind, and a body in the form of that kind. Immutable.
 *
 * <pre>format(1) kind(1) body(0 to 8 MiB)</pre>
 *
 * <p>A node of another release may send kinds that this one does not know, and these are passed
 * over; a kind whose body changes its form becomes another kind.
 */
public final class ClusterMessage {
  /** Bytes of a body. */
  public static final int LONGEST = 8 << 20;

  private static final byte FORMAT = 1;
  private static final int HEADER = 2;

  /** The subject of a message. */
  public enum Kind {
    /** Who attends at the sender. */
    ATTENDANTS(1),
    /** What has changed since in who attends at the sender. */
    ATTENDANCE_CHANGES(2),
    /** The sender wants to be told who attends. */
    ASK_ATTENDANTS(3),
    /** A key is kept out at the sender, or is not any more. */
    HOLD(4),
    /** The sender wants to be told how a node is. */
    ASK_FIGURES(5),
    /** How the sender is. */
    FIGURES(6),
    /** The sender is about to end, and its peers are about to come to other nodes. */
    LEAVING(7),
    /** The sender wants an answer. */
    CALL(8),
    /** What the sender says to a call. */
    ANSWER(9);

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }

    /**
     * Whether it goes before all others that wait: somebody is to be kept out, or what the sender
     * does not say in time nobody will say.
     */
    public boolean isUrgent() {
      return this == HOLD || this == LEAVING;
    }

    private static Optional<Kind> of(byte code) {
      return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
    }
  }

  private final Kind kind;
  private final byte[] body;

  /** A message whose {@code body} is not to be changed any more. */
  public ClusterMessage(Kind kind, byte[] body) {
    if (body.length > LONGEST) {
      throw new IllegalArgumentException(
          "message body of " + body.length + " bytes (at most " + LONGEST + ")");
    }
    this.kind = kind;
    this.body = body;
  }

  /** Reads what {@link #encode} made; empty if it is of a kind or format that is not known here. */
  public static Optional<ClusterMessage> decode(byte[] encoded) {
    if (encoded.length < HEADER || encoded[0] != FORMAT || encoded.length - HEADER > LONGEST) {
      return Optional.empty();
    }
    return Kind.of(encoded[1])
        .map(kind -> new ClusterMessage(kind, Arrays.copyOfRange(encoded, HEADER, encoded.length)));
  }

  /** The bytes of the whole message. */
  public byte[] encode() {
    byte[] encoded = new byte[HEADER + body.length];
    encoded[0] = FORMAT;
    encoded[1] = kind.code;
    System.arraycopy(body, 0, encoded, HEADER, body.length);
    return encoded;
  }

  /** What it is about. */
  public Kind kind() {
    return kind;
  }

  /** Not to be changed. */
  public byte[] body() {
    return body;
  }

  @Override
  public String toString() {
    return kind + " of " + body.length + " bytes";
  }
}
