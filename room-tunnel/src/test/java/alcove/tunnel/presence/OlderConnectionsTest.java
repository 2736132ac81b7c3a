package alcove.tunnel.presence;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.tunnel.net.HandLoop;
import alcove.tunnel.net.HandPeer;
import alcove.tunnel.net.PeerConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Connections of one peer, opened a second after each other, and what becomes of the older. */
class OlderConnectionsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final HandLoop hand = new HandLoop();
  private final List<PeerConnection> all = new ArrayList<>();

  private PeerConnection connect() {
    hand.advance(Duration.ofSeconds(1));
    PeerConnection connection =
        new HandPeer(hand, (_, _, _) -> _ -> {}, (_, _, _) -> _ -> {}).connection;
    all.add(connection);
    return connection;
  }

  /** A second after the last has come. */
  private void overtake(List<PeerConnection> ofPeer, List<Long> elsewhere) {
    hand.advance(Duration.ofSeconds(1));
    OlderConnections.overtake(ofPeer, elsewhere);
  }

  private static String stateOf(PeerConnection each) {
    if (!each.isOpen()) {
      return "dropped";
    }
    return each.owesSignOfLife() ? "asked" : "left alone";
  }

  private List<String> states() {
    return all.stream().map(OlderConnectionsTest::stateOf).toList();
  }

  @Test
  void olderThanOneElsewhere_isAskedForASignOfLife_andOthersAreNot() {
    connect();
    long since = connect().since();
    overtake(all, List.of(since - 2 * SECOND, since));

    assertThat(states()).containsExactly("asked", "left alone");
  }

  @Test
  void threeNewerOnes_elsewhere_areAllThatAPeerMayHave() {
    long since = connect().since();
    overtake(all, List.of(since + 1, since + 2));
    assertThat(states()).containsExactly("asked");

    overtake(all, List.of(since + 1, since + 2, since + 3));
    assertThat(states()).containsExactly("dropped");
  }

  @Test
  void newerOnes_hereAndElsewhere_countTogether() {
    connect();
    connect();
    long newest = connect().since();
    overtake(List.of(all.get(1), all.get(0), all.get(2)), List.of(newest + 1));

    assertThat(states()).containsExactly("dropped", "asked", "asked");
  }

  @Test
  void nothingElsewhere_dropsWhatIsTooMuch_andAsksNobody() {
    for (int i = 0; i < 4; i++) {
      connect();
    }
    overtake(all, List.of());

    assertThat(states()).containsExactly("dropped", "left alone", "left alone", "left alone");
  }

  @Test
  void doubt_fallsOnWhoOwesAnAnswer() {
    AtomicInteger lost = new AtomicInteger();
    connect();
    PeerConnection paused = connect();
    OlderConnections.doubt(all, lost::incrementAndGet);
    assertThat(lost).hasValue(0);

    paused.pauseReading();
    OlderConnections.doubt(all, lost::incrementAndGet);
    assertThat(lost).hasValue(1);
  }
}
