package alcove.fuzz;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Jazzer calls for every input that it makes up. The property {@code alcove.fuzz.target} names
 * the class of the target.
 */
public final class Jazzer {
  private static @Nullable FuzzTarget target;

  private Jazzer() {}

  public static void fuzzerInitialize() throws ReflectiveOperationException {
    target = Corpora.target(System.getProperty("alcove.fuzz.target"));
  }

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Objects.requireNonNull(target).run(input);
  }
}
