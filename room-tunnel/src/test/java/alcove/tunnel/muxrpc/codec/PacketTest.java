package alcove.tunnel.muxrpc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PacketTest {
  @Test
  void copyTo_inPieces_givesHeaderAndBody() {
    Packet packet =
        Packet.of(BodyType.JSON, true, true, -2, "true".getBytes(StandardCharsets.UTF_8));

    for (int size = 1; size <= packet.length(); size++) {
      byte[] out = new byte[packet.length()];
      for (int at = 0; at < out.length; at += size) {
        packet.copyTo(at, out, at, Math.min(size, out.length - at));
      }
      assertThat(out).containsExactly(14, 0, 0, 0, 4, 0xff, 0xff, 0xff, 0xfe, 't', 'r', 'u', 'e');
    }
  }

  @Test
  void goodbye_isNineZeroBytes() {
    byte[] out = new byte[9];

    Packet.goodbye().copyTo(0, out, 0, 9);

    assertThat(Packet.goodbye().length()).isEqualTo(9);
    assertThat(out).containsOnly(0);
  }

  @Test
  void of_emptyBody_isOurBug() {
    assertThatThrownBy(() -> Packet.of(BodyType.BINARY, true, false, 1, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("body length 0");
  }
}
