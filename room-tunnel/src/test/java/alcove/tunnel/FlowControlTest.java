package alcove.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.tunnel.splice.Tunnels.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers that do not keep up: what they hold is bounded, and others do not notice. */
class FlowControlTest {
  private static final Duration SAMPLING = Duration.ofMillis(2);
  private static final int MIB = 1 << 20;
  private static final String CHUNK = "x".repeat(4000);

  private TestRoom room = TestRoom.open(ShortLimits.withFlow(64 * MIB));
  private final List<RawPeer> peers = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (RawPeer peer : peers) {
      peer.close();
    }
    room.close();
  }

  private RawPeer peer() throws IOException {
    RawPeer peer = RawPeer.connect(room).attend();
    peers.add(peer);
    return peer;
  }

  private RawPeer frozen() throws IOException {
    RawPeer peer = RawPeer.connectWithSmallBuffer(room).attend();
    peers.add(peer);
    return peer;
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

  private static void say(RawTunnel tunnel, String text) {
    try {
      tunnel.fromCaller(text);
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }

  private long held() {
    return room.server().tunnels().held();
  }

  @Test
  void frozenReader_othersDoNotNotice_sharersWaitUntilItsTunnelEnds() throws IOException {
    RawPeer source = peer();
    RawPeer other = peer();
    RawPeer reader = peer();
    RawTunnel toFrozen = RawTunnel.answered(room, source, frozen());
    RawTunnel sharing = RawTunnel.answered(room, source, reader);
    RawTunnel unrelated = RawTunnel.answered(room, other, reader);

    pump(toFrozen, 4_000, () -> say(sharing, "at last"));
    await().until(() -> held() > MIB / 2);
    for (int i = 0; i < 20; i++) {
      unrelated.echo();
    }

    assertThat(toFrozen.atCaller()).isEqualTo(RawTunnel.BROKEN);
    assertThat(sharing.atTarget()).isEqualTo("8 at last");
    sharing.fromTarget("and back");
    assertThat(sharing.atCaller()).isEqualTo("8 and back");
    await().untilAsserted(() -> assertThat(held()).isLessThan(150_000));
  }

  @Test
  void frozenReader_holdsNoMoreThanTheMark() throws IOException {
    RawPeer source = peer();
    RawTunnel tunnel = RawTunnel.answered(room, source, frozen());
    pump(tunnel, 4_000, () -> {});

    AtomicLong most = new AtomicLong();
    await()
        .pollInterval(SAMPLING)
        .until(
            () -> {
              most.accumulateAndGet(held(), Math::max);
              return room.server().tunnels().open() == 0;
            });

    // One read of 64 KiB may come on top.
    assertThat(most.get()).isBetween(64_000L, (256L << 10) + (64 << 10) + 5000);
  }

  @Test
  void frozenReader_ofOnlyOneTunnel_isEndedTooAndGetsNoneAfterThree() throws IOException {
    RawPeer source = peer();
    RawPeer frozen = frozen();
    for (int strike = 1; strike <= 3; strike++) {
      RawTunnel tunnel = RawTunnel.answered(room, source, frozen);
      Thread pump = pump(tunnel, 200, () -> {});
      assertThat(tunnel.atCaller()).isEqualTo(RawTunnel.BROKEN);
      String last = "";
      while (!last.startsWith("14 ")) {
        last = tunnel.atTarget();
      }
      assertThat(last).isEqualTo(RawTunnel.BROKEN);
      await().until(() -> !pump.isAlive());
    }

    int number = source.openTunnel(room, frozen.id());

    assertThat(source.next()).startsWith("14 -" + number).contains("could not connect to:");
    assertThat(room.server().tunnels().refused(Refusal.SLOW_READER)).isEqualTo(1);
  }

  /** One silence, such as a closed lid, may end many tunnels: that is one strike. */
  @Test
  void frozenReader_ofManyTunnels_getsOneStrike() throws IOException {
    RawPeer frozen = frozen();
    List<RawTunnel> tunnels = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tunnels.add(RawTunnel.answered(room, peer(), frozen));
    }
    tunnels.forEach(each -> pump(each, 200, () -> {}));
    for (RawTunnel tunnel : tunnels) {
      assertThat(tunnel.atCaller()).isEqualTo(RawTunnel.BROKEN);
    }

    for (int ends = 0; ends < 4; ) {
      ends += frozen.nextBesidePings().startsWith("14 ") ? 1 : 0;
    }
    RawTunnel.answered(room, peer(), frozen);
  }

  @Test
  void slowReader_thatKeepsReading_isServedForAsLongAsItTakes() throws Exception {
    RawPeer slow = frozen();
    RawTunnel tunnel = RawTunnel.answered(room, peer(), slow);
    AtomicLong most = new AtomicLong();

    // 10 KiB a second: what one batch holds takes several times the second that stalls may last.
    try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      var reading = clock.scheduleAtFixedRate(() -> readSome(slow), 0, 100, TimeUnit.MILLISECONDS);
      pump(tunnel, 4_000, () -> {});
      await()
          .during(Duration.ofSeconds(4))
          .until(
              () -> {
                most.accumulateAndGet(held(), Math::max);
                return room.server().tunnels().open() == 1;
              });
      reading.cancel(true);
    }
    assertThat(most.get()).isGreaterThan(128 << 10);
  }

  private static void readSome(RawPeer peer) {
    try {
      peer.socket().getInputStream().readNBytes(1024);
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }

  @Test
  void frozenReaders_together_holdNoMoreThanTheBudgetAndALittleEach() throws IOException {
    room.close();
    room = TestRoom.open(ShortLimits.withFlow(100_000));
    for (int i = 0; i < 6; i++) {
      pump(RawTunnel.answered(room, peer(), frozen()), 500, () -> {});
    }

    AtomicLong most = new AtomicLong();
    await()
        .pollInterval(SAMPLING)
        .until(
            () -> {
              most.accumulateAndGet(held(), Math::max);
              return room.server().tunnels().open() < 6;
            });

    assertThat(most.get()).isBetween(64_000L, 100_000L + 6 * (128 << 10));
  }

  @Test
  void bulk_bothWaysAtOnce_leavesNothingHeld() throws Exception {
    RawPeer source = peer();
    RawPeer target = peer();
    RawTunnel tunnel = RawTunnel.answered(room, source, target);
    Thread there = pump(tunnel, 1000, () -> {});
    Thread back =
        Thread.startVirtualThread(
            () -> {
              for (int i = 0; i < 1000; i++) {
                try {
                  tunnel.fromTarget(CHUNK);
                } catch (IOException closed) {
                  throw new UncheckedIOException(closed);
                }
              }
            });
    Thread reader =
        Thread.startVirtualThread(
            () -> {
              for (int received = 0; received < 4_000_000; ) {
                try {
                  received += tunnel.atTarget().length() - 2;
                } catch (IOException closed) {
                  throw new UncheckedIOException(closed);
                }
              }
            });
    for (int received = 0; received < 4_000_000; ) {
      received += tunnel.atCaller().length() - 2;
    }
    for (Thread each : List.of(there, back, reader)) {
      assertThat(each.join(Duration.ofSeconds(15))).isTrue();
    }

    await().untilAsserted(() -> assertThat(held()).isZero());
    assertThat(room.server().tunnels().bytes()).isGreaterThanOrEqualTo(8_000_000);
  }
}
