package alcove.store.goroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoTimeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2021-05-11 09:41:07                                    | 2021-05-11T09:41:07Z",
        "2021-05-11 09:41:07.123456789+00:00                    | 2021-05-11T09:41:07.123456789Z",
        "2021-05-11 09:41:07+00:00                              | 2021-05-11T09:41:07Z",
        "2021-05-11 09:41:07.5+02:00                            | 2021-05-11T07:41:07.5Z",
        "2021-05-11 09:41:07.123456789 +0000 UTC                | 2021-05-11T09:41:07.123456789Z",
        "2021-05-11 09:41:07.12 +0000 UTC m=+12.345678901       | 2021-05-11T09:41:07.12Z",
        "2021-05-11 09:41:07 +0200 CEST m=-0.5                  | 2021-05-11T07:41:07Z",
        "2021-05-11 09:41:07.1 -0330 -0330                      | 2021-05-11T13:11:07.1Z",
        "2021-05-11T09:41:07Z                                   | 2021-05-11T09:41:07Z",
      })
  void parse_eachDriversForm_isTheSameMoment(String text, Instant moment) {
    assertThat(GoTime.parse(text)).contains(moment);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "1620726067",
        "2021-05-11",
        "2021-02-30 09:41:07",
        "2021-05-11 25:41:07",
        "2021-05-11 09:41:07 +9900 UTC",
        "2021-05-11 09:41:07 +0000 UTC and more",
      })
  void parse_anythingElse_isNoMoment(String text) {
    assertThat(GoTime.parse(text)).isEmpty();
  }
}
