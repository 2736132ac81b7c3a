package alcove.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class SurprisesTest {
  private final Surprises surprises = new Surprises();

  @Test
  void sameWords_areCounted_whoeverItWas() {
    surprises.add("could not connect to:@" + "A".repeat(43) + "=.ed25519");
    surprises.add("could not connect to:@" + "B".repeat(43) + "=.ed25519");
    assertThat(surprises.counts()).containsExactly(entry("could not connect to:@ID", 2L));
  }

  @Test
  void tooManyDifferentOnes_areOne() {
    for (int i = 0; i < 60; i++) {
      surprises.add("number " + i);
    }
    assertThat(surprises.counts()).hasSize(51).containsEntry("something else", 10L);
  }
}
