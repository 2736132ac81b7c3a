package alcove.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.crypto.CryptoChoice;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomInviteCodeTest {
  private static final String ROOM =
      "net:room.example:8008~shs:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String SEED = "SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=";

  @Test
  void of_address_appendsTheSeed() {
    var address = MultiserverAddress.net("room.example", 8008, FeedId.of(new byte[32]));
    assertThat(new RoomInviteCode(address)).hasToString(ROOM + ":" + SEED);
  }

  @Test
  void parse_code_yieldsTheAddress() throws Exception {
    var code = RoomInviteCode.parse(ROOM + ":" + SEED);
    assertThat(code.address()).hasToString(ROOM);
    assertThat(code).isEqualTo(new RoomInviteCode(code.address()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        SEED,
        ":" + SEED,
        ROOM,
        "net:room.example:8008:" + SEED,
        "net:room.example:8008~shs:AAAA:" + SEED,
        ROOM + ":" + SEED + ":" + SEED,
        ROOM + ";" + ROOM + ":" + SEED,
        ROOM + ":AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
      })
  void parse_anythingElse_isMalformed(String text) {
    assertThatThrownBy(() -> RoomInviteCode.parse(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void of_addressWithoutKey_isABug() throws Exception {
    var address = MultiserverAddress.parse("net:room.example:8008");
    assertThatIllegalArgumentException().isThrownBy(() -> new RoomInviteCode(address));
  }

  @Test
  void guest_hasTheKeyOfTheSeed() throws Exception {
    var crypto = CryptoChoice.JAVA.load();
    var guest = RoomInviteCode.guest(crypto);
    byte[] message = "m".getBytes(StandardCharsets.UTF_8);
    assertThat(guest.sign(crypto, message))
        .isEqualTo(crypto.sign(Base64.getDecoder().decode(SEED), message));
  }
}
