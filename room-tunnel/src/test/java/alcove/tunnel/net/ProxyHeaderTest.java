package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import alcove.address.IpAddress;
import alcove.tunnel.net.ProxyHeader.MalformedHeaderException;
import alcove.tunnel.testing.Fragmentation;
import alcove.tunnel.testing.ProxyHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyHeaderTest {
  private static final byte[] HELLO = {1, 2, 3, 4, 5};

  @Test
  void header_ofPeer_namesItHoweverItIsCut() throws Exception {
    for (var address : new String[] {"192.0.2.1", "2001:db8:0:0:0:0:0:1"}) {
      var whole = concat(ProxyHeaders.of(address), HELLO);
      for (var cut : Fragmentation.cuts(whole).toList()) {
        var header = new ProxyHeader();
        assertThat(behind(header, cut.pieces())).as(cut.name()).isEqualTo(HELLO);
        assertThat(header.source()).map(IpAddress::toString).contains(address);
        assertThat(header.isLocal()).isFalse();
      }
    }
  }

  /** As HAProxy 2.6 writes it, with "send-proxy-v2" and a checksum extension. */
  @Test
  void header_withExtensions_skipsThem() throws Exception {
    var whole =
        HexFormat.of()
            .parseHex(
                "0d0a0d0a000d0a515549540a"
                    + "21110013"
                    + "c0000201c63364011267"
                    + "1f48"
                    + "030004a1b2c3d4");
    for (var cut : Fragmentation.cuts(concat(whole, HELLO)).toList()) {
      var header = new ProxyHeader();
      assertThat(behind(header, cut.pieces())).as(cut.name()).isEqualTo(HELLO);
      assertThat(header.source()).map(IpAddress::toString).contains("192.0.2.1");
    }
  }

  @Test
  void header_ofLongestExtensions_isReadWithoutKeepingThem() throws Exception {
    var header = new ProxyHeader();
    var whole = ProxyHeaders.of(ProxyHeaders.PROXY, ProxyHeaders.TCP_IPV4, new byte[65_535]);

    assertThat(behind(header, List.of(concat(whole, HELLO)))).isEqualTo(HELLO);
    assertThat(header.source()).map(IpAddress::toString).contains("0.0.0.0");
  }

  @Test
  void header_ofTheProxyItself_namesNobody() throws Exception {
    for (var whole :
        List.of(
            ProxyHeaders.of(ProxyHeaders.LOCAL, 0, new byte[0]),
            ProxyHeaders.of(ProxyHeaders.LOCAL, ProxyHeaders.TCP_IPV4, new byte[12]),
            ProxyHeaders.of(ProxyHeaders.LOCAL, 0xff, new byte[3]))) {
      var header = new ProxyHeader();
      assertThat(behind(header, List.of(concat(whole, HELLO)))).isEqualTo(HELLO);
      assertThat(header.isLocal()).isTrue();
      assertThat(header.source()).isEmpty();
    }
  }

  @Test
  void header_ofPeerWithoutIpAddress_namesNobody() throws Exception {
    for (var whole :
        List.of(
            ProxyHeaders.of(ProxyHeaders.PROXY, 0, new byte[0]),
            ProxyHeaders.of(ProxyHeaders.PROXY, 0, new byte[20]),
            ProxyHeaders.of(ProxyHeaders.PROXY, 0x31, new byte[216]))) {
      var header = new ProxyHeader();
      assertThat(behind(header, List.of(concat(whole, HELLO)))).isEqualTo(HELLO);
      assertThat(header.isLocal()).isFalse();
      assertThat(header.source()).isEmpty();
    }
  }

  @Test
  void header_thatIsCutShort_isNotComplete() throws Exception {
    for (var beginning : Fragmentation.truncations(ProxyHeaders.of("192.0.2.1")).toList()) {
      assertThat(new ProxyHeader().read(Unpooled.wrappedBuffer(beginning))).isFalse();
    }
  }

  @Test
  void header_thatIsNone_isRefusedAtItsFirstWrongByte() {
    var right = ProxyHeaders.of("192.0.2.1");
    for (int at = 0; at < 12; at++) {
      var wrong = Arrays.copyOf(right, at + 1);
      wrong[at] ^= 1;
      assertRefused(wrong, "no signature of PROXY protocol version 2");
    }
    assertRefused(ProxyHeaders.text("192.0.2.1"), "no signature of PROXY protocol version 2");
    assertRefused(new byte[] {'P'}, "no signature of PROXY protocol version 2");
  }

  @Test
  void header_withUnknownParts_isRefused() {
    assertRefused(ProxyHeaders.of(0x11, 0x11, new byte[12]), "version 1, command 1");
    assertRefused(ProxyHeaders.of(0x31, 0x11, new byte[12]), "version 3, command 1");
    assertRefused(ProxyHeaders.of(0x22, 0x11, new byte[12]), "version 2, command 2");
    assertRefused(ProxyHeaders.of(0x21, 0x12, new byte[12]), "family and transport 18");
    assertRefused(ProxyHeaders.of(0x21, 0x41, new byte[12]), "family and transport 65");
  }

  @Test
  void header_tooShortForItsAddresses_isRefused() {
    assertRefused(ProxyHeaders.of(0x21, 0x11, new byte[11]), "11 bytes (at least 12)");
    assertRefused(ProxyHeaders.of(0x21, 0x21, new byte[35]), "35 bytes (at least 36)");
  }

  private static void assertRefused(byte[] bytes, String message) {
    assertThatExceptionOfType(MalformedHeaderException.class)
        .isThrownBy(() -> new ProxyHeader().read(Unpooled.wrappedBuffer(bytes)))
        .withMessageContaining(message);
  }

  /** What follows the header. */
  private static byte[] behind(ProxyHeader header, List<byte[]> pieces)
      throws MalformedHeaderException {
    ByteBuf behind = Unpooled.buffer();
    for (byte[] piece : pieces) {
      ByteBuf bytes = Unpooled.wrappedBuffer(piece);
      boolean complete = header.read(bytes);
      assertThat(complete || !bytes.isReadable()).isTrue();
      behind.writeBytes(bytes);
    }
    return ByteBufUtil.getBytes(behind);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(first, second));
  }
}
