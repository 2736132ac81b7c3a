package alcove.tunnel.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The search for the fewest deeds of a schedule that still show something wrong. */
final class Shrinking {
  private static final int TRIES = 600;

  private Shrinking() {}

  /** Such a schedule, in which the same is wrong as {@code found}. */
  static Schedule of(Schedule failing, Violation found) {
    Schedule least = failing;
    int tries = 0;
    for (int part = Math.max(1, failing.deeds().size() / 2); part >= 1; part /= 2) {
      boolean isShorter;
      do {
        isShorter = false;
        for (int at = 0; at < least.deeds().size() && tries < TRIES; tries++) {
          Schedule fewer = without(least, at, part);
          if (isSame(Simulation.run(fewer), found)) {
            least = fewer;
            isShorter = true;
          } else {
            at += part;
          }
        }
      } while (isShorter && part == 1 && tries < TRIES);
    }
    return least;
  }

  private static boolean isSame(Optional<Violation> now, Violation found) {
    return now.filter(each -> each.kind().equals(found.kind())).isPresent();
  }

  private static Schedule without(Schedule schedule, int from, int many) {
    List<Deed> deeds = new ArrayList<>(schedule.deeds());
    Set<Deed> out = new HashSet<>(deeds.subList(from, Math.min(deeds.size(), from + many)));
    return schedule.only(deed -> !out.contains(deed));
  }
}
