package alcove.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartTest {
  private static final int JAVA_8 = 52;

  @ParameterizedTest
  @CsvSource({"1.8, true", "11, true", "17, true", "24, true", "25, false", "26, false"})
  void java_isOldOrNot(String version, boolean tooOld) {
    assertThat(Start.isTooOld(version)).isEqualTo(tooOld);
  }

  @Test
  void complaint_isOneLineWithWhatIsNeeded() {
    assertThat(Start.complaint("17"))
        .startsWith("alcove: Java 25 or newer is needed, and this is Java 17 (")
        .doesNotContain("\n");
  }

  @Test
  void class_canBeReadByAnOldJava() throws Exception {
    try (var file =
        new DataInputStream(
            Objects.requireNonNull(Start.class.getResourceAsStream("Start.class")))) {
      assertThat(file.readInt()).isEqualTo(0xCAFEBABE);
      file.readUnsignedShort();
      assertThat(file.readUnsignedShort()).isEqualTo(JAVA_8);
    }
  }
}
