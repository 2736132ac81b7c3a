package alcove.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.room.policy.Standing;
import alcove.tunnel.link.LinkNode;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.splice.EndReason;
import alcove.tunnel.splice.FlowLimits;
import alcove.tunnel.splice.Tunnels;
import alcove.tunnel.splice.Tunnels.Refusal;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.ShortLimits;
import alcove.tunnel.testing.TestNodes;
import alcove.tunnel.testing.TestRoom;
import alcove.tunnel.testing.TestStandings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tunnels from node to node: who judges, whom they find, and what a node that is gone takes. */
class NodeTunnelsTest {
  private static final int MIB = 1 << 20;
  private static final int MANY = 150;
  private static final String CHUNK = "x".repeat(4000);

  private final Map<String, TestStandings> standings =
      Map.of("a", new TestStandings(), "b", new TestStandings(), "c", new TestStandings());
  private TestNodes nodes = open(ShortLimits.withFlow(64 * MIB));
  private final List<RawPeer> peers = new ArrayList<>();
  private RawPeer alice;
  private RawPeer bob;

  private TestNodes open(TunnelServer.Limits limits) {
    return TestNodes.open(this::standings, limits, 2, "a", "b", "c");
  }

  private TestStandings standings(String node) {
    return Objects.requireNonNull(standings.get(node));
  }

  @BeforeEach
  void connect() throws IOException {
    alice = peer("a");
    bob = peer("b").attend();
  }

  @AfterEach
  void close() throws IOException {
    for (RawPeer peer : peers) {
      peer.close();
    }
    for (String name : standings.keySet()) {
      await().untilAsserted(() -> assertThat(tunnels(name).open()).isZero());
      await().untilAsserted(() -> assertThat(tunnels(name).held()).isZero());
    }
    nodes.close();
  }

  private RawPeer peer(String node) throws IOException {
    RawPeer peer = RawPeer.connect(nodes.room(node));
    peers.add(peer);
    return peer;
  }

  private RawPeer frozen(String node) throws IOException {
    RawPeer peer = RawPeer.connectWithSmallBuffer(nodes.room(node)).attend();
    peers.add(peer);
    return peer;
  }

  private Tunnels tunnels(String node) {
    return nodes.room(node).server().tunnels();
  }

  private RawTunnel answered(RawPeer caller, RawPeer target) throws IOException {
    return RawTunnel.answered(nodes.room("a"), caller, target);
  }

  private void assertCouldNotConnect(FeedId target) throws IOException {
    int number = alice.openTunnel(nodes.room("a"), target);
    assertThat(alice.nextBesidePings())
        .isEqualTo(RawTunnel.couldNotConnect(target).replace("14 ", "14 -" + number + " "));
  }

  private void assertOver(EndReason reason) {
    for (String name : List.of("a", "b")) {
      await().untilAsserted(() -> assertThat(tunnels(name).open()).isZero());
      assertThat(tunnels(name).ended(reason)).as(name).isEqualTo(1);
    }
    await().until(() -> nodes.links("a").size() == 0 && nodes.links("b").size() == 0);
    await().until(() -> nodes.links("b").accepted() == 0);
  }

  @Test
  void tunnel_isCountedOnBothNodes_andGoneFromBoth() throws IOException {
    RawTunnel tunnel = answered(alice, bob);
    assertThat(tunnels("a").open()).isEqualTo(1);
    assertThat(tunnels("b").open()).isEqualTo(1);
    assertThat(tunnels("c").open()).isZero();

    tunnel.endFromCaller("true");

    assertThat(tunnel.atTarget()).isEqualTo("14 true");
    assertThat(tunnel.atCaller()).isEqualTo("14 true");
    assertOver(EndReason.ENDED);
    assertThat(tunnels("a").opened()).isEqualTo(1);
    assertThat(tunnels("b").opened()).isEqualTo(1);
  }

  @Test
  void targetsNode_thatKnowsBetter_refuses() throws IOException {
    standings("b").set(alice.id(), Standing.BLOCKED);

    assertCouldNotConnect(bob.id());

    assertThat(tunnels("a").refused(Refusal.NOT_ATTENDING)).isEqualTo(1);
    assertThat(tunnels("b").refused(Refusal.NOT_ATTENDING)).isEqualTo(1);
    assertThat(tunnels("a").opened()).isZero();
    assertThat(tunnels("b").opened()).isZero();
    assertThat(tunnels("a").open()).isZero();
  }

  @Test
  void callersNode_thatKnowsBetter_asksNobody() throws IOException {
    standings("a").set(bob.id(), Standing.BLOCKED);

    assertCouldNotConnect(bob.id());

    assertThat(tunnels("b").refused(Refusal.NOT_ATTENDING)).isZero();
  }

  @Test
  void targetsNode_judgesOnceItHasCaughtUp() throws IOException {
    Promise<Void> caughtUp = Promise.promise();
    nodes.catchUp(caughtUp::future);
    int number = alice.openTunnel(nodes.room("a"), bob.id());
    standings("b").set(alice.id(), Standing.BLOCKED);

    caughtUp.complete();

    assertThat(alice.next()).startsWith("14 -" + number).contains("could not connect");
  }

  @Test
  void targetsNode_thatCannotCatchUp_refuses() throws IOException {
    nodes.catchUp(() -> Future.failedFuture("the database is away"));

    assertCouldNotConnect(bob.id());
  }

  @Test
  void target_thatHasLeftItsNodeMeanwhile_isLookedForAtTheNext() throws IOException {
    nodes.say(bob.id(), nodes.address("c"), nodes.address("b"));

    answered(alice, bob).endFromCaller("true");

    assertThat(tunnels("c").refused(Refusal.NOT_ATTENDING)).isEqualTo(1);
    assertThat(tunnels("a").refused(Refusal.NOT_ATTENDING)).isZero();
  }

  @Test
  void target_thatIsNowhere_couldNotBeConnectedTo() throws IOException {
    nodes.say(bob.id(), nodes.address("c"));
    assertCouldNotConnect(bob.id());
  }

  @Test
  void node_thatCannotBeReached_isPassedOver() throws IOException {
    LinkNode nowhere = new LinkNode("d", "127.0.0.1", 1);
    nodes.say(bob.id(), nowhere, nodes.address("b"));
    RawTunnel tunnel = answered(alice, bob);
    tunnel.endFromCaller("true");
    assertThat(tunnel.atCaller()).isEqualTo("14 true");

    nodes.say(bob.id(), nowhere);
    assertCouldNotConnect(bob.id());
  }

  @Test
  void bytes_behindTheRequest_andAnEndBehindThem_arriveWhoeverIsAsked() throws IOException {
    nodes.say(bob.id(), nodes.address("c"), nodes.address("b"));
    int number = alice.openTunnel(nodes.room("a"), bob.id());
    alice.send(8, number, "without waiting");
    alice.send(9, number, "text");
    alice.send(14, number, "true");

    assertThat(bob.next()).startsWith("10 1 ");
    assertThat(bob.next()).isEqualTo("8 1 without waiting");
    assertThat(bob.next()).isEqualTo("9 1 text");
    assertThat(bob.next()).isEqualTo("14 1 true");
  }

  @Test
  void blockOfTheCaller_breaksTheTunnel_whicheverNodeLearnsItFirst() throws IOException {
    for (String first : List.of("a", "b")) {
      RawPeer caller = peer("a");
      RawTunnel tunnel = answered(caller, bob);

      standings(first).set(caller.id(), Standing.BLOCKED);
      nodes.room(first).server().rejudge();

      assertThat(tunnel.atTarget()).isEqualTo(RawTunnel.BROKEN);
      if (first.equals("b")) {
        assertThat(tunnel.atCaller()).isEqualTo(RawTunnel.BROKEN);
        assertThat(tunnels("a").ended(EndReason.NO_LONGER_ALLOWED)).isEqualTo(1);
        assertThat(tunnels("b").ended(EndReason.NO_LONGER_ALLOWED)).isEqualTo(1);
      }
    }
  }

  @Test
  void blockOfTheCaller_betweenTheJudgementAndTheCall_breaksTheTunnel() throws IOException {
    PeerConnection callee =
        Objects.requireNonNull(nodes.room("b").server().connections().newest(bob.id()));
    RawPeer caller = peer("a");
    AtomicBoolean isJudged = new AtomicBoolean();
    AtomicBoolean isChanged = new AtomicBoolean();
    standings("b")
        .onAsked(
            asked -> {
              if (!asked.equals(bob.id()) || isJudged.get()) {
                return;
              }
              if (!callee.loop().eventLoop().inEventLoop()) {
                standings("b").set(caller.id(), Standing.BLOCKED);
                passRound(callee);
                isChanged.set(true);
              }
              isJudged.set(true);
            });

    int number = caller.openTunnel(nodes.room("a"), bob.id());
    await().until(isJudged::get);
    while (!isChanged.get()) {
      // That was judged on the callee's own loop; links come on all of them by turns.
      assertThat(bob.nextBesidePings()).startsWith("10 ");
      caller.send(14, number, "true");
      assertThat(bob.nextBesidePings()).startsWith("14 ");
      assertThat(caller.nextBesidePings()).startsWith("14 ");
      isJudged.set(false);
      number = caller.openTunnel(nodes.room("a"), bob.id());
      await().until(isJudged::get);
    }

    assertThat(caller.nextBesidePings())
        .isEqualTo(RawTunnel.couldNotConnect(bob.id()).replace("14 ", "14 -" + number + " "));
    assertThat(tunnels("b").ended(EndReason.NO_LONGER_ALLOWED)).isEqualTo(1);
  }

  /** Has a whole round of judging pass on the loop of {@code callee}. */
  private void passRound(PeerConnection callee) {
    TestRoom.await(
        TestRoom.on(
            callee,
            () -> {
              tunnels("b").rejudge(callee, (origin, target) -> false);
              return true;
            }));
  }

  @Test
  void node_thatIsGone_breaksItsTunnelsAtOnce_andNoOthers() throws IOException {
    RawPeer carol = peer("c").attend();
    RawTunnel toB = answered(alice, bob);
    RawTunnel toC = answered(alice, carol);

    nodes.links("a").gone("b");

    assertThat(toB.atCaller()).isEqualTo(RawTunnel.BROKEN);
    assertThat(toB.atTarget()).isEqualTo(RawTunnel.BROKEN);
    toC.echo();
    toC.endFromCaller("true");
    assertThat(toC.atCaller()).isEqualTo("14 true");
    await().until(() -> tunnels("a").open() == 0 && tunnels("b").open() == 0);
    assertThat(tunnels("a").ended(EndReason.PEER_GONE)).isEqualTo(1);
    assertThat(tunnels("b").ended(EndReason.PEER_GONE)).isEqualTo(1);
    await().until(() -> nodes.links("a").size() == 0);
  }

  @Test
  void caller_whoseNodeIsGone_isGoneForTheTargetAsWell() throws IOException {
    RawTunnel tunnel = answered(alice, bob);

    nodes.links("b").gone("a");

    assertThat(tunnel.atTarget()).isEqualTo(RawTunnel.BROKEN);
    assertThat(tunnel.atCaller()).isEqualTo(RawTunnel.BROKEN);
    assertOver(EndReason.PEER_GONE);
  }

  @Test
  void manyTunnels_openedAndClosed_leaveNothing() throws IOException {
    for (RawPeer peer : peers) {
      peer.close();
    }
    nodes.close();
    nodes =
        open(
            ShortLimits.with(
                new Tunnels.Quota(128, 128, 8, 5, 100_000), FlowLimits.ofThisMachine()));
    connect();
    for (int i = 0; i < MANY; i++) {
      RawTunnel tunnel = RawTunnel.open(nodes.room("a"), alice, bob);
      if (i % 3 > 0) {
        tunnel.echo();
      }
      if (i % 2 == 0) {
        tunnel.endFromCaller("true");
        assertThat(tunnel.atCaller()).isEqualTo("14 true");
        assertThat(tunnel.atTarget()).isEqualTo("14 true");
      } else {
        tunnel.endFromTarget("true");
        assertThat(tunnel.atTarget()).isEqualTo("14 true");
        assertThat(tunnel.atCaller()).startsWith("14 ");
      }
    }
    for (String name : List.of("a", "b")) {
      await().until(() -> tunnels(name).open() == 0);
      await().until(() -> nodes.links(name).size() == 0);
    }
    await().until(() -> nodes.links("b").accepted() == 0);
    assertThat(tunnels("a").opened()).isEqualTo(MANY);
    assertThat(tunnels("b").opened()).isEqualTo(MANY);
  }

  /** Sends through the tunnel on a thread of its own, which waits while the room does not read. */
  private static Thread pump(RawTunnel tunnel, int chunks, Runnable then) {
    return Thread.startVirtualThread(
        () -> {
          try {
            for (int i = 0; i < chunks; i++) {
              tunnel.fromCaller(CHUNK);
            }
            then.run();
          } catch (IOException closed) {
            // The test is over.
          }
        });
  }

  @Test
  void frozenReader_holdsLittleOnEitherNode_andKeepsItsTunnel_andOthersMove() throws IOException {
    RawTunnel toFrozen = answered(alice, frozen("b"));
    RawTunnel other = answered(peer("a"), bob);

    pump(toFrozen, 4_000, () -> {});
    await().until(() -> tunnels("a").held() > 128 << 10 && tunnels("b").held() > 128 << 10);
    for (int i = 0; i < 50; i++) {
      other.echo();
    }

    await()
        .during(Duration.ofSeconds(4))
        .until(
            () ->
                tunnels("a").held() < 512 << 10
                    && tunnels("b").held() < 512 << 10
                    && tunnels("a").open() == 2);
    alice.reset();
  }

  @Test
  void frozenReader_whoKeepsOthersOfItsSourceWaiting_losesItsTunnelAlone() throws IOException {
    RawPeer frozen = frozen("b");
    RawTunnel toFrozen = answered(alice, frozen);
    RawTunnel sharing = answered(alice, bob);

    pump(
        toFrozen,
        4_000,
        () -> {
          try {
            sharing.fromCaller("at last");
          } catch (IOException closed) {
            throw new IllegalStateException(closed);
          }
        });

    assertThat(toFrozen.atCaller()).isEqualTo(RawTunnel.BROKEN);
    assertThat(sharing.atTarget()).isEqualTo("8 at last");
    assertThat(tunnels("a").ended(EndReason.STALLED_READER)).isEqualTo(1);
    await().until(() -> tunnels("b").open() == 1);
  }

  @Test
  void slowReader_getsEverything_alsoWhenItsCallerHasLongEnded() throws IOException {
    RawPeer slow = frozen("b");
    RawTunnel tunnel = answered(alice, slow);
    Thread pump =
        pump(
            tunnel,
            250,
            () -> {
              try {
                tunnel.endFromCaller("true");
              } catch (IOException closed) {
                throw new IllegalStateException(closed);
              }
            });
    await().until(() -> !pump.isAlive());

    int received = 0;
    for (String next = tunnel.atTarget(); !next.equals("14 true"); next = tunnel.atTarget()) {
      assertThat(next).startsWith("8 ");
      received += next.length() - 2;
    }
    assertThat(received).isEqualTo(250 * CHUNK.length());
    assertThat(tunnel.atCaller()).isEqualTo("14 true");
    assertOver(EndReason.ENDED);
  }
}
