package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import alcove.address.TrustedProxies;
import alcove.identity.MalformedException;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.splice.FlowLimits;
import alcove.tunnel.splice.Tunnels;
import alcove.tunnel.testing.ProxyHeaders;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.ShortLimits;
import alcove.tunnel.testing.TestRoom;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers that come to the SSB port through a proxy which says where they come from. */
class ProxyProtocolTest {
  private static final TunnelServer.Limits TWO_PER_ADDRESS =
      new TunnelServer.Limits(
          new ConnectionLimiter.Limits(4096, 10_000, 2, 4, 64),
          Tunnels.Quota.DEFAULT,
          FlowLimits.ofThisMachine(),
          ShortLimits.DEADLINES);

  private TestRoom room = open("127.0.0.0/8");

  private static TestRoom open(String trusted) {
    try {
      var door = new PeerServer.TcpDoor("127.0.0.1", 0, TrustedProxies.parse(trusted), true);
      return TestRoom.open(TWO_PER_ADDRESS, door);
    } catch (MalformedException wrong) {
      throw new AssertionError(wrong);
    }
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void peer_behindProxy_isWelcome() throws IOException {
    for (var source : new String[] {"192.0.2.1", "2001:db8::1"}) {
      try (RawPeer peer = RawPeer.connectThroughProxy(room, ProxyHeaders.of(source))) {
        assertThat(peer.call("whoami", "[]")).contains(room.id().toString());
      }
    }
    await().untilAsserted(() -> assertThat(room.server().sockets()).isZero());
  }

  @Test
  void header_byteByByte_isReadBeforeTheHandshake() throws IOException {
    try (RawPeer peer = RawPeer.connectThroughSlowProxy(room, ProxyHeaders.of("192.0.2.1"))) {
      assertThat(peer.call("whoami", "[]")).contains(room.id().toString());
    }
  }

  @Test
  void limits_applyToTheAddressThatTheProxyNames() throws IOException {
    try (RawPeer first = connectFrom("192.0.2.1");
        RawPeer second = connectFrom("192.0.2.1")) {
      assertThatIOException().isThrownBy(() -> connectFrom("192.0.2.1"));
      assertThat(room.server().closed(CloseReason.TOO_MANY)).isEqualTo(1);

      try (RawPeer other = connectFrom("192.0.2.2")) {
        assertThat(other.call("whoami", "[]")).isNotEmpty();
      }
      assertThat(first.call("whoami", "[]")).isNotEmpty();
      assertThat(second.call("whoami", "[]")).isNotEmpty();
    }
    await().untilAsserted(() -> assertThat(room.server().sockets()).isZero());
    connectFrom("192.0.2.1").close();
  }

  @Test
  void changesOfTheRegistry_haveALimitByTheAddressThatTheProxyNames() throws IOException {
    for (int i = 0; i < 60; i++) {
      try (RawPeer peer = connectFrom("192.0.2.1")) {
        assertThat(peer.refused("room.revokeAlias", "[\"nobody\"]")).doesNotContain("too many");
        assertThat(peer.call("invite.use", "[]")).isEqualTo("true");
      }
      await().untilAsserted(() -> assertThat(room.server().sockets()).isZero());
    }

    try (RawPeer fresh = connectFrom("192.0.2.1");
        RawPeer elsewhere = connectFrom("192.0.2.2")) {
      assertThat(fresh.refused("invite.use", "[]"))
          .isEqualTo("invite.use: too many changes in a short time, try again later");
      assertThat(elsewhere.call("invite.use", "[]")).isEqualTo("true");
      assertThat(elsewhere.call("invite.use", "[]")).isEqualTo("true");
    }
  }

  @Test
  void limits_forIpv6_applyToTheNetwork() throws IOException {
    try (RawPeer first = connectFrom("2001:db8::1");
        RawPeer second = connectFrom("2001:db8::2")) {
      assertThatIOException().isThrownBy(() -> connectFrom("2001:db8::3"));
      try (RawPeer other = connectFrom("2001:db8:0:100::1")) {
        assertThat(other.id()).isNotIn(first.id(), second.id());
      }
    }
  }

  @Test
  void limits_applyAlsoToLoopbackWhenTheProxyNamesIt() throws IOException {
    try (RawPeer first = connectFrom("127.0.0.1");
        RawPeer second = connectFrom("127.0.0.1")) {
      assertThat(first.id()).isNotEqualTo(second.id());
      assertThatIOException().isThrownBy(() -> connectFrom("127.0.0.1"));
    }
  }

  @Test
  void proxyItself_thatLooksWhetherWeLive_isNotLimited() throws IOException {
    byte[] local = ProxyHeaders.of(ProxyHeaders.LOCAL, 0, new byte[0]);
    List<RawPeer> checks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      checks.add(RawPeer.connectThroughProxy(room, local));
    }
    await().untilAsserted(() -> assertThat(room.server().peers()).isEqualTo(5));
    for (RawPeer check : checks) {
      check.close();
    }
  }

  @Test
  void peer_thatIsNoTrustedProxy_isClosedUnheard() throws IOException {
    room.close();
    room = open("10.0.0.0/8");
    assertThat(isClosedUnheard()).isTrue();
    assertThatIOException().isThrownBy(() -> connectFrom("192.0.2.1"));
    assertThat(room.server().pendingHandshakes()).isZero();
    assertThat(room.server().peers()).isZero();
  }

  @Test
  void anythingElse_isClosedAtOnce() throws IOException {
    byte[] garbage = new byte[64];
    Arrays.fill(garbage, (byte) 7);
    byte[][] all = {
      ProxyHeaders.text("192.0.2.1"),
      "GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII),
      garbage,
      ProxyHeaders.of(0x22, 0x11, new byte[12]),
      ProxyHeaders.of(0x21, 0x11, new byte[3])
    };
    for (byte[] bytes : all) {
      try (Socket socket = RawPeer.silent(room)) {
        socket.getOutputStream().write(bytes);
        assertThat(isOver(socket)).isTrue();
      }
    }
    await()
        .untilAsserted(
            () ->
                assertThat(room.server().closed(CloseReason.BAD_PROXY_HEADER))
                    .isEqualTo(all.length));
    assertThat(room.server().sockets()).isZero();
  }

  @Test
  void silence_beforeWithinOrBehindTheHeader_endsAfterItsDeadline() throws IOException {
    byte[] header = ProxyHeaders.of("192.0.2.1");
    for (int sent : new int[] {0, 5, 20, header.length}) {
      try (Socket socket = RawPeer.silent(room)) {
        socket.getOutputStream().write(header, 0, sent);
        assertThat(isOver(socket)).isTrue();
      }
    }
    assertThat(room.server().closed(CloseReason.HANDSHAKE_TIMEOUT)).isEqualTo(4);
    await().untilAsserted(() -> assertThat(room.server().sockets()).isZero());
  }

  private RawPeer connectFrom(String address) throws IOException {
    return RawPeer.connectThroughProxy(room, ProxyHeaders.of(address));
  }

  /** The reset may come before the socket is even set up. */
  private boolean isClosedUnheard() throws IOException {
    try (Socket socket = RawPeer.silent(room)) {
      return isOver(socket);
    } catch (ConnectException nobodyListens) {
      throw nobodyListens;
    } catch (SocketException reset) {
      return true;
    }
  }

  private static boolean isOver(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }
}
