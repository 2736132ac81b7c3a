package alcove.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.identity.MultiserverAddress.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiserverAddressTest {
  private static final String KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
  private static final FeedId ID = FeedId.of(new byte[32]);

  /** The first six are the examples of multiserver-address. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "net:host.com:8008",
        "net:host.com:8008~shs:oaercuhroaecuh",
        "net:host.com:8008~shs:oaercuhroaecuh~gzip",
        "ws://host.com:8008~shs:oaercuhroaecuh~gzip",
        "ws://host.com:8008~shs:oaercuhroaecuh~gzip;net:host.com:8008~shs:oaercuhroaecuh~gzip",
        "shs:::",
        "net:!:!:1:8008~shs:" + KEY,
        "wss://room.example~shs:" + KEY,
        "ab:!!!:!;!~",
        "tunnel:@A.ed25519:@B.ed25519~shs:" + KEY,
      })
  void parseAll_valid_printsTheSame(String text) throws Exception {
    var printed = MultiserverAddress.parseAll(text).stream().map(Object::toString).toList();
    assertThat(String.join(";", printed)).isEqualTo(text);
  }

  /** The first ten are the counterexamples of multiserver-address. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":host.com:8008",
        "1a:host.com:8008",
        "ABC:host.com:8008",
        "a.b:host.com:8008",
        "~:host.com:8008",
        ";:host.com:8008",
        "!:host.com:8008",
        "net:host.com:8008~",
        "net:host.com:8008~~gzip",
        "n:host",
        "net:host.com:8008;",
        "net:a b:1",
        "net:host!",
        "net:ho!st:1",
        "net:h\u00f6st:1",
        "net:host:1\n",
      })
  void parse_invalid_isMalformed(String text) {
    assertThatThrownBy(() -> MultiserverAddress.parse(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void parse_tooLong_isMalformed() {
    assertThatThrownBy(() -> MultiserverAddress.parse("net:" + "a".repeat(2045)))
        .hasMessageEndingWith("of at most 2048 characters");
  }

  @Test
  void parse_severalAddresses_isMalformed() {
    assertThatThrownBy(() -> MultiserverAddress.parse("net:a:1;net:b:2"))
        .hasMessage("\"net:a:1;net:b:2\" is not a single multiserver address");
  }

  @Test
  void parse_escapes_yieldPlainData() throws Exception {
    assertThat(MultiserverAddress.parse("ab:!!!:!;!~:~cd").protocols())
        .containsExactly(new Protocol("ab", List.of("!:;~", "")), new Protocol("cd", List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "net:room.example:8008, room.example, 8008",
    "net:!:!:1:8008, ::1, 8008",
    "net:::1:8008, ::1, 8008",
    "ws://room.example:3000, room.example, 3000",
    "ws:room.example:3000, room.example, 3000",
    "ws://room.example, room.example, 80",
    "wss://room.example/path, room.example, 443",
    "wss://room.example:8443/a:b, room.example, 8443",
    "wss://[!:!:1]:3000, ::1, 3000",
    "wss://[::1]/, ::1, 443",
  })
  void hostAndPort_knownTransport_areFound(String text, String host, int port) throws Exception {
    var address = MultiserverAddress.parse(text + "~shs:" + KEY);
    assertThat(address.host()).hasValue(host);
    assertThat(address.port()).hasValue(port);
    assertThat(address.key()).hasValue(FeedId.parseBase64(KEY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "net:host",
        "net::1",
        "net:host:65536",
        "net:host:+1",
        "net:host:123456",
        "net",
        "ws:",
        "ws://",
        "onion:host:1"
      })
  void hostAndPort_missingOrOdd_areEmpty(String text) throws Exception {
    var address = MultiserverAddress.parse(text);
    assertThat(address.host()).isEmpty();
    assertThat(address.port()).isEmpty();
    assertThat(address.key()).isEmpty();
  }

  @Test
  void net_hostAndKey_printsTheAddress() {
    assertThat(MultiserverAddress.net("room.example", 8008, ID))
        .hasToString("net:room.example:8008~shs:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    assertThat(MultiserverAddress.net("fe80::1", 8008, ID).toString())
        .startsWith("net:fe80!:!:1:8008~shs:");
  }

  @Test
  void webSocket_hostAndPort_printsAUrl() {
    assertThat(MultiserverAddress.ws("room.example", 3000, ID).toString())
        .startsWith("ws://room.example:3000~shs:");
    assertThat(MultiserverAddress.ws("room.example", 80, ID).toString())
        .startsWith("ws://room.example~shs:");
    assertThat(MultiserverAddress.wss("::1", 443, ID).host()).hasValue("::1");
  }

  @Test
  void built_andParsedAgain_areEqual() throws Exception {
    for (var address :
        List.of(
            MultiserverAddress.net("::1", 1, ID),
            MultiserverAddress.wss("::1", 8443, ID),
            MultiserverAddress.ws("a.b", 80, ID),
            MultiserverAddress.tunnel(ID, ID))) {
      assertThat(MultiserverAddress.parse(address.toString()))
          .isEqualTo(address)
          .hasSameHashCodeAs(address);
    }
  }

  @Test
  void tunnel_roomAndTarget_areFound() throws Exception {
    var target = FeedId.parseBase64(KEY);
    var address = MultiserverAddress.tunnel(ID, target);
    assertThat(address).hasToString("tunnel:" + ID + ":" + target + "~shs:" + KEY);
    assertThat(address.portal()).hasValue(ID);
    assertThat(address.target()).hasValue(target);
    assertThat(address.key()).hasValue(target);
    assertThat(address.host()).isEmpty();
    assertThat(address.transport()).isEqualTo("tunnel");
  }
}
