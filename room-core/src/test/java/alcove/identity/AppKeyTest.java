package alcove.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AppKeyTest {
  @Test
  void main_isTheKeyOfTheMainNetwork() throws Exception {
    assertThat(HexFormat.of().formatHex(AppKey.MAIN.bytes()))
        .isEqualTo("d4a1cb88a66f02f8db635ce26441cc5dac1b08420ceaac230839b755845a9ffb");
    assertThat(AppKey.parse("1KHLiKZvAvjbY1ziZEHMXawbCEIM6qwjCDm3VYRan/s=")).isEqualTo(AppKey.MAIN);
  }

  @Test
  void parse_notBase64Of32Bytes_isMalformed() {
    assertThatThrownBy(() -> AppKey.parse("AAAA"))
        .isInstanceOf(MalformedException.class)
        .hasMessage("\"AAAA\" is not the Base64 of a 32-byte app key");
  }
}
