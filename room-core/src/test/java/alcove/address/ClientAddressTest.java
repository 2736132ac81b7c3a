package alcove.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import alcove.identity.MalformedException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a request comes from, by its socket and by what proxies say. */
class ClientAddressTest {
  private static final TrustedProxies TRUSTED = trust("127.0.0.0/8,::1/128,10.0.0.0/8,fd00::/8");

  private static TrustedProxies trust(String networks) {
    try {
      return TrustedProxies.parse(networks);
    } catch (MalformedException wrong) {
      throw new AssertionError(wrong);
    }
  }

  /** Lines of the header are divided by a bar here. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        // what the header says; who the client is
        "192.0.2.1; 192.0.2.1",
        "192.0.2.1:4711; 192.0.2.1",
        "2001:db8::1; 2001:db8:0:0:0:0:0:1",
        "[2001:db8::1]; 2001:db8:0:0:0:0:0:1",
        "[2001:db8::1]:4711; 2001:db8:0:0:0:0:0:1",
        "::ffff:192.0.2.1; 192.0.2.1",
        "  192.0.2.1 ; 192.0.2.1",
        // only the right-most that is not trusted was written by a proxy of ours
        "198.51.100.1, 192.0.2.1; 192.0.2.1",
        "198.51.100.1,192.0.2.1,10.0.0.2; 192.0.2.1",
        "198.51.100.1,192.0.2.1, 127.0.0.1 , [fd00::2]:80; 192.0.2.1",
        "198.51.100.1|192.0.2.1; 192.0.2.1",
        "198.51.100.1|192.0.2.1|10.0.0.2,10.0.0.3; 192.0.2.1",
        "127.0.0.1, 192.0.2.1; 192.0.2.1",
        // all of them trusted: the farthest
        "10.0.0.2, 10.0.0.3; 10.0.0.2",
        "127.0.0.1; 127.0.0.1",
        // garbage ends the search at whoever passed it on
        "unknown; 127.0.0.1",
        "192.0.2.1, unknown, 10.0.0.2; 10.0.0.2",
        "192.0.2.1,; 127.0.0.1",
        ",192.0.2.1; 192.0.2.1",
        ",10.0.0.2; 10.0.0.2",
        "192.0.2.1||10.0.0.2; 10.0.0.2",
        "localhost; 127.0.0.1",
        "room.example:80; 127.0.0.1",
        "192.0.2; 127.0.0.1",
        "3221225985; 127.0.0.1",
        "0300.0.2.1; 127.0.0.1",
        "192.0.2.256; 127.0.0.1",
        "192.0.2.1:port; 127.0.0.1",
        "192.0.2.1:123456; 127.0.0.1",
        "[192.0.2.1]:80; 127.0.0.1",
        "[2001:db8::1; 127.0.0.1",
        "[2001:db8::1]x; 127.0.0.1",
        "[]; 127.0.0.1",
        "fe80::1%lo; 127.0.0.1",
        "2001:db8::1::2; 127.0.0.1"
      })
  void client_behindTrustedProxy_isWhoTheHeaderNames(String header, String expected) {
    var client = TRUSTED.client("127.0.0.1", Arrays.asList(header.split("\\|", -1)));

    assertThat(client.address()).map(IpAddress::toString).contains(expected);
    assertThat(client.isLocal()).isFalse();
    assertThat(client.limitKey()).isNotNull();
  }

  @Test
  void client_whoSendsHeaderOfItsOwn_isStillWhoTheProxyNames() {
    for (var forged :
        List.of(
            "127.0.0.1,".repeat(1000),
            "x".repeat(100_000) + ",",
            ",".repeat(100_000),
            "10.0.0.9,")) {
      assertThat(TRUSTED.client("::1", List.of(forged + "192.0.2.1")).address())
          .contains(address("192.0.2.1"));
    }
  }

  @Test
  void client_behindMoreProxiesThanAnybodyHas_isOneOfThem() {
    var header = "192.0.2.1" + ",10.0.0.2".repeat(100);

    assertThat(TRUSTED.client("::1", List.of(header)).address()).contains(address("10.0.0.2"));
  }

  @Test
  void client_onUntrustedSocket_isTheSocketWhateverItSays() {
    var client = TRUSTED.client("192.0.2.1", List.of("198.51.100.1"));

    assertThat(client.address()).contains(address("192.0.2.1"));
    assertThat(client.limitKey()).isEqualTo("c0000201");
    assertThat(TRUSTED.client("192.0.2.1", List.of("127.0.0.1")).isLocal()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "127.9.9.9", "0:0:0:0:0:0:0:1", "10.1.2.3", "fd00:0:0:0:0:0:0:9"})
  void limits_onLoopbackOrProxyWithoutHeader_doNotApply(String socket) {
    assertThat(TRUSTED.client(socket, List.of()).limitKey()).isNull();
  }

  @Test
  void limits_onLoopbackThatIsNoTrustedProxy_doNotApplyEither() {
    assertThat(trust("10.0.0.0/8").client("127.0.0.1", List.of("192.0.2.1")).limitKey()).isNull();
  }

  @Test
  void isLocal_onLoopbackAlone_isTrue() {
    assertThat(TRUSTED.direct("127.0.0.1").isLocal()).isTrue();
    assertThat(TRUSTED.direct("0:0:0:0:0:0:0:1").isLocal()).isTrue();
    assertThat(TRUSTED.direct("10.0.0.1").isLocal()).isFalse();
    assertThat(TRUSTED.direct(null).isLocal()).isFalse();
  }

  @Test
  void limitKey_ofIpv6_isTheNetwork() {
    var key = TRUSTED.direct("2001:db8:1:200:3:4:5:6").limitKey();

    assertThat(key).isEqualTo("20010db8000102");
    assertThat(TRUSTED.direct("2001:db8:1:2ff:ffff:0:0:1").limitKey()).isEqualTo(key);
    assertThat(TRUSTED.direct("2001:db8:1:300:3:4:5:6").limitKey()).isNotEqualTo(key);
    assertThat(TRUSTED.direct("fe80:0:0:0:1:2:3:4%eth0").limitKey()).isEqualTo("fe800000000000");
  }

  @Test
  void limitKey_ofIpv4InIpv6_isThatOfTheIpv4Address() {
    assertThat(TRUSTED.direct("::ffff:192.0.2.1").limitKey())
        .isEqualTo(TRUSTED.direct("192.0.2.1").limitKey());
  }

  @Test
  void limitKey_ofUnknownAddress_isOneForAll() {
    assertThat(TRUSTED.direct(null).limitKey()).isNotNull();
    assertThat(TRUSTED.direct("/run/socket").limitKey()).isEqualTo(TRUSTED.direct(null).limitKey());
  }

  @Test
  void toString_ofClient_hidesTheAddress() {
    assertThat(TRUSTED.direct("192.0.2.1").toString()).doesNotContain("192.0.2.1");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0, 192.0.2.1, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 2001:db8::1, true",
    "192.0.2.0/25, 192.0.2.127, true",
    "192.0.2.0/25, 192.0.2.128, false",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false"
  })
  void network_contains_whatBeginsLikeIt(String network, String text, boolean contained) {
    assertThat(trust(network).contains(address(text))).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "10.0.0.0/8,",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0.0/",
        "10/8",
        "10.0.0.1/8",
        "::1/64",
        "::/129",
        "localhost",
        "10.0.0.0/8 ::1",
        "fe80::%lo/64",
        "10.0.0.0/255.0.0.0",
        "[::1]"
      })
  void network_thatIsNone_isRefused(String text) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> TrustedProxies.parse(text));
  }

  private static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }
}
