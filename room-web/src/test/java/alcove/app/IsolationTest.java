package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a node does that hears of nothing any more. */
class IsolationTest {
  private final List<String> done = new ArrayList<>();
  private boolean registry = true;
  private boolean others = true;
  private final Isolation isolation =
      new Isolation(
          () -> registry,
          () -> others,
          new Isolation.Effects() {
            @Override
            public void refuseNewcomers() {
              done.add("refuse");
            }

            @Override
            public void turnOutAll() {
              done.add("turn out");
            }

            @Override
            public void admitNewcomers() {
              done.add("admit");
            }
          });

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      isolation.everySecond();
    }
  }

  private void see(boolean registry, boolean others) {
    this.registry = registry;
    this.others = others;
  }

  @Test
  void node_thatSeesTheRegistryOrOthers_goesOn() {
    see(false, true);
    pass(1_000);
    see(true, false);
    pass(1_000);

    assertThat(done).isEmpty();
  }

  @Test
  void node_thatSeesNothing_refusesNewcomersAfterTenSeconds_andTurnsAllOutAfterSixty() {
    see(false, false);
    pass(9);
    assertThat(done).isEmpty();
    pass(1);
    assertThat(done).containsExactly("refuse");
    pass(49);
    assertThat(done).containsExactly("refuse");
    pass(1);
    assertThat(done).containsExactly("refuse", "turn out");
    pass(1_000);
    assertThat(done).containsExactly("refuse", "turn out");
  }

  @Test
  void node_thatSeesTheRegistryAgain_isAsBefore_andCountsAnew() {
    see(false, false);
    pass(100);
    see(true, false);
    pass(1);
    assertThat(done).containsExactly("refuse", "turn out", "admit");
    done.clear();
    see(false, false);
    pass(9);
    see(true, false);
    pass(5);
    see(false, false);
    pass(9);
    assertThat(done).isEmpty();
    pass(1);
    assertThat(done).containsExactly("refuse");
  }

  /** What others told meanwhile, and have in the registry by now, they do not tell again. */
  @Test
  void node_thatSeesOnlyOthersAgain_doesNotKnowWhatItHasMissed() {
    see(false, false);
    pass(1);
    see(false, true);
    pass(9);
    assertThat(done).containsExactly("refuse");
    pass(50);
    assertThat(done).containsExactly("refuse", "turn out");
    see(true, true);
    pass(1);
    assertThat(done).containsExactly("refuse", "turn out", "admit");
  }
}
