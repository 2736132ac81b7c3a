package alcove.tunnel.fuzz;

import alcove.tunnel.boxstream.BoxDecoder;
import alcove.tunnel.boxstream.BoxEncoder;
import alcove.tunnel.boxstream.BoxStream;
import alcove.tunnel.boxstream.BoxStreamException.Reason;
import alcove.tunnel.testing.Choices;
import alcove.tunnel.testing.Cryptos;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Boxes of a peer that keeps the rules or breaks them, on a wire that is damaged in at most one
 * byte and ends anywhere; and what a decoder has to make of that.
 */
final class BoxScript {

  private final BoxStream stream = new BoxStream(Cryptos.java());
  private final List<Box> boxes = new ArrayList<>();
  private final byte[] wire;

  /** The damaged byte, or -1. */
  private final int damage;

  private final ByteArrayOutputStream bodies = new ByteArrayOutputStream();
  private boolean goodbye;
  private @Nullable Reason fault;

  BoxScript(Choices choices) {
    for (int left = choices.between(0, 8); left > 0; left--) {
      write(choices);
    }
    byte[] all = stream.wire();
    wire = choices.flag() ? all : Arrays.copyOf(all, choices.between(0, all.length));
    damage = wire.length > 0 && choices.flag() ? choices.between(0, wire.length - 1) : -1;
    if (damage >= 0) {
      wire[damage] ^= (byte) choices.between(1, 255);
    }
    foresee();
  }

  BoxDecoder decoder() {
    return stream.decoder();
  }

  byte[] wire() {
    return wire;
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
    int start = stream.wire().length;
    if (choices.between(0, 7) == 0) {
      boxes.add(new Box(start, true, 0, 0, 0));
      stream.forgeGoodbye();
      return;
    }
    int length = choices.between(0, BoxEncoder.MAX_BODY);
    int announced = choices.flag() ? length : choices.between(0, 0xffff);
    int value = choices.between(0, 255);
    boxes.add(new Box(start, false, length, announced, value));
    stream.forge(BoxStream.filled(length, value), announced);
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
      bodies.writeBytes(BoxStream.filled(box.length, box.value));
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
