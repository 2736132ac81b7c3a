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
  void packets_withTheSameContent_areEqual_andAnyOtherIsNot() {
    Packet packet = Packet.of(BodyType.BINARY, true, false, 7, new byte[] {1, 2});
    Packet same = Packet.of(BodyType.BINARY, true, false, 7, new byte[] {1, 2});

    assertThat(packet).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(packet)
        .isNotEqualTo(Packet.of(BodyType.STRING, true, false, 7, new byte[] {1, 2}))
        .isNotEqualTo(Packet.of(BodyType.BINARY, true, false, 8, new byte[] {1, 2}))
        .isNotEqualTo(Packet.of(BodyType.BINARY, true, false, 7, new byte[] {1, 3}));
  }

  @Test
  void packet_shown_tellsWhatItIs_andTheBeginningOfItsBody() {
    byte[] body = "x".repeat(65).getBytes(StandardCharsets.UTF_8);

    assertThat(Packet.of(BodyType.STRING, true, false, 7, body))
        .hasToString("Packet[flags=9, length=65, requestNumber=7, body=" + "x".repeat(64) + "]");
  }

  @Test
  void of_emptyBody_isOurBug() {
    assertThatThrownBy(() -> Packet.of(BodyType.BINARY, true, false, 1, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("body length 0");
  }
}
