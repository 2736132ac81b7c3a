package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileUseTest {
  private static final long MIB = 1 << 20;

  @Test
  void file_isMostlyDead_whenItIsLargeAndATenthOfItIsInUse() {
    assertThat(new FileUse(16 * MIB, 10).isMostlyDead()).isTrue();
    assertThat(new FileUse(16 * MIB - 1, 10).isMostlyDead()).isFalse();
    assertThat(new FileUse(1000 * MIB, 11).isMostlyDead()).isFalse();
  }

  @Test
  void parts_areTheWhole() {
    FileUse use = new FileUse(1000 * MIB, 7);

    assertThat(use.live()).isEqualTo(70 * MIB);
    assertThat(use.dead()).isEqualTo(930 * MIB);
  }
}
