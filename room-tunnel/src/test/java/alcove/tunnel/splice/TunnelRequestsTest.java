package alcove.tunnel.splice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.splice.Tunnels.Refusal;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.ShortLimits;
import alcove.tunnel.testing.TestPlaces;
import alcove.tunnel.testing.TestRoom;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who gets a tunnel to whom, and what the target is told. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"TWO_LOOPS", "TWO_NODES"})
class TunnelRequestsTest {
  private final TestPlaces.Placement placement;
  private TestPlaces places;
  private TestRoom room;
  private RawPeer alice;
  private RawPeer bob;

  TunnelRequestsTest(TestPlaces.Placement placement) {
    this.placement = placement;
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

  private void reopen(TunnelServer.Limits limits) throws IOException {
    close();
    places = TestPlaces.open(placement, limits);
    room = places.callers();
    connect();
  }

  private String connectArgs(String more) {
    return "[{\"target\":\"%s\"%s}]".formatted(bob.id(), more);
  }

  @ParameterizedTest
  @CsvSource({"tunnel.connect", "room.connect"})
  void connect_withForgeriesAndExtras_reachesTargetWithTheTruth(String name) throws IOException {
    FeedId someoneElse = FeedKeyPair.create(TestRoom.CRYPTO).id();
    String more =
        ",\"portal\":\"%s\",\"origin\":\"%s\",\"extra\":1".formatted(room.id(), someoneElse);
    alice.open("duplex", name, connectArgs(more));

    assertThat(bob.next())
        .isEqualTo(
            "10 1 {\"name\":[\"tunnel\",\"connect\"],\"args\":[{\"portal\":\"%s\",\"target\":\"%s\",\"origin\":\"%s\"}],\"type\":\"duplex\"}"
                .formatted(room.id(), bob.id(), alice.id()));
  }

  @Test
  void connect_withoutPortal_isAccepted() throws IOException {
    alice.open("duplex", "tunnel.connect", connectArgs(""));

    assertThat(bob.next()).contains(alice.id().toString());
  }

  @Test
  void connect_withWrongPortal_isRefused() throws IOException {
    String more = ",\"portal\":\"" + alice.id() + "\"";
    int number = alice.open("duplex", "tunnel.connect", connectArgs(more));

    assertThat(alice.next()).isEqualTo(refusal(number, "talking to the wrong room"));
  }

  @ParameterizedTest
  @CsvSource({
    "'[]', 'connect: expected one argument, an object'",
    "'[1]', 'connect: expected one argument, an object'",
    "'[{}]', 'connect: expected a feed id as target'",
    "'[{\"target\":\"@x\"}]', 'connect: expected a feed id as target'",
    "'[{\"target\":[]}]', 'connect: expected a feed id as target'",
    "'[{\"portal\":1}]', 'connect: expected a feed id as portal'"
  })
  void connect_malformed_isRefused(String args, String text) throws IOException {
    int number = alice.open("duplex", "tunnel.connect", args);

    assertThat(alice.next()).isEqualTo(refusal(number, text));
  }

  @Test
  void connect_toOneselfOrTheRoom_isRefusedUniformly() throws IOException {
    alice.attend();

    int first = alice.openTunnel(room, alice.id());
    assertThat(alice.next()).isEqualTo(refusal(first, "could not connect to:" + alice.id()));
    int second = alice.openTunnel(room, room.id());
    assertThat(alice.next()).isEqualTo(refusal(second, "could not connect to:" + room.id()));
  }

  @Test
  void connect_toWhoeverDoesNotAttend_isRefusedUniformly() throws IOException {
    FeedId nobody = FeedKeyPair.create(TestRoom.CRYPTO).id();
    try (RawPeer shy = RawPeer.connect(room)) {
      int first = alice.openTunnel(room, nobody);
      assertThat(alice.next()).isEqualTo(refusal(first, "could not connect to:" + nobody));
      int second = alice.openTunnel(room, shy.id());
      assertThat(alice.next()).isEqualTo(refusal(second, "could not connect to:" + shy.id()));
    }
    assertThat(room.server().tunnels().refused(Refusal.NOT_ATTENDING)).isEqualTo(2);
  }

  @Test
  void connect_toWhoeverHasLeft_isRefused() throws IOException {
    bob.call("tunnel.leave", "[]");
    await().until(() -> places.targets().server().presence().online() == 0);

    int number = alice.openTunnel(room, bob.id());

    assertThat(alice.next()).isEqualTo(refusal(number, "could not connect to:" + bob.id()));
  }

  @Test
  void outgoing_beyondTheLimit_areRefusedUntilOneEnds() throws IOException {
    reopen(ShortLimits.withTunnels(2, 9, 9, 99));
    RawTunnel first = RawTunnel.answered(room, alice, bob);
    RawTunnel.answered(room, alice, bob);

    assertRefused(Refusal.CALLER_BUSY);

    first.endFromCaller("true");
    assertThat(first.atCaller()).isEqualTo("14 true");
    assertThat(first.atTarget()).isEqualTo("14 true");
    awaitOpen(1);
    RawTunnel.answered(room, alice, bob);
  }

  @Test
  void incoming_beyondTheLimit_areRefusedWhoeverCalls() throws IOException {
    reopen(ShortLimits.withTunnels(9, 1, 9, 99));
    try (RawPeer carol = RawPeer.connect(room)) {
      RawTunnel hers = RawTunnel.answered(room, carol, bob);
      assertRefused(Refusal.TARGET_BUSY);

      carol.reset();
      assertThat(hers.atTarget()).isEqualTo(RawTunnel.BROKEN);
      awaitOpen(0);
      RawTunnel.answered(room, alice, bob);
    }
  }

  @Test
  void pending_beyondTheLimit_areRefusedUntilTheTargetAnswers() throws IOException {
    reopen(ShortLimits.withTunnels(9, 9, 1, 99));
    RawTunnel pending = RawTunnel.open(room, alice, bob);
    assertRefused(Refusal.TARGET_PENDING);

    pending.echo();

    RawTunnel.open(room, alice, bob);
    assertRefused(Refusal.TARGET_PENDING);
  }

  /** Mallory calls and never says a word; others are answered all the same. */
  @Test
  void pending_ofOneWhoKeepsItsPlaces_doNotKeepOthersOut() throws IOException {
    try (RawPeer mallory = RawPeer.connect(room);
        RawPeer helper = RawPeer.connect(room)) {
      RawTunnel.open(room, mallory, bob);
      RawTunnel.open(room, mallory, bob);
      int third = mallory.openTunnel(room, bob.id());
      assertThat(mallory.next()).isEqualTo(refusal(third, "could not connect to:" + bob.id()));

      RawTunnel.open(room, helper, bob);
      for (int i = 0; i < 16; i++) {
        RawTunnel tunnel = RawTunnel.answered(room, alice, bob);
        tunnel.endFromCaller("true");
        assertThat(tunnel.atCaller()).isEqualTo("14 true");
        assertThat(tunnel.atTarget()).isEqualTo("14 true");
      }
    }
  }

  /** Each origin that keeps a place loses it to a newcomer, the first that came first. */
  @Test
  void pending_whenAllPlacesAreTaken_makeWayForANewcomer() throws IOException {
    reopen(ShortLimits.withTunnels(9, 9, 2, 99));
    try (RawPeer mallory = RawPeer.connect(room)) {
      RawTunnel first = RawTunnel.open(room, mallory, bob);
      RawTunnel second = RawTunnel.open(room, mallory, bob);

      alice.openTunnel(room, bob.id());

      assertThat(first.atCaller()).isEqualTo(RawTunnel.couldNotConnect(bob.id()));
      assertThat(List.of(bob.next(), bob.next()))
          .anyMatch(each -> each.startsWith("10 3 ") && each.contains(alice.id().toString()))
          .anyMatch(each -> each.startsWith("14 1 "));
      second.echo();
    }
    await().until(() -> room.server().tunnels().ended(EndReason.PLACE_TAKEN) == 1);
  }

  @Test
  void pending_thatEndUnanswered_areGivenBackOnce() throws IOException {
    reopen(ShortLimits.withTunnels(9, 9, 1, 99));
    for (int i = 0; i < 3; i++) {
      RawTunnel pending = RawTunnel.open(room, alice, bob);
      pending.endFromTarget("true");
      assertThat(pending.atTarget()).isEqualTo("14 true");
      assertThat(pending.atCaller()).isEqualTo(RawTunnel.couldNotConnect(bob.id()));
      awaitOpen(0);
    }

    RawTunnel.open(room, alice, bob);
    assertRefused(Refusal.TARGET_PENDING);
  }

  @Test
  void target_thatNeverAnswers_isGivenUpAfterTheDeadline() throws IOException {
    reopen(ShortLimits.withTunnels(8, 8, 8, 32));
    RawTunnel tunnel = RawTunnel.open(room, alice, bob);

    assertThat(tunnel.atCaller()).isEqualTo(RawTunnel.couldNotConnect(bob.id()));
    assertThat(tunnel.atTarget()).isEqualTo(RawTunnel.couldNotConnect(bob.id()));
    assertThat(alice.call("whoami", "[]")).isNotEmpty();
    assertThat(bob.call("whoami", "[]")).isNotEmpty();
    awaitOpen(0);
  }

  @Test
  void tunnels_openedTooQuickly_areRefused() throws IOException {
    reopen(ShortLimits.withTunnels(99, 99, 99, 3));
    for (int i = 0; i < 3; i++) {
      RawTunnel.answered(room, alice, bob);
    }

    // Five come back each second, and this machine may be slow: only see that it does refuse.
    for (int i = 0; i < 20; i++) {
      alice.openTunnel(room, bob.id());
    }
    await()
        .until(
            () -> {
              alice.next();
              return room.server().tunnels().refused(Refusal.TOO_QUICK) > 0;
            });
  }

  private void awaitOpen(int count) {
    for (Tunnels tunnels : places.tunnels()) {
      await().until(() -> tunnels.open() == count);
    }
  }

  private void assertRefused(Refusal reason) throws IOException {
    int number = alice.openTunnel(room, bob.id());
    assertThat(alice.next()).isEqualTo(refusal(number, "could not connect to:" + bob.id()));
    assertThat(room.server().tunnels().refused(reason)).isPositive();
  }

  private static String refusal(int number, String message) {
    return RawTunnel.error(message).replace("14 ", "14 -" + number + " ");
  }
}
