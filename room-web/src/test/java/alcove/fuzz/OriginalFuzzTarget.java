package alcove.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A reader beside the original that reads the same: both accept the same and make the same of it,
 * but for differences that are known by name.
 */
public abstract class OriginalFuzzTarget extends FuzzTarget {
  private final Set<KnownDifference> seen = EnumSet.noneOf(KnownDifference.class);
  private final Set<KnownDifference> known;

  /** One that is known to differ in these ways, and in no other. */
  protected OriginalFuzzTarget(KnownDifference... known) {
    this.known = EnumSet.noneOf(KnownDifference.class);
    this.known.addAll(Set.of(known));
  }

  /** The original differs here, for this reason. */
  protected final void differs(KnownDifference why) {
    assertThat(known).contains(why);
    seen.add(why);
  }

  @Override
  protected long mostAllocated(int length) {
    return 16 * super.mostAllocated(length);
  }

  /** One that is not seen any more has to go. */
  @Test
  void knownDifferences_inTheCorpus_areAllSeen() throws Exception {
    readCorpus();
    assertThat(seen).isEqualTo(known);
  }
}
