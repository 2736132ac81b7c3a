package alcove.tunnel.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs of schedules, called from outside of {@link InterruptedClasses} by names and JDK types. */
public final class SimulationRuns {
  private SimulationRuns() {}

  /**
   * Runs the schedules of those seeds, until something is wrong.
   *
   * @return what is wrong, with the shortest schedule that shows it; null if nothing is
   */
  public static @Nullable String find(long first, long last) {
    for (long seed = first; seed <= last; seed++) {
      Schedule schedule = Schedule.of(seed);
      Optional<Violation> found = Simulation.run(schedule);
      if (found.isPresent()) {
        return told(schedule, found.get());
      }
    }
    return null;
  }

  private static String told(Schedule schedule, Violation found) {
    Schedule least = Shrinking.of(schedule, found);
    return "%s%n-Dalcove.simulation.seed=%s shows it, and with -Dalcove.simulation.deeds=%s%n%s%n"
        .formatted(
            found.getMessage(),
            schedule.seed(),
            least.numbers(),
            String.join("\n", Simulation.trace(least)));
  }

  /** What happens in the schedule of {@code seed}, or in some of its deeds. */
  public static List<String> trace(long seed, @Nullable String numbers) {
    Schedule schedule = Schedule.of(seed);
    if (numbers == null) {
      return Simulation.trace(schedule);
    }
    Set<Integer> kept =
        Arrays.stream(numbers.split(",", -1)).map(Integer::valueOf).collect(Collectors.toSet());
    return Simulation.trace(schedule.only(deed -> kept.contains(deed.number())));
  }
}
