package alcove.tunnel.splice;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.limits.TokenBucket;
import alcove.tunnel.splice.HandTunnels.Guest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who waits because a connection is not read from. */
class ConnectionLoadTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long PAUSED = 100 * SECOND;

  private final HandTunnels room = new HandTunnels();
  private final Guest guest = room.guest();
  private final ConnectionLoad load =
      new ConnectionLoad(new TokenBucket(1, 1, room.hand.loop()::now), 2);
  private final PeerLeg one = leg();
  private final PeerLeg two = leg();

  private PeerLeg leg() {
    PeerLeg leg =
        new PeerLeg(
            new Tunnel(guest.at.id(), (_, _) -> {}),
            guest.at.connection,
            room.tunnels,
            load,
            false,
            true);
    leg.join(new RecordingLeg(guest.at.id(), room.tunnels.newFlow()));
    load.add(leg);
    return leg;
  }

  @Test
  void nobodyWaits_whileItIsReadFrom() {
    load.arrived(one, PAUSED);
    load.arrived(two, PAUSED);
    assertThat(load.othersWait(one)).isEqualTo(Waiting.NOBODY);

    load.pause(PAUSED);
    assertThat(load.othersWait(one)).isEqualTo(Waiting.BUSY);

    load.resume();
    assertThat(load.othersWait(one)).isEqualTo(Waiting.NOBODY);
  }

  @Test
  void nobodyWaits_whenThereIsNothingElse_andCallsDo() {
    load.remove(two);
    load.arrived(one, PAUSED);
    load.pause(PAUSED);
    assertThat(load.isShared()).isFalse();
    assertThat(load.othersWait(one)).isEqualTo(Waiting.NOBODY);

    load.awaited(true);
    assertThat(load.isShared()).isTrue();
    assertThat(load.othersWait(one)).isEqualTo(Waiting.BUSY);

    load.awaited(false);
    assertThat(load.othersWait(one)).isEqualTo(Waiting.NOBODY);
  }

  @Test
  void others_areQuiet_whenTheyHaveNeverCarriedAnything() {
    load.arrived(one, PAUSED);
    load.pause(PAUSED);

    assertThat(load.othersWait(one)).isEqualTo(Waiting.QUIET);
    assertThat(load.othersWait(two)).isEqualTo(Waiting.BUSY);
  }

  @Test
  void others_areQuiet_whenTheyCarriedNothingInTheFiveSecondsBefore() {
    load.arrived(two, PAUSED - 5 * SECOND);
    load.arrived(one, PAUSED);
    load.pause(PAUSED);
    assertThat(load.othersWait(one)).isEqualTo(Waiting.QUIET);
    load.resume();

    load.arrived(two, PAUSED + SECOND);
    load.arrived(one, PAUSED + 2 * SECOND);
    load.arrived(one, PAUSED + 5 * SECOND);
    load.pause(PAUSED + 6 * SECOND - 1);
    assertThat(load.othersWait(one)).isEqualTo(Waiting.BUSY);
  }

  @Test
  void whenItWasPaused_isWhenTheFirstDirectionDidSo() {
    load.arrived(two, PAUSED - SECOND);
    load.arrived(one, PAUSED);
    load.pause(PAUSED);
    load.pause(PAUSED + 10 * SECOND);
    assertThat(load.othersWait(one)).isEqualTo(Waiting.BUSY);

    load.resume();
    assertThat(load.othersWait(one)).as("one direction is left").isEqualTo(Waiting.BUSY);
  }
}
