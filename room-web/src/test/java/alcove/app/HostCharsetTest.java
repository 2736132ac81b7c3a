package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostCharsetTest {
  private static final HostCharset UTF_8 = new HostCharset(StandardCharsets.UTF_8, true);
  private static final HostCharset ASCII = new HostCharset(StandardCharsets.US_ASCII, true);

  @Test
  void arguments_thatTheLocaleCanRead_areFine() {
    assertThat(UTF_8.complaint(List.of("räum", "why?"), Map.of("ALCOVE_NAME", "räum"))).isEmpty();
  }

  @Test
  void argument_withReplacements_isRefused() {
    assertThat(ASCII.complaint(List.of("r\uFFFDum"), Map.of()))
        .contains(
            "an argument cannot be read in this locale, whose charset is US-ASCII: set"
                + " LC_ALL=C.UTF-8");
  }

  @Test
  void argument_ofQuestionMarks_isRefusedWhereTheyStandForOtherLetters() {
    assertThat(ASCII.complaint(List.of("r??um"), Map.of())).isPresent();
    assertThat(
            new HostCharset(StandardCharsets.US_ASCII, false).complaint(List.of("why?"), Map.of()))
        .isEmpty();
  }

  @Test
  void variable_withReplacements_isRefused() {
    assertThat(ASCII.complaint(List.of(), Map.of("ALCOVE_NAME", "r\uFFFDum", "OTHER", "\uFFFD")))
        .hasValueSatisfying(line -> assertThat(line).startsWith("ALCOVE_NAME cannot be read"));
    assertThat(ASCII.complaint(List.of(), Map.of("OTHER", "\uFFFD"))).isEmpty();
  }
}
