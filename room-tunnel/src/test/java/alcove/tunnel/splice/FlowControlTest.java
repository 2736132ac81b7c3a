package alcove.tunnel.splice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.ShortLimits;
import alcove.tunnel.testing.TestRoom;
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
    await().until(() -> held() > 3 * MIB);
    for (int i = 0; i < 20; i++) {
      unrelated.echo();
    }

    assertThat(toFrozen.atCaller()).isEqualTo(RawTunnel.BROKEN);
    assertThat(sharing.atTarget()).isEqualTo("8 at last");
    sharing.fromTarget("and back");
    assertThat(sharing.atCaller()).isEqualTo("8 and back");
    await().untilAsserted(() -> assertThat(held()).isLessThan(150_000));
    assertThat(room.server().tunnels().ended(EndReason.STALLED_READER)).isEqualTo(1);
    assertThat(room.server().tunnels().open()).isEqualTo(2);
  }

  /** What a reader lacks may wait for it, and whoever shares its source need not. */
  @Test
  void frozenReader_whoseRestFitsBelowTheMark_keepsItsTunnelAndNobodyWaits() throws IOException {
    RawPeer source = peer();
    RawPeer frozen = frozen();
    RawTunnel toFrozen = RawTunnel.answered(room, source, frozen);
    RawTunnel sharing = RawTunnel.answered(room, source, peer());

    pump(toFrozen, 900, () -> say(sharing, "at once"));

    assertThat(sharing.atTarget()).isEqualTo("8 at once");
    await().during(Duration.ofSeconds(4)).until(() -> room.server().tunnels().open() == 2);
    readAll(toFrozen, 900);
  }

  @Test
  void frozenReader_holdsNoMoreThanTheMark() throws IOException {
    RawTunnel tunnel = RawTunnel.answered(room, peer(), frozen());
    pump(tunnel, 4_000, () -> {});

    // One read of 64 KiB may come on top, and half may still have gone to the reader's system.
    assertThat(mostHeld()).isBetween(128L << 10, (256L << 10) + (64 << 10) + 5000);
  }

  @Test
  void frozenReader_whoSharesItsSource_holdsNoMoreThanTheLargerMark() throws IOException {
    RawPeer source = peer();
    RawTunnel tunnel = RawTunnel.answered(room, source, frozen());
    RawTunnel.answered(room, source, peer());
    pump(tunnel, 4_000, () -> {});

    assertThat(mostHeld()).isBetween(4L * MIB - (128 << 10), 4L * MIB + (64 << 10) + 5000);
  }

  @Test
  void frozenReader_ofOnlyOneTunnel_keepsItAndGetsEverythingWhenItReadsOn() throws IOException {
    RawTunnel tunnel = RawTunnel.answered(room, peer(), frozen());

    pump(tunnel, 1_000, () -> {});
    await().during(Duration.ofSeconds(4)).until(() -> room.server().tunnels().open() == 1);

    readAll(tunnel, 1_000);
  }

  /** It waits for nobody, until somebody comes whom it must not keep waiting. */
  @Test
  void source_ofAFrozenReader_isReadAgainWhenAnotherTunnelLeadsToIt() throws IOException {
    RawPeer source = peer();
    pump(RawTunnel.answered(room, source, frozen()), 800, () -> {});
    await().until(() -> held() > (128 << 10));

    RawTunnel.answered(room, peer(), source);
  }

  @Test
  void reader_afterManyEndsForSlowness_getsTunnelsAtOnce() throws IOException {
    RawPeer source = peer();
    RawPeer frozen = frozen();
    RawTunnel sharing = RawTunnel.answered(room, source, peer());
    for (int end = 1; end <= 3; end++) {
      RawTunnel tunnel = RawTunnel.answered(room, source, frozen);
      Thread pump = pump(tunnel, 2_000, () -> say(sharing, "at last"));
      assertThat(tunnel.atCaller()).isEqualTo(RawTunnel.BROKEN);
      assertThat(sharing.atTarget()).isEqualTo("8 at last");
      String last = "";
      while (!last.startsWith("14 ")) {
        last = tunnel.atTarget();
      }
      assertThat(last).isEqualTo(RawTunnel.BROKEN);
      await().until(() -> !pump.isAlive());
      assertThat(room.server().tunnels().ended(EndReason.STALLED_READER)).isEqualTo(end);
    }

    RawTunnel.answered(room, source, frozen);
  }

  /** Of two that are in each other's way, one is enough. */
  @Test
  void frozenReader_ofTwoTunnelsOfOneSource_keepsOne() throws IOException {
    RawPeer source = peer();
    RawPeer frozen = frozen();
    RawTunnel one = RawTunnel.answered(room, source, frozen);
    RawTunnel two = RawTunnel.answered(room, source, frozen);
    Thread.startVirtualThread(
        () -> {
          try {
            for (int i = 0; i < 4_000; i++) {
              (i % 2 == 0 ? one : two).fromCaller(CHUNK);
            }
          } catch (IOException closed) {
            // The test is over.
          }
        });

    await().until(() -> room.server().tunnels().ended(EndReason.STALLED_READER) == 1);
    await().during(Duration.ofSeconds(4)).until(() -> room.server().tunnels().open() == 1);
  }

  /** Reads what {@code chunks} of the caller bring to the target. */
  private static void readAll(RawTunnel tunnel, int chunks) throws IOException {
    for (int received = 0; received < chunks * CHUNK.length(); ) {
      String next = tunnel.atTarget();
      assertThat(next).startsWith("8 ");
      received += next.length() - 2;
    }
  }

  /** The most that is held within the next seconds. */
  private long mostHeld() {
    AtomicLong most = new AtomicLong();
    await()
        .pollInterval(SAMPLING)
        .during(Duration.ofSeconds(3))
        .until(() -> most.accumulateAndGet(held(), Math::max) >= 0);
    return most.get();
  }

  @Test
  void slowReader_thatKeepsReading_isServedForAsLongAsItTakes() throws Exception {
    RawPeer slow = frozen();
    RawTunnel tunnel = RawTunnel.answered(room, peer(), slow);
    AtomicLong most = new AtomicLong();

    // 10 KiB a second: what one batch holds takes several times the second that stalls may last.
    try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      var reading = clock.scheduleAtFixedRate(slow::readSome, 0, 100, TimeUnit.MILLISECONDS);
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

  @Test
  void frozenReaders_together_holdNoMoreThanTheBudgetAndALittleEach() throws IOException {
    room.close();
    room = TestRoom.open(ShortLimits.withFlow(100_000));
    for (int i = 0; i < 6; i++) {
      RawPeer source = peer();
      RawTunnel.answered(room, source, peer());
      pump(RawTunnel.answered(room, source, frozen()), 500, () -> {});
    }

    assertThat(mostHeld()).isBetween(64_000L, 100_000L + 6 * (128 << 10));
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
