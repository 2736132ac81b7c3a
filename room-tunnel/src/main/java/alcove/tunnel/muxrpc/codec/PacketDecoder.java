package alcove.tunnel.muxrpc.codec;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into muxrpc packets.
 *
 * <p>Bodies are kept only when the receiver asks for it, in an array that grows with what has
 * arrived rather than with the length that the peer announced; a decoder between two packets holds
 * nothing but its header bytes. After an exception or a goodbye it is dead. Confined to one thread.
 */
public final class PacketDecoder {
  private enum State {
    HEADER,
    BODY,
    DEAD
  }

  private static final int FIRST_GROWTH = 1024;
  private static final byte[] EMPTY = {};

  private final byte[] headerBytes = new byte[PacketHeader.LENGTH];
  private int headerLength;
  private State state = State.HEADER;

  private @Nullable PacketHeader header;
  private PacketReceiver.Treatment treatment = PacketReceiver.Treatment.DISCARD;
  private long remaining;
  private byte[] body = EMPTY;
  private int bodyLength;

  /**
   * Consumes all of {@code in[offset, offset + length)}.
   *
   * @throws PacketException when the bytes are no packets, or follow a goodbye
   * @throws X what {@code receiver} throws
   */
  public <X extends Exception> void decode(
      byte[] in, int offset, int length, PacketReceiver<X> receiver) throws PacketException, X {
    int position = offset;
    int end = offset + length;
    try {
      while (position < end) {
        position =
            switch (state) {
              case HEADER -> decodeHeader(in, position, end, receiver);
              case BODY -> decodeBody(in, position, end, receiver);
              case DEAD ->
                  throw new PacketException(
                      PacketException.Reason.AFTER_END, (end - position) + " bytes after the end");
            };
      }
    } catch (Throwable failure) {
      state = State.DEAD;
      throw failure;
    }
  }

  /** Length of the array held for a body that has begun to arrive: 0 between packets. */
  int buffered() {
    return body.length;
  }

  private <X extends Exception> int decodeHeader(
      byte[] in, int position, int end, PacketReceiver<X> receiver) throws PacketException, X {
    int taken = Math.min(PacketHeader.LENGTH - headerLength, end - position);
    System.arraycopy(in, position, headerBytes, headerLength, taken);
    headerLength += taken;
    if (headerLength == PacketHeader.LENGTH) {
      headerLength = 0;
      beginPacket(receiver);
    }
    return position + taken;
  }

  private <X extends Exception> void beginPacket(PacketReceiver<X> receiver)
      throws PacketException, X {
    if (PacketHeader.isGoodbye(headerBytes, 0)) {
      state = State.DEAD;
      receiver.goodbye();
      return;
    }
    PacketHeader next = PacketHeader.decode(headerBytes, 0);
    treatment = receiver.header(next);
    header = next;
    remaining = next.length();
    if (remaining > 0) {
      state = State.BODY;
    } else if (treatment == PacketReceiver.Treatment.COLLECT) {
      receiver.packet(next, EMPTY);
    }
  }

  private <X extends Exception> int decodeBody(
      byte[] in, int position, int end, PacketReceiver<X> receiver) throws PacketException, X {
    PacketHeader current = Objects.requireNonNull(header);
    int taken = (int) Math.min(remaining, end - position);
    remaining -= taken;
    if (remaining == 0) {
      state = State.HEADER;
    }
    switch (treatment) {
      case DISCARD -> {}
      case STREAM -> receiver.part(current, in, position, taken);
      case COLLECT -> collect(in, position, taken, current, receiver);
    }
    return position + taken;
  }

  private <X extends Exception> void collect(
      byte[] in, int position, int taken, PacketHeader current, PacketReceiver<X> receiver)
      throws X {
    if (remaining == 0 && bodyLength == 0) {
      receiver.packet(current, Arrays.copyOfRange(in, position, position + taken));
      return;
    }
    long whole = bodyLength + taken + remaining;
    if (body.length < bodyLength + taken) {
      long grown = Math.max(bodyLength + taken, Math.max(FIRST_GROWTH, 2L * body.length));
      body = Arrays.copyOf(body, (int) Math.min(whole, grown));
    }
    System.arraycopy(in, position, body, bodyLength, taken);
    bodyLength += taken;
    if (remaining == 0) {
      byte[] complete = body.length == bodyLength ? body : Arrays.copyOf(body, bodyLength);
      body = EMPTY;
      bodyLength = 0;
      receiver.packet(current, complete);
    }
  }
}
