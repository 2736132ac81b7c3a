package alcove.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.room.model.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserAgentTest {
  private static final String WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko) ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 | Firefox/linux
          Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0 | Firefox/android
          Mozilla/5.0 (Linux; Android 10; K) *Chrome/142.0.0.0 Mobile Safari/537.36 | Chrome/android
          Mozilla/5.0 (Linux; Android 10; K) *SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36 | Samsung Internet/android
          Mozilla/5.0 (Windows NT 10.0; Win64; x64) *Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0 | Edge/windows
          Mozilla/5.0 (Windows NT 10.0; Win64; x64) *Chrome/142.0.0.0 Safari/537.36 OPR/120.0.0.0 | Opera/windows
          Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) *Version/18.0 Safari/605.1.15 | Safari/macos
          Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) *Version/18.0 Mobile/15E148 Safari/604.1 | Safari/ios
          Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) *FxiOS/140.0 Mobile/15E148 Safari/605.1.15 | Firefox/ios
          Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) *CriOS/142.0.0.0 Mobile/15E148 Safari/604.1 | Chrome/ios
          Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) *Chrome/142.0.0.0 Safari/537.36 | Chrome/
          curl/8.9.1 | /
          Manyverse/0.2409.0 (Android) | /android
          '' | /
          """)
  void device_isNameAndPlatform_andNoMore(String header, String device) {
    assertThat(UserAgent.of(header.replace("*", WEBKIT)).device()).hasToString(device);
  }

  @Test
  void header_thatIsFarTooLong_isReadAtItsBeginningAlone() {
    assertThat(UserAgent.of("x".repeat(100_000) + " Firefox/140.0").device())
        .isEqualTo(Session.Device.UNKNOWN);
  }
}
