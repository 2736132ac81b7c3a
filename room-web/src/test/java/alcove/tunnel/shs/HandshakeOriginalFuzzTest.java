package alcove.tunnel.shs;

import static alcove.fuzz.KnownDifference.ODD_POINT;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.Choices;
import alcove.fuzz.Cryptos;
import alcove.fuzz.OriginalFuzzTarget;
import alcove.fuzz.Originals;
import alcove.tunnel.shs.HandshakeException.Reason;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** A peer that says what it likes, to us and to secret-handshake, which have the same keys. */
@EnabledIfEnvironmentVariable(
    named = Originals.VARIABLE,
    matches = ".+",
    disabledReason = Originals.WHY_NOT)
class HandshakeOriginalFuzzTest extends OriginalFuzzTarget {
  HandshakeOriginalFuzzTest() {
    super(ODD_POINT);
  }

  @Override
  protected void test(byte[] input) throws Exception {
    var script = HandshakeScript.of(new Choices(input));
    List<String> theirs = Originals.ask('H', script.question()).lines().toList();
    List<Object> said = script.said(Cryptos.FASTEST);
    if (said.getLast() == Reason.LOW_ORDER_POINT && script.hasOddPoint()) {
      differs(ODD_POINT);
      return;
    }
    assertThat(said.stream().map(HandshakeOriginalFuzzTest::line).collect(Collectors.toList()))
        .isEqualTo(theirs);
  }

  private static String line(Object said) {
    return switch (said) {
      case Reason _ -> "refused";
      case List<?> keys -> "" + keys.get(0) + keys.get(2);
      default -> said.toString();
    };
  }
}
