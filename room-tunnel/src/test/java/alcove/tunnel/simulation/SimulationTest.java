package alcove.tunnel.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A room in many schedules: as many as {@code SIMULATION_SCHEDULES} says, from seed {@code
 * SIMULATION_FIRST} on. With {@code -Dalcove.simulation.seed=N} it is that one, told step by step,
 * and with {@code -Dalcove.simulation.deeds=1,5,7} only those deeds of it.
 */
class SimulationTest {
  private static final long SCHEDULES = number("SIMULATION_SCHEDULES", "1000");
  private static final long FIRST = number("SIMULATION_FIRST", "1");
  private static final @Nullable String SEED = System.getProperty("alcove.simulation.seed");
  private static final @Nullable String DEEDS = System.getProperty("alcove.simulation.deeds");

  private final ClassLoader interrupted =
      new InterruptedClasses(SimulationTest.class.getClassLoader());

  private static long number(String variable, String otherwise) {
    return Long.parseLong(Objects.requireNonNullElse(System.getenv(variable), otherwise));
  }

  @Test
  void room_inManySchedules_keepsWhatItPromises() throws Exception {
    long first = SEED == null ? FIRST : Long.parseLong(SEED);
    long last = SEED == null ? FIRST + SCHEDULES - 1 : first;
    if (SEED != null) {
      trace(first, DEEDS).forEach(System.out::println);
    }

    Object found = method("find", long.class, long.class).invoke(null, first, last);

    assertThat(found).isNull();
  }

  @Test
  void schedule_again_isTheSame() throws Exception {
    for (long seed = 1; seed <= 100; seed++) {
      assertThat(trace(seed, null)).isEqualTo(trace(seed, null));
    }
  }

  private List<?> trace(long seed, @Nullable String deeds) throws Exception {
    return (List<?>) method("trace", long.class, String.class).invoke(null, seed, deeds);
  }

  private Method method(String name, Class<?>... parameters) throws Exception {
    return interrupted
        .loadClass("alcove.tunnel.simulation.SimulationRuns")
        .getMethod(name, parameters);
  }
}
