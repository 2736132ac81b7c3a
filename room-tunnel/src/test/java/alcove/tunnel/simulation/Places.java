package alcove.tunnel.simulation;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The places inside the room's own code at which another thread could see or change what this one
 * shares with it. {@link InterruptedClasses} calls them.
 */
public final class Places {
  private static final AtomicReference<@Nullable World> WORLD = new AtomicReference<>();

  private Places() {}

  /** Those of {@code other} from now on. */
  static void are(World other) {
    WORLD.set(other);
  }

  /** One of them. */
  public static void here() {
    World now = WORLD.get();
    if (now != null) {
      now.innerPlace();
    }
  }
}
