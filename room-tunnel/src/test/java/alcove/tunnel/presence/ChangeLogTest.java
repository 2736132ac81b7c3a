package alcove.tunnel.presence;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
  private final ChangeLog log = new ChangeLog();
  private final ChangeLog.Place beginning = log.end();

  @Test
  void everything_isReadInOrder() {
    log.add(Change.joined(who(1)));
    log.add(Change.joined(who(2)));
    log.add(Change.left(who(3)));

    assertThat(read(beginning)).containsExactly("joined 1", "joined 2", "left 3");
    assertThat(log.end().next()).isNull();
  }

  @Test
  void whoFallsBehind_readsTheNewestOfEachAlone() {
    for (int i = 0; i < 1000; i++) {
      log.add(Change.joined(who(1)));
      log.add(Change.left(who(i % 5 + 2)));
      log.add(Change.left(who(1)));
    }

    assertThat(read(beginning))
        .containsExactly("left 2", "left 3", "left 4", "left 5", "left 6", "left 1");
    assertThat(log.size()).isEqualTo(6);
  }

  @Test
  void whoStandsAtAChangeThatIsOutdated_goesOnFromThere() {
    log.add(Change.joined(who(1)));
    ChangeLog.Place reached = log.end();
    log.add(Change.joined(who(2)));
    log.add(Change.left(who(1)));
    log.add(Change.left(who(2)));
    log.add(Change.joined(who(1)));

    assertThat(read(reached)).containsExactly("left 2", "joined 1");
  }

  @Test
  void whatAllWereTold_isForgotten_andOthersReadOn() {
    for (int i = 1; i <= 50; i++) {
      log.add(Change.joined(who(i)));
    }
    ChangeLog.Place slowest = log.end();
    log.add(Change.joined(who(60)));
    log.add(Change.left(who(7)));

    log.forget(slowest.number());

    assertThat(log.size()).isEqualTo(2);
    assertThat(read(slowest)).containsExactly("joined 60", "left 7");
    log.add(Change.left(who(60)));
    log.add(Change.left(who(8)));
    assertThat(read(slowest)).containsExactly("left 7", "left 60", "left 8");
  }

  @Test
  void everythingForgotten_beginsAnew() {
    log.add(Change.joined(who(1)));
    log.add(Change.joined(who(2)));
    log.forget(log.end().number());
    ChangeLog.Place reached = log.end();

    log.add(Change.left(who(2)));
    log.add(Change.left(who(1)));

    assertThat(read(reached)).containsExactly("left 2", "left 1");
    assertThat(log.size()).isEqualTo(2);
  }

  @Test
  void whoReadsNothingWhileEndlessIdsComeAndGo_isTooFarBehind() {
    for (int i = 0; i < 3 * ChangeLog.MOST; i++) {
      log.add(Change.joined(who(i % 100)));
    }
    assertThat(log.isTooFarBehind(beginning)).isFalse();

    for (int i = 0; i <= ChangeLog.MOST; i++) {
      log.add(Change.left(who(1000 + i)));
    }
    assertThat(log.isTooFarBehind(beginning)).isTrue();
    assertThat(log.isTooFarBehind(log.end())).isFalse();

    log.forget(log.end().number());
    assertThat(log.size()).isLessThanOrEqualTo(1);
  }

  @Test
  void asManyChangesAsAreKept_areNotTooMany_howeverManyThereWere() {
    for (int i = 0; i < ChangeLog.MOST; i++) {
      log.add(Change.joined(who(i)));
    }
    assertThat(log.isTooFarBehind(beginning)).isFalse();
    ChangeLog.Place second = Objects.requireNonNull(beginning.next());

    log.add(Change.joined(who(ChangeLog.MOST)));

    assertThat(log.isTooFarBehind(beginning)).isTrue();
    assertThat(log.isTooFarBehind(second)).isFalse();
    log.forget(second.number());
    log.add(Change.left(who(ChangeLog.MOST)));
    assertThat(log.isTooFarBehind(second)).as("all the others have gone on").isFalse();
  }

  /** However the reader and the writer meet, in the end the reader knows what the writer knows. */
  @Test
  void readWhileItIsWritten_endsWithTheNewestOfEach() {
    CompletableFuture<List<String>> reader = CompletableFuture.supplyAsync(this::readUntilTheEnd);
    for (int i = 0; i < 100_000; i++) {
      log.add(i % 3 == 0 ? Change.joined(who(i % 7 + 1)) : Change.left(who(i % 7 + 1)));
    }
    log.add(Change.left(who(100)));

    List<String> read = reader.join();

    assertThat(read).containsExactlyElementsOf(read(beginning));
  }

  /** The last that was read of each. */
  private List<String> readUntilTheEnd() {
    List<String> all = new ArrayList<>();
    for (ChangeLog.Place place = beginning; !all.contains("left 100"); ) {
      ChangeLog.Place next = place.next();
      if (next == null) {
        Thread.onSpinWait();
      } else {
        place = next;
        String number = " " + place.change().who().bytes()[0];
        all.removeIf(each -> each.endsWith(number));
        all.add(text(place));
      }
    }
    return all;
  }

  private static List<String> read(ChangeLog.Place from) {
    List<String> all = new ArrayList<>();
    for (ChangeLog.Place place = from.next(); place != null; place = place.next()) {
      all.add(text(place));
    }
    return all;
  }

  private static String text(ChangeLog.Place place) {
    String body = new String(place.change().body(), StandardCharsets.UTF_8);
    return (body.contains("joined") ? "joined " : "left ") + place.change().who().bytes()[0];
  }

  private static FeedId who(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    key[1] = (byte) (number >> 8);
    key[2] = (byte) (number >> 16);
    return FeedId.of(key);
  }
}
