package alcove.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import alcove.identity.FeedId;
import alcove.identity.HostAndPort;
import alcove.identity.MalformedException;
import alcove.room.model.AliasForm;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublicAddressTest {
  private static final FeedId ROOM = FeedId.of(new byte[32]);
  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final PublicAddress PUBLIC = at("https://room.example", "room.example", false);
  private static final PublicAddress NAMELESS = at("http://localhost:3000", null, false);

  private static PublicAddress at(String url, @Nullable String domain, boolean insecureHttp) {
    try {
      var site = WebOrigin.parse(url);
      return new PublicAddress(
          ROOM,
          site,
          Optional.ofNullable(domain),
          new HostAndPort("peers.example", 8008),
          site.at(),
          insecureHttp);
    } catch (MalformedException wrong) {
      throw new AssertionError(wrong);
    }
  }

  @Test
  void links_ofDomain_areHttps() {
    assertThat(PUBLIC.landing()).isEqualTo("https://room.example/");
    assertThat(PUBLIC.join("a-b_c")).isEqualTo("https://room.example/join?invite=a-b_c");
    assertThat(PUBLIC.consumeInvite()).isEqualTo("https://room.example/invite/consume");
    assertThat(PUBLIC.setup("a+b")).isEqualTo("https://room.example/setup?token=a%2Bb");
    assertThat(PUBLIC.aliasBySubdomain("bob")).isEqualTo("https://bob.room.example");
    assertThat(PUBLIC.aliasByPath("bob")).isEqualTo("https://room.example/alias/bob");
    assertThat(PUBLIC.alias(AliasForm.SUBDOMAIN, "bob")).isEqualTo("https://bob.room.example");
    assertThat(PUBLIC.alias(AliasForm.PATH, "bob")).isEqualTo("https://room.example/alias/bob");
  }

  @Test
  void links_ofOtherPort_keepIt() {
    var address = at("https://www.room.example:8443/", "room.example", false);

    assertThat(address.consumeInvite()).isEqualTo("https://www.room.example:8443/invite/consume");
    assertThat(address.aliasBySubdomain("bob")).isEqualTo("https://bob.room.example:8443");
    assertThat(address.webSocketAddress()).hasToString("wss://www.room.example:8443~shs:" + KEY);
  }

  @Test
  void links_withoutDomain_areThoseOfThisMachineAndAliasesGoByPath() {
    assertThat(NAMELESS.landing()).isEqualTo("http://localhost:3000/");
    assertThat(NAMELESS.aliasBySubdomain("bob")).isEqualTo("http://localhost:3000/alias/bob");
    assertThat(NAMELESS.webSocketAddress()).hasToString("ws://localhost:3000~shs:" + KEY);
  }

  @Test
  void links_ofIpv6Host_haveBrackets() {
    var address = at("http://[2001:db8::1]:3000", null, true);

    assertThat(address.landing()).isEqualTo("http://[2001:db8:0:0:0:0:0:1]:3000/");
    assertThat(address.webSocketAddress())
        .hasToString("ws://[2001!:db8!:0!:0!:0!:0!:0!:1]:3000~shs:" + KEY);
  }

  @Test
  void addresses_ofPeers_nameWhereTheyAreTold() {
    assertThat(PUBLIC.address()).hasToString("net:peers.example:8008~shs:" + KEY);
    assertThat(PUBLIC.webSocketAddress()).hasToString("wss://room.example~shs:" + KEY);
    assertThat(PUBLIC.inviteCode())
        .hasToString(
            "net:peers.example:8008~shs:" + KEY + ":SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=");
    assertThat(PUBLIC.lines())
        .containsExactly(
            PUBLIC.address().toString(), PUBLIC.webSocketAddress().toString(), PUBLIC.landing());
  }

  @Test
  void secrets_overPlainHttp_stayHereUnlessTheOperatorAllowsIt() {
    assertThat(NAMELESS.keepsSecretsLocal()).isTrue();
    assertThat(NAMELESS.isInsecure()).isFalse();
    var allowed = at("http://192.168.1.2:3000", null, true);
    assertThat(allowed.keepsSecretsLocal()).isFalse();
    assertThat(allowed.isInsecure()).isTrue();
    var https = at("https://room.example", "room.example", true);
    assertThat(https.keepsSecretsLocal()).isFalse();
    assertThat(https.isInsecure()).isFalse();
  }

  @Test
  void aliasIn_labelOfTheDomain_isTheAlias() {
    for (var host :
        new String[] {
          "bob.room.example",
          "BOB.Room.Example",
          "bob.room.example:8443",
          "bob.room.example.",
          "bob.room.example.:443"
        }) {
      assertThat(PUBLIC.aliasIn(host)).as(host).contains("bob");
    }
    assertThat(PUBLIC.aliasIn("0-9.room.example")).contains("0-9");
  }

  @Test
  void aliasIn_anythingElse_isTheMainSite() {
    for (var host :
        new String[] {
          null,
          "",
          ".",
          ":",
          "room.example",
          "room.example:3000",
          "room.example.",
          ".room.example",
          "a.b.room.example",
          "bobroom.example",
          "bob.room.example.evil",
          "bob.roomXexample",
          "-.room.example",
          "b_b.room.example",
          "bob.room.example..",
          "203.0.113.7",
          "[::1]:3000",
          "x".repeat(64) + ".room.example",
          "x".repeat(100_000) + ".room.example"
        }) {
      assertThat(PUBLIC.aliasIn(host)).as(host).isEmpty();
    }
    assertThat(NAMELESS.aliasIn("bob.room.example")).isEmpty();
    var www = at("https://www.room.example", "room.example", false);
    assertThat(www.aliasIn("www.room.example")).isEmpty();
    assertThat(www.aliasIn("bob.room.example")).contains("bob");
  }

  @Test
  void origin_ofUrl_isReadStrictly() throws Exception {
    assertThat(WebOrigin.parse("HTTPS://Room.Example:443")).hasToString("https://room.example");
    assertThat(WebOrigin.parse("http://room.example:443")).hasToString("http://room.example:443");
    assertThat(WebOrigin.parse("http://192.0.2.1/")).hasToString("http://192.0.2.1");
    for (var text :
        new String[] {
          "",
          "room.example",
          "ftp://room.example",
          "https://",
          "https:///",
          "https://room.example/x",
          "https://room.example?x",
          "https://room.example#x",
          "https://u@room.example",
          "https://room.example:0",
          "https://room.example:65536",
          "https://room.example:",
          "https://1.2.3",
          "https://-room.example",
          "https://::1",
          "https://[::g]",
          "https://[fe80::1%lo]",
          "https://room.example//",
          " https://room.example"
        }) {
      assertThatExceptionOfType(MalformedException.class)
          .as(text)
          .isThrownBy(() -> WebOrigin.parse(text));
    }
  }
}
