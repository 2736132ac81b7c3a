package alcove.tunnel.splice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.TestPlaces;
import alcove.tunnel.testing.TestRoom;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a tunnel ends on one side, the other learns it once, and keeps its connection. */
@ParameterizedClass(name = "{0}")
@EnumSource
class TunnelEndsTest {
  enum How {
    END,
    ERROR,
    GOODBYE,
    FIN,
    RST;

    private EndReason reason() {
      return switch (this) {
        case END -> EndReason.ENDED;
        case ERROR -> EndReason.BROKEN_OFF;
        case GOODBYE, FIN, RST -> EndReason.PEER_GONE;
      };
    }

    private void by(RawPeer peer, int number) throws IOException {
      switch (this) {
        case END -> peer.send(14, number, "true");
        case ERROR -> peer.send(14, number, "{\"message\":\"my address is 192.0.2.1\"}");
        case GOODBYE -> {
          peer.sendBytes(new byte[9]);
          peer.sendBoxGoodbye();
        }
        case FIN -> peer.close();
        case RST -> peer.reset();
      }
    }
  }

  private final TestPlaces places;
  private final TestRoom room;
  private RawPeer alice;
  private RawPeer bob;

  TunnelEndsTest(TestPlaces.Placement placement) {
    places = TestPlaces.open(placement);
    room = places.callers();
  }

  @BeforeEach
  void connect() throws IOException {
    alice = RawPeer.connect(room);
    bob = RawPeer.connect(places.targets()).attend();
  }

  @AfterEach
  void close() throws IOException {
    alice.close();
    bob.close();
    places.close();
  }

  private void assertNothingIsLeftOfThat(EndReason reason) {
    for (Tunnels tunnels : places.tunnels()) {
      await().untilAsserted(() -> assertThat(tunnels.open()).isZero());
      await().untilAsserted(() -> assertThat(tunnels.held()).isZero());
      for (EndReason each : EndReason.values()) {
        await()
            .untilAsserted(() -> assertThat(tunnels.ended(each)).isEqualTo(each == reason ? 1 : 0));
      }
    }
  }

  private static void assertLives(RawPeer peer) throws IOException {
    assertThat(peer.call("tunnel.isRoom", "[]")).contains("test room");
  }

  @ParameterizedTest
  @EnumSource
  void caller_ends_targetLearnsItOnce(How how) throws IOException {
    RawTunnel tunnel = RawTunnel.answered(room, alice, bob);

    how.by(alice, tunnel.callersNumber());

    assertThat(tunnel.atTarget()).isEqualTo(how == How.END ? "14 true" : RawTunnel.BROKEN);
    tunnel.endFromTarget("true");
    assertLives(bob);
    assertNothingIsLeftOfThat(how.reason());
  }

  @ParameterizedTest
  @EnumSource
  void target_ends_callerLearnsItOnce(How how) throws IOException {
    RawTunnel tunnel = RawTunnel.answered(room, alice, bob);

    how.by(bob, -tunnel.targetsNumber());

    assertThat(tunnel.atCaller()).isEqualTo(how == How.END ? "14 true" : RawTunnel.BROKEN);
    tunnel.endFromCaller("true");
    assertLives(alice);
    assertNothingIsLeftOfThat(how.reason());
  }

  @ParameterizedTest
  @EnumSource
  void target_endsBeforeItsFirstBytes_callerCouldNotConnect(How how) throws IOException {
    RawTunnel tunnel = RawTunnel.open(room, alice, bob);
    tunnel.fromCaller("hello?");
    assertThat(tunnel.atTarget()).isEqualTo("8 hello?");

    how.by(bob, -tunnel.targetsNumber());

    assertThat(tunnel.atCaller()).isEqualTo(RawTunnel.couldNotConnect(bob.id()));
    assertLives(alice);
    boolean refused = how == How.END || how == How.ERROR;
    assertNothingIsLeftOfThat(refused ? EndReason.NOT_TAKEN : EndReason.PEER_GONE);
  }

  @ParameterizedTest
  @EnumSource
  void caller_endsBeforeTheFirstBytes_targetLearnsIt(How how) throws IOException {
    RawTunnel tunnel = RawTunnel.open(room, alice, bob);

    how.by(alice, tunnel.callersNumber());

    assertThat(tunnel.atTarget()).startsWith("14 ").doesNotContain("192.0.2.1");
    assertLives(bob);
    assertNothingIsLeftOfThat(how.reason());
  }

  @ParameterizedTest
  @EnumSource(names = {"GOODBYE", "FIN", "RST"})
  void target_vanishesInMidTransfer_callerKeepsItsConnection(How how) throws IOException {
    RawTunnel tunnel = RawTunnel.answered(room, alice, bob);
    byte[] half = new byte[300_000];
    alice.sendHeader(8, tunnel.callersNumber(), 600_000);
    alice.sendBytes(half);

    how.by(bob, -tunnel.targetsNumber());
    alice.sendBytes(half);

    assertThat(tunnel.atCaller()).isEqualTo(RawTunnel.BROKEN);
    assertLives(alice);
    assertNothingIsLeftOfThat(EndReason.PEER_GONE);
  }

  @Test
  void end_isAnsweredByAnEndAndFollowsAllBytes() throws IOException {
    RawTunnel tunnel = RawTunnel.answered(room, alice, bob);

    tunnel.fromCaller("x".repeat(200_000));
    tunnel.endFromCaller("true");

    assertThat(tunnel.atCaller()).isEqualTo("14 true");
    int received = 0;
    for (String next = tunnel.atTarget(); !next.equals("14 true"); next = tunnel.atTarget()) {
      received += next.length() - 2;
    }
    assertThat(received).isEqualTo(200_000);
    assertLives(bob);
    assertNothingIsLeftOfThat(EndReason.ENDED);
  }

  /** JS peers tear down both directions on one end. */
  @Test
  void halfClose_isAClose() throws IOException {
    RawTunnel tunnel = RawTunnel.answered(room, alice, bob);

    tunnel.endFromCaller("true");
    assertThat(tunnel.atTarget()).isEqualTo("14 true");
    tunnel.fromTarget("too late");
    tunnel.endFromTarget("true");

    assertThat(tunnel.atCaller()).isEqualTo("14 true");
    assertLives(alice);
    assertLives(bob);
    assertNothingIsLeftOfThat(EndReason.ENDED);
  }

  @Test
  void caller_leaving_takesAllItsTunnelsAndNothingElse() throws IOException {
    try (RawPeer carol = RawPeer.connect(room);
        RawPeer dave = RawPeer.connect(places.targets()).attend()) {
      RawTunnel hers = RawTunnel.answered(room, alice, bob);
      RawTunnel alsoHers = RawTunnel.answered(room, alice, dave);
      RawTunnel carols = RawTunnel.answered(room, carol, bob);

      alice.reset();

      assertThat(hers.atTarget()).isEqualTo(RawTunnel.BROKEN);
      assertThat(alsoHers.atTarget()).isEqualTo(RawTunnel.BROKEN);
      carols.echo();
      for (Tunnels tunnels : places.tunnels()) {
        await().untilAsserted(() -> assertThat(tunnels.open()).isEqualTo(1));
      }
    }
  }
}
