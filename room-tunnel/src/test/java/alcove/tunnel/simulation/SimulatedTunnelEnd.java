package alcove.tunnel.simulation;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One end of a tunnel as its peer has it: what it has sent, and what of the other end's it has got.
 *
 * <p>What an end sends tells which end that is and where in the stream it belongs: the first eight
 * binary bytes are its mark, and each later one follows from the mark and its position; a string or
 * JSON body names mark, number and position. So whoever gets it sees what is lost, doubled or out
 * of order, and which two ends the room has joined.
 */
final class SimulatedTunnelEnd implements Heard {
  /** How one direction is over. */
  enum End {
    NONE,
    CLEAN,
    ERROR
  }

  private static final int MARK = Long.BYTES;

  private final SimulatedPeer peer;
  private final int number;
  private final boolean isCaller;
  private final FeedId other;
  private final long mark;
  private final World world;
  private final TunnelBooks all;

  private final long openedAt;

  private final int openedInRest;
  private final long openedInStep;
  private int overInRest = Integer.MAX_VALUE;

  private long sent;
  private int sentBodies;
  private long bodyBytes;
  private int answeredInRest = Integer.MAX_VALUE;
  private End sentEnd = End.NONE;

  private final ByteBuf head = Unpooled.buffer(MARK);
  private @Nullable SimulatedTunnelEnd partner;
  private long received;
  private int receivedBodies;
  private End gotEnd = End.NONE;

  /** What may have broken it that neither end has done. */
  private @Nullable String excuse;

  /**
   * @param number the request number of what it sends
   * @param other who is at the other end
   */
  SimulatedTunnelEnd(
      TunnelBooks all, SimulatedPeer peer, int number, boolean caller, FeedId other, long mark) {
    this.all = all;
    this.world = peer.world();
    this.peer = peer;
    this.number = number;
    this.isCaller = caller;
    this.other = other;
    this.mark = mark;
    this.openedAt = world.now();
    this.openedInRest = world.rests();
    this.openedInStep = world.steps();
    if (world.isTraced()) {
      world.note(this + " begins, with " + peer.room().nameOf(other));
    }
  }

  SimulatedPeer peer() {
    return peer;
  }

  boolean isCaller() {
    return isCaller;
  }

  FeedId other() {
    return other;
  }

  long mark() {
    return mark;
  }

  int number() {
    return number;
  }

  long openedAt() {
    return openedAt;
  }

  int openedInRest() {
    return openedInRest;
  }

  long openedInStep() {
    return openedInStep;
  }

  @Nullable SimulatedTunnelEnd partner() {
    return partner;
  }

  End sentEnd() {
    return sentEnd;
  }

  End gotEnd() {
    return gotEnd;
  }

  boolean hasSentNothing() {
    return sent == 0 && sentBodies == 0;
  }

  boolean hasReceivedNothing() {
    return received == 0 && receivedBodies == 0 && !head.isReadable();
  }

  long sent() {
    return sent;
  }

  /** With string and JSON bodies. */
  long sentInAll() {
    return sent + bodyBytes;
  }

  long received() {
    return received;
  }

  /** Whether it has got all that {@code source} has sent. */
  boolean hasAllOf(SimulatedTunnelEnd source) {
    return received == source.sent
        && receivedBodies == source.sentBodies
        && (!head.isReadable() || partner == source);
  }

  boolean isOpen() {
    return sentEnd == End.NONE && gotEnd == End.NONE;
  }

  /** Whether the room may still count it, at the time of the rest with that number. */
  boolean mayCount(int rest) {
    return overInRest >= rest && !peer.isForgottenBy(rest);
  }

  /** The same of the whole tunnel, whose caller's end this is. */
  boolean mayCountInAll(int rest) {
    SimulatedTunnelEnd target = partner;
    return mayCount(rest) || (target == null ? peer.room().isBehind(other) : target.mayCount(rest));
  }

  /** Whether the room may still hold something for its peer. */
  boolean mayBeHeldFor() {
    return mayCount(world.rests());
  }

  /** Whether the room may still count it among those that are not answered. */
  boolean mayBePending(int rest) {
    return mayCountInAll(rest) && answeredInRest >= rest;
  }

  @Nullable String excuse() {
    return excuse;
  }

  void excuse(String why) {
    excuse = why;
  }

  // Sending.

  void sendBytes(int most) {
    int length = sent == 0 ? Math.max(MARK, most) : most;
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = byteAt(sent + i);
    }
    sent += length;
    peer.line().send(PacketHeader.flags(BodyType.BINARY, true, false), number, bytes);
  }

  void sendBody(BodyType type, int length) {
    String text = Long.toHexString(mark) + " " + sentBodies + " " + sent + " ";
    text += "t".repeat(Math.max(0, length - text.length()));
    if (type == BodyType.JSON) {
      text = "\"" + text + "\"";
    }
    sentBodies++;
    bodyBytes += text.length();
    peer.line()
        .send(PacketHeader.flags(type, true, false), number, text.getBytes(StandardCharsets.UTF_8));
  }

  private void noteAnswer() {
    if (answeredInRest == Integer.MAX_VALUE) {
      answeredInRest = world.rests();
    }
  }

  void end(End how) {
    if (sentEnd == End.NONE) {
      sentEnd = how;
      String body = how == End.CLEAN ? "true" : "{\"name\":\"Error\",\"message\":\"enough\"}";
      if (world.isTraced()) {
        world.note(this + " ends: " + how);
      }
      peer.line()
          .send(
              PacketHeader.flags(BodyType.JSON, true, true),
              number,
              body.getBytes(StandardCharsets.UTF_8));
    }
  }

  private byte byteAt(long position) {
    return position < MARK
        ? (byte) (mark >>> (8 * (MARK - 1 - position)))
        : (byte) ((mark >>> (8 * (position & 7))) + position * 31 + (position >> 8) * 7);
  }

  // Receiving.

  @Override
  public void receive(BodyType type, byte[] body) {
    noteAnswer();
    if (gotEnd != End.NONE) {
      world.violate(this + " got data behind the end");
    } else if (type == BodyType.BINARY) {
      receiveBytes(body);
    } else {
      receiveBody(type, new String(body, StandardCharsets.UTF_8));
    }
  }

  private void receiveBytes(byte[] body) {
    int at = 0;
    while (received < MARK && at < body.length) {
      head.writeByte(body[at++]);
      received++;
      if (received == MARK) {
        join(head.getLong(0));
      }
    }
    SimulatedTunnelEnd source = partner;
    if (at == body.length || source == null) {
      return;
    }
    for (; at < body.length; at++, received++) {
      if (body[at] != source.byteAt(received)) {
        world.violate(this + " got another byte than was sent, at position " + received);
        return;
      }
    }
    if (received > source.sent) {
      world.violate(this + " got more than was sent");
    }
  }

  private void receiveBody(BodyType type, String text) {
    String[] parts = text.replace("\"", "").split(" ", -1);
    long from = Long.parseUnsignedLong(parts[0], 16);
    join(from);
    if (Integer.parseInt(parts[1]) != receivedBodies || Long.parseLong(parts[2]) != received) {
      world.violate(this + " got a body out of order: " + parts[0] + " " + parts[1]);
    }
    if ((type == BodyType.JSON) != text.startsWith("\"")) {
      world.violate(this + " got a body of another type");
    }
    receivedBodies++;
  }

  /** What comes is from the end with that mark. */
  private void join(long from) {
    SimulatedTunnelEnd source = all.find(from);
    if (source == null) {
      world.violate(this + " got what nobody has sent");
    } else if (partner != source) {
      joinTo(source);
    }
  }

  private void joinTo(SimulatedTunnelEnd source) {
    boolean fits =
        source.isCaller != isCaller
            && source.peer.id().equals(other)
            && peer.id().equals(source.other)
            && (partner == null || partner == source)
            && (source.partner == null || source.partner == this);
    if (!fits) {
      world.violate(this + " got what " + source + " has sent");
      return;
    }
    partner = source;
    source.partner = this;
  }

  @Override
  public void receiveEnd(@Nullable String error) {
    if (gotEnd != End.NONE) {
      world.violate(this + " got a second end");
      return;
    }
    gotEnd = error == null ? End.CLEAN : End.ERROR;
    overInRest = world.rests();
    if (world.isTraced()) {
      world.note(this + " got an end: " + (error == null ? "clean" : error));
    }
    if (sentEnd != End.NONE) {
      return;
    }
    if (error == null) {
      requireWhole();
    } else {
      all.requireCause(this, error);
    }
  }

  /** A clean end that we did not ask for is the other's, behind all that it has sent. */
  private void requireWhole() {
    SimulatedTunnelEnd source = partner;
    if (source == null) {
      source = all.endedWithoutData(this);
      if (source == null) {
        world.violate(this + " got an end that nobody has sent");
        return;
      }
      joinTo(source);
    }
    if (source.sentEnd != End.CLEAN || !hasAllOf(source)) {
      world.violate(
          "%s got a clean end behind %s of %s bytes and %s of %s bodies of %s, which has ended %s"
              .formatted(
                  this,
                  received,
                  source.sent,
                  receivedBodies,
                  source.sentBodies,
                  source,
                  source.sentEnd));
    }
  }

  @Override
  public String toString() {
    return "%s of tunnel %s of %s".formatted(isCaller ? "caller" : "target", number, peer);
  }
}
