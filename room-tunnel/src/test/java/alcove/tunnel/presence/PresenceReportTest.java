package alcove.tunnel.presence;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.tunnel.presence.PeerReport.State;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What nodes tell each other of attendants, as bytes. */
class PresenceReportTest {
  private static final PresenceReport REPORT =
      new PresenceReport(
          7,
          List.of(
              new PeerReport(id(1), State.HERE, true, List.of(0L, 5_000L, 0xffffffffL)),
              new PeerReport(id(2), State.AWAY, false, List.of()),
              new PeerReport(id(3), State.GONE, true, List.of())));

  private static FeedId id(int first) {
    byte[] key = new byte[32];
    key[0] = (byte) first;
    return FeedId.of(key);
  }

  @Test
  void report_isReadAsItWasWritten() {
    assertThat(PresenceReport.decode(REPORT.encode())).contains(REPORT);
    assertThat(PresenceReport.decode(new PresenceReport(0, List.of()).encode()))
        .contains(new PresenceReport(0, List.of()));
  }

  @Test
  void report_hasTheLayoutThatIsDocumented() {
    byte[] bytes = REPORT.encode();

    assertThat(bytes).hasSize(12 + 34 + 12 + 34 + 34);
    assertThat(bytes[7]).isEqualTo((byte) 7);
    assertThat(bytes[11]).isEqualTo((byte) 3);
    assertThat(bytes[12]).isEqualTo((byte) 1);
    assertThat(bytes[12 + 32]).isEqualTo((byte) (2 + 4));
    assertThat(bytes[12 + 33]).isEqualTo((byte) 3);
  }

  @Test
  void age_beyondWhatFits_isTheLongest() {
    PresenceReport old =
        new PresenceReport(1, List.of(new PeerReport(id(1), State.HERE, false, List.of(1L << 40))));

    assertThat(PresenceReport.decode(old.encode()).orElseThrow().peers().getFirst().ages())
        .containsExactly(0xffffffffL);
  }

  @Test
  void report_cutAnywhere_isRefused_andWhatStandsBehindItIsPassedOver() {
    byte[] bytes = REPORT.encode();

    for (int length = 0; length < bytes.length; length++) {
      assertThat(PresenceReport.decode(Arrays.copyOf(bytes, length))).isEmpty();
    }
    assertThat(PresenceReport.decode(Arrays.copyOf(bytes, bytes.length + 9))).contains(REPORT);
  }

  @Test
  void nonsense_isRefused() {
    assertThat(PresenceReport.decode(changed(0, 0x80))).as("sequence").isEmpty();
    assertThat(PresenceReport.decode(changed(8, 0x7f))).as("count").isEmpty();
    assertThat(PresenceReport.decode(changed(8, 0xff))).as("negative count").isEmpty();
    assertThat(PresenceReport.decode(changed(44, 3))).as("state").isEmpty();
    assertThat(PresenceReport.decode(changed(44, 0xfe))).as("negative state").isEmpty();
    assertThat(PresenceReport.decode(changed(45, 4))).as("ages").isEmpty();
    assertThat(PresenceReport.decode(changed(45, 0))).as("here without an age").isEmpty();
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      PresenceReport.decode(bytes)
          .ifPresent(read -> assertThat(PresenceReport.decode(read.encode())).contains(read));
    }
  }

  @Test
  void stateThatThisReleaseDoesNotKnow_isRefused() {
    byte[] bytes = REPORT.encode();
    bytes[12 + 34 + 12 + 32] = 3;
    assertThat(PresenceReport.decode(bytes)).isEmpty();

    bytes[12 + 34 + 12 + 32] = 3 + 4;
    assertThat(PresenceReport.decode(bytes)).isEmpty();
  }

  private static byte[] changed(int place, int value) {
    byte[] bytes = REPORT.encode();
    bytes[place] = (byte) value;
    return bytes;
  }
}
