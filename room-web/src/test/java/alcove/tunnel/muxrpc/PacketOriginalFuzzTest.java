package alcove.tunnel.muxrpc;

import static alcove.fuzz.KnownDifference.AFTER_GOODBYE;
import static alcove.fuzz.KnownDifference.BAD_REQUEST_NUMBER;
import static alcove.fuzz.KnownDifference.DEEP_JSON;
import static alcove.fuzz.KnownDifference.DUPLICATE_NAME;
import static alcove.fuzz.KnownDifference.EMPTY_PACKET;
import static alcove.fuzz.KnownDifference.HALF_CHARACTER;
import static alcove.fuzz.KnownDifference.LONG_JSON;
import static alcove.fuzz.KnownDifference.MALFORMED_JSON_ENDS_A_CALL;
import static alcove.fuzz.KnownDifference.NEGATIVE_ZERO;
import static alcove.fuzz.KnownDifference.NO_UTF_8;
import static alcove.fuzz.KnownDifference.UNKNOWN_TYPE_AT_ITS_HEADER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.KnownDifference;
import alcove.fuzz.OriginalFuzzTarget;
import alcove.fuzz.Originals;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.PacketDecoder;
import alcove.tunnel.muxrpc.codec.PacketException;
import alcove.tunnel.muxrpc.codec.PacketException.Reason;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import alcove.tunnel.muxrpc.codec.PacketReceiver;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Any bytes as muxrpc packets with their bodies, here and as packet-stream-codec reads them. */
@EnabledIfEnvironmentVariable(
    named = Originals.VARIABLE,
    matches = ".+",
    disabledReason = Originals.WHY_NOT)
class PacketOriginalFuzzTest extends OriginalFuzzTarget {
  /** What the original says where nothing more comes. */
  private static final String CUT = "end|stream ended.*";

  PacketOriginalFuzzTest() {
    super(
        AFTER_GOODBYE,
        BAD_REQUEST_NUMBER,
        DEEP_JSON,
        DUPLICATE_NAME,
        EMPTY_PACKET,
        HALF_CHARACTER,
        LONG_JSON,
        MALFORMED_JSON_ENDS_A_CALL,
        NEGATIVE_ZERO,
        NO_UTF_8,
        UNKNOWN_TYPE_AT_ITS_HEADER);
  }

  @Override
  protected void test(byte[] input) throws Exception {
    List<String> theirs = Originals.ask('P', input).lines().toList();
    List<Ours> ours = ours(input);
    for (int i = 0; i < theirs.size(); i++) {
      if (!goesOn(ours.get(i), theirs.get(i))) {
        return;
      }
    }
    assertThat(ours).hasSameSizeAs(theirs);
  }

  /** Compares what was read in one place; whether there is something to be compared after it. */
  private boolean goesOn(Ours ours, String theirs) {
    return switch (ours) {
      case Ours.Goodbye(boolean isLast) -> {
        assertThat(theirs).isEqualTo("goodbye");
        if (!isLast) {
          differs(AFTER_GOODBYE);
        }
        yield false;
      }
      case Ours.Refused(Reason reason, boolean isEmpty) -> {
        if (isEmpty && theirs.equals("goodbye")) {
          differs(EMPTY_PACKET);
        } else if (reason == Reason.BAD_REQUEST_NUMBER) {
          differs(BAD_REQUEST_NUMBER);
        } else {
          assertThat(reason).isEqualTo(Reason.UNKNOWN_BODY_TYPE);
          if (theirs.matches(CUT)) {
            differs(UNKNOWN_TYPE_AT_ITS_HEADER);
          } else {
            assertThat(theirs).isEqualTo("unknown message type");
          }
        }
        yield false;
      }
      case Ours.Cut _ -> {
        assertThat(theirs).matches(CUT);
        yield false;
      }
      case Ours.Read(PacketHeader header, byte[] body) -> goesOn(header, body, theirs);
    };
  }

  private boolean goesOn(PacketHeader header, byte[] body, String theirs) {
    if (body.length == 0) {
      assertThat(theirs).isEqualTo("goodbye");
      differs(EMPTY_PACKET);
      return false;
    }
    String front =
        "%s %s %s %s %s "
            .formatted(
                header.requestNumber(),
                header.stream(),
                header.end(),
                header.type().bits(),
                header.length());
    Optional<String> ours = body(header, body);
    if (ours.isEmpty()) {
      return refused(front, body, theirs);
    }
    String all = front + ours.get();
    if (header.type() == BodyType.STRING && !all.equals(theirs) && theirs.startsWith(front)) {
      assertThat(JsonOriginal.whyRefused(body)).hasValue(NO_UTF_8);
      differs(NO_UTF_8);
      return true;
    }
    if (JsonOriginal.isNegativeZero(theirs) && !all.equals(theirs)) {
      differs(NEGATIVE_ZERO);
      all = JsonOriginal.withoutNegativeZero(all);
      theirs = JsonOriginal.withoutNegativeZero(theirs);
    }
    assertThat(all).isEqualTo(theirs);
    return true;
  }

  private boolean refused(String front, byte[] body, String theirs) {
    if (!theirs.startsWith(front)) {
      assertThat(theirs).contains("JSON");
      differs(MALFORMED_JSON_ENDS_A_CALL);
      return false;
    }
    Optional<KnownDifference> why = JsonOriginal.whyRefused(body);
    assertThat(why).as("why we refuse %s", theirs).isPresent();
    differs(why.get());
    return true;
  }

  private static Optional<String> body(PacketHeader header, byte[] body) {
    return switch (header.type()) {
      case BINARY -> Optional.of(HexFormat.of().formatHex(body));
      case STRING -> Optional.of(HexFormat.of().formatHex(new String(body, UTF_8).getBytes(UTF_8)));
      case JSON -> {
        try {
          yield Optional.of(JsonOriginal.written(Json.parse(body)));
        } catch (CallException refused) {
          yield Optional.empty();
        }
      }
    };
  }

  private static List<Ours> ours(byte[] input) {
    var ours = new ArrayList<Ours>();
    int[] at = {0};
    var reader =
        new PacketReceiver<RuntimeException>() {
          @Override
          public Treatment header(PacketHeader header) {
            return Treatment.COLLECT;
          }

          @Override
          public void packet(PacketHeader header, byte[] body) {
            ours.add(new Ours.Read(header, body));
            at[0] += PacketHeader.LENGTH + body.length;
          }

          @Override
          public void part(PacketHeader header, byte[] buffer, int offset, int length) {
            throw new AssertionError("part of " + header);
          }

          @Override
          public void goodbye() {
            ours.add(new Ours.Goodbye(at[0] + PacketHeader.LENGTH == input.length));
          }
        };
    try {
      new PacketDecoder().decode(input, 0, input.length, reader);
      ours.add(new Ours.Cut());
    } catch (PacketException e) {
      boolean isEmpty = ByteBuffer.wrap(input).getInt(at[0] + 1) == 0;
      ours.add(new Ours.Refused(e.reason(), isEmpty));
    }
    return ours;
  }

  /** What our decoder says in one place. */
  private sealed interface Ours {
    @SuppressWarnings("ArrayRecordComponent")
    record Read(PacketHeader header, byte[] body) implements Ours {}

    record Refused(Reason reason, boolean isEmpty) implements Ours {}

    record Goodbye(boolean isLast) implements Ours {}

    record Cut() implements Ours {}
  }
}
