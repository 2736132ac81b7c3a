package alcove.address;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.Choices;
import alcove.fuzz.FuzzTarget;
import alcove.identity.FeedId;
import alcove.identity.HostAndPort;
import alcove.identity.MalformedException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What proxies and browsers say of addresses: none, or one that is read as it is written. */
class NetworkAddressFuzzTest extends FuzzTarget {
  private static final TrustedProxies TRUSTED = trusted();
  private static final PublicAddress ROOM =
      new PublicAddress(
          FeedId.of(new byte[32]),
          WebOrigin.https("room.example"),
          Optional.of("room.example"),
          new HostAndPort("room.example", 8008),
          new HostAndPort("room.example", 443),
          false);

  private static TrustedProxies trusted() {
    try {
      return TrustedProxies.parse("127.0.0.0/8,::1,10.0.0.0/8,fd00::/8");
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected void test(byte[] input) throws Exception {
    String text = new String(input, UTF_8);
    Optional<IpAddress> address = IpAddress.parse(text);
    if (address.isPresent()) {
      assertThat(IpAddress.parse(address.get().toString())).isEqualTo(address);
      assertThat(address.get().limitKey()).isNotEmpty();
    }
    readNetwork(text);
    readOrigin(text);
    readHost(text);
    readHops(new Choices(input));
  }

  private static void readNetwork(String text) throws MalformedException {
    IpNetwork network;
    try {
      network = IpNetwork.parse(text);
    } catch (MalformedException refused) {
      return;
    }
    assertThat(IpNetwork.parse(network.toString())).isEqualTo(network);
    assertThat(network.contains(network.address())).isTrue();
  }

  private static void readOrigin(String text) throws MalformedException {
    WebOrigin origin;
    try {
      origin = WebOrigin.parse(text);
    } catch (MalformedException refused) {
      return;
    }
    assertThat(WebOrigin.parse(origin.toString())).isEqualTo(origin);
  }

  private static void readHost(String text) {
    String host = text.toLowerCase(Locale.ROOT);
    boolean isMain = ROOM.isMainHost(host, Optional.empty());
    assertThat(isMain).isEqualTo(host.equals("room.example") || host.equals("room.example."));
    ROOM.aliasIn(host)
        .ifPresent(
            alias -> {
              assertThat(alias).matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
              assertThat(host).startsWith(alias + ".room.example");
            });
    assertThat(ROOM.isWww(host) && isMain).isFalse();
  }

  private static void readHops(Choices choices) {
    String socket = choices.of("10.0.0.1", "127.0.0.1", "::1", "192.0.2.1", "fe80::1%eth0", "");
    List<String> lines = new String(choices.rest(), UTF_8).lines().toList();
    ClientAddress client = TRUSTED.client(socket, lines);
    boolean believed = TRUSTED.isTrusted(TRUSTED.direct(socket)) && !lines.isEmpty();
    assertThat(client.direct()).isEqualTo(!believed);
    if (!believed) {
      assertThat(client).isEqualTo(TRUSTED.direct(socket));
    }
  }
}
