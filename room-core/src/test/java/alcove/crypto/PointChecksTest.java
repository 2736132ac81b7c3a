package alcove.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.Vectors.Vector;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What is refused before a library is asked, whatever that library would say: each of these checks
 * stands on its own here.
 */
class PointChecksTest {
  private static final Pattern MALFORMED =
      Pattern.compile("S-.*|(R|key)-small-.*|(R|key)-minus-zero|(R|key)-not-canonical.*");

  private static List<String> names(boolean wellFormed) {
    return Vectors.read("ed25519-edges.txt").stream()
        .filter(v -> PointChecks.isWellFormed(v.bytes(2), v.bytes(4)) == wellFormed)
        .map(v -> v.text(1))
        .toList();
  }

  @Test
  void edges_thatAreMalformed_areRefusedWithoutALibrary() {
    assertThat(names(false))
        .hasSizeGreaterThan(45)
        .containsExactlyElementsOf(
            Vectors.read("ed25519-edges.txt").stream()
                .map(v -> v.text(1))
                .filter(MALFORMED.asMatchPredicate())
                .toList());
  }

  @Test
  void edges_thatALibraryHasToJudge_areWellFormed() {
    assertThat(names(true)).contains("honest", "S", "other-message", "R-off-by-order-2");
  }

  @Test
  void lengths_otherThanTheirOwn_areRefused() {
    Vector honest = Vectors.read("ed25519-edges.txt").getFirst();
    byte[] key = honest.bytes(2);
    byte[] signature = honest.bytes(4);

    assertThat(PointChecks.isWellFormed(key, signature)).isTrue();
    for (int length : new int[] {0, 31, 33}) {
      assertThat(PointChecks.isWellFormed(Arrays.copyOf(key, length), signature)).isFalse();
    }
    for (int length : new int[] {0, 63, 65}) {
      assertThat(PointChecks.isWellFormed(key, Arrays.copyOf(signature, length))).isFalse();
    }
  }
}
