package alcove.tunnel.boxstream;

import alcove.crypto.Crypto;
import alcove.fuzz.Choices;
import alcove.tunnel.boxstream.BoxStreamException.Reason;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Boxes of a peer that keeps the rules or breaks them, on a wire that is damaged in at most one
 * byte and ends anywhere; and what a decoder has to make of that.
 */
public final class BoxScript {
  public static final byte[] KEY = filled(32, 0x4b);
  public static final byte[] NONCE = filled(24, 0x2e);

  private final Crypto crypto;
  private byte[] nonce = NONCE;
  private final ByteArrayOutputStream sealed = new ByteArrayOutputStream();
  private final List<Box> boxes = new ArrayList<>();
  private final byte[] wire;

  /** The damaged byte, or -1. */
  private final int damage;

  private final ByteArrayOutputStream bodies = new ByteArrayOutputStream();
  private boolean goodbye;
  private @Nullable Reason fault;

  public BoxScript(Crypto crypto, Choices choices) {
    this.crypto = crypto;
    for (int left = choices.between(0, 8); left > 0; left--) {
      write(choices);
    }
    byte[] all = sealed.toByteArray();
    wire = choices.flag() ? all : Arrays.copyOf(all, choices.between(0, all.length));
    damage = wire.length > 0 && choices.flag() ? choices.between(0, wire.length - 1) : -1;
    if (damage >= 0) {
      wire[damage] ^= (byte) choices.between(1, 255);
    }
    foresee();
  }

  /** What is on the wire. */
  public byte[] wire() {
    return wire.clone();
  }

  byte[] expectedBodies() {
    return bodies.toByteArray();
  }

  boolean expectedGoodbye() {
    return goodbye;
  }

  @Nullable Reason expectedReason() {
    return fault;
  }

  private void write(Choices choices) {
    int start = sealed.size();
    if (choices.between(0, 7) == 0) {
      boxes.add(new Box(start, true, 0, 0, 0));
      sealHeader(new byte[BoxEncoder.HEADER_PLAIN], takeNonce());
      takeNonce();
      return;
    }
    int length = choices.of(choices.between(0, 40), choices.between(0, BoxEncoder.MAX_BODY));
    int announced = choices.flag() ? length : choices.between(0, 0xffff);
    int value = choices.between(0, 255);
    boxes.add(new Box(start, false, length, announced, value));
    forge(filled(length, value), announced);
  }

  /** A box that our encoder refuses to make: of any body, with any length in its header. */
  private void forge(byte[] body, int announced) {
    var header = new byte[BoxEncoder.HEADER_PLAIN];
    byte[] headerNonce = takeNonce();
    byte[] sealedBody = body.clone();
    crypto.seal(body, 0, body.length, sealedBody, 0, header, BoxEncoder.BODY_MAC, takeNonce(), KEY);
    header[0] = (byte) (announced >>> 8);
    header[1] = (byte) announced;
    sealHeader(header, headerNonce);
    sealed.writeBytes(sealedBody);
  }

  private byte[] takeNonce() {
    byte[] taken = nonce;
    nonce = new BigInteger(taken).add(BigInteger.ONE).toByteArray();
    return taken;
  }

  private void sealHeader(byte[] plain, byte[] headerNonce) {
    var box = new byte[BoxEncoder.HEADER];
    crypto.seal(plain, 0, plain.length, box, Crypto.MAC, box, 0, headerNonce, KEY);
    sealed.writeBytes(box);
  }

  /** What the decoder does, said without a decoder. */
  private void foresee() {
    for (Box box : boxes) {
      if (goodbye) {
        fault = wire.length > box.start ? Reason.AFTER_GOODBYE : null;
        return;
      }
      if (wire.length < box.bodyStart()) {
        return;
      }
      fault = faultOf(box);
      goodbye = box.goodbye && fault == null;
      if (fault != null || (!goodbye && wire.length < box.end())) {
        return;
      }
      bodies.writeBytes(filled(box.length, box.value));
    }
  }

  private @Nullable Reason faultOf(Box box) {
    if (damage >= box.start && damage < box.bodyStart()) {
      return Reason.BAD_HEADER;
    }
    if (box.announced > BoxEncoder.MAX_BODY) {
      return Reason.BODY_TOO_LONG;
    }
    boolean damaged = damage >= box.bodyStart() && damage < box.end();
    if (wire.length >= box.end() && (damaged || box.announced != box.length)) {
      return Reason.BAD_BODY;
    }
    return null;
  }

  private static byte[] filled(int length, int value) {
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** One box that says it has {@code announced} bytes, and was sealed over {@code length}. */
  private record Box(int start, boolean goodbye, int length, int announced, int value) {
    int bodyStart() {
      return start + BoxEncoder.HEADER;
    }

    /** Where the decoder thinks it ends. */
    int end() {
      return bodyStart() + announced;
    }
  }
}
