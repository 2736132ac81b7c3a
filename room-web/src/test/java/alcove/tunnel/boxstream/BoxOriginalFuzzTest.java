package alcove.tunnel.boxstream;

import static alcove.fuzz.KnownDifference.AFTER_GOODBYE;
import static alcove.fuzz.KnownDifference.CUT_AFTER_A_HEADER;
import static alcove.fuzz.KnownDifference.LONG_BOX;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.Choices;
import alcove.fuzz.Cryptos;
import alcove.fuzz.OriginalFuzzTarget;
import alcove.fuzz.Originals;
import alcove.tunnel.boxstream.BoxStreamException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Boxes that are good, damaged or forged, here and as pull-box-stream opens them. */
@EnabledIfEnvironmentVariable(
    named = Originals.VARIABLE,
    matches = ".+",
    disabledReason = Originals.WHY_NOT)
class BoxOriginalFuzzTest extends OriginalFuzzTarget {
  BoxOriginalFuzzTest() {
    super(AFTER_GOODBYE, CUT_AFTER_A_HEADER, LONG_BOX);
  }

  @Override
  protected void test(byte[] input) throws Exception {
    byte[] wire = new BoxScript(Cryptos.FASTEST, new Choices(input)).wire();
    var question = new ByteArrayOutputStream();
    question.writeBytes(BoxScript.KEY);
    question.writeBytes(BoxScript.NONCE);
    question.writeBytes(wire);
    String[] theirs = Originals.ask('B', question.toByteArray()).split("\n", 2);

    var bodies = new ByteArrayOutputStream();
    String end = read(wire, bodies);
    String ours = HexFormat.of().formatHex(bodies.toByteArray());
    if (end.equals(Reason.BODY_TOO_LONG.toString())) {
      differs(LONG_BOX);
      assertThat(theirs[0]).startsWith(ours);
      return;
    }
    if (end.equals(Reason.AFTER_GOODBYE.toString())) {
      differs(AFTER_GOODBYE);
      end = "goodbye";
    }
    assertThat(ours).isEqualTo(theirs[0]);
    if (end.equals("cut") && theirs[1].equals("end")) {
      differs(CUT_AFTER_A_HEADER);
      return;
    }
    assertThat(end).isEqualTo(end(theirs[1]));
  }

  private static String read(byte[] wire, ByteArrayOutputStream bodies) {
    String[] end = {"cut"};
    var receiver =
        new BoxDecoder.Receiver<RuntimeException>() {
          @Override
          public void body(byte[] buffer, int offset, int length) {
            bodies.write(buffer, offset, length);
          }

          @Override
          public void goodbye() {
            end[0] = "goodbye";
          }
        };
    try {
      new BoxDecoder(Cryptos.FASTEST, BoxScript.KEY, BoxScript.NONCE)
          .decode(wire, 0, wire.length, receiver);
      return end[0];
    } catch (BoxStreamException e) {
      return e.reason().toString();
    }
  }

  private static String end(String theirs) {
    return switch (theirs) {
      case "end" -> "goodbye";
      case "invalid header" -> Reason.BAD_HEADER.toString();
      case "invalid packet" -> Reason.BAD_BODY.toString();
      default -> {
        assertThat(theirs).matches("unexpected hangup|stream ended.*");
        yield "cut";
      }
    };
  }
}
