package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.watch.LogLines;
import ch.qos.logback.classic.Level;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TroubleLogTest {
  @RegisterExtension final LogLines log = LogLines.of(RegistryWatch.class);

  private final TroubleLog trouble = new TroubleLog();

  @Test
  void trouble_thatLasts_isToldOnceForEachReason_andWhenItIsOver() {
    for (int i = 0; i < 100; i++) {
      trouble.hear(Optional.of("Connection reset"));
      trouble.hear(Optional.of("Connection reset by peer"));
    }
    trouble.hear(Optional.empty());
    trouble.hear(Optional.empty());

    assertThat(log.lines())
        .containsExactly(
            "nothing can be changed in this room: Connection reset",
            "nothing can be changed in this room yet: Connection reset by peer",
            "the room can be changed again");
    assertThat(log.events()).filteredOn(each -> each.getLevel() == Level.ERROR).hasSize(1);
  }

  @Test
  void trouble_thatSaysSomethingElseEachTime_isToldAFewTimes() {
    for (int i = 0; i < 100; i++) {
      trouble.hear(Optional.of("after %s ms".formatted(i)));
    }

    assertThat(log.lines()).hasSize(5);
  }

  @Test
  void trouble_thatComesAgain_isToldAgain() {
    trouble.hear(Optional.of("full"));
    trouble.hear(Optional.empty());
    trouble.hear(Optional.of("full"));

    assertThat(log.lines()).hasSize(3).last().asString().endsWith("room: full");
  }
}
