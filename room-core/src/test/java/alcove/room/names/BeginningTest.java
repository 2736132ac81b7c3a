package alcove.room.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BeginningTest {
  @Test
  void of_shortText_isAllOfIt() {
    assertThat(Beginning.of("", 1)).isEmpty();
    assertThat(Beginning.of("abc", 3)).isEqualTo("abc");
  }

  @Test
  void of_longText_isCut() {
    assertThat(Beginning.of("abcd", 3)).isEqualTo("abc");
  }

  @Test
  void of_characterOfTwoAtTheEnd_isLeftOutWhole() {
    assertThat(Beginning.of("ab\ud83d\ude00c", 3)).isEqualTo("ab");
    assertThat(Beginning.of("ab\ud83d\ude00c", 4)).isEqualTo("ab\ud83d\ude00");
    assertThat(Beginning.of("\ud83d\ude00", 1)).isEmpty();
  }
}
