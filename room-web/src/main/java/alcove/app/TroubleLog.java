package alcove.app;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of what is the matter with a registry: an error when it begins, another line for each
 * reason that is new meanwhile, of which there are some at most, and one when it is over. Confined
 * to one thread at a time.
 */
final class TroubleLog {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryWatch.class);
  private static final int MOST_REASONS = 5;

  private final Set<String> told = new HashSet<>();

  /** Tells what is new; to be called again and again. */
  void hear(Optional<String> trouble) {
    if (trouble.isEmpty()) {
      if (!told.isEmpty()) {
        LOG.info("the room can be changed again");
      }
      told.clear();
    } else if (told.isEmpty()) {
      told.add(trouble.get());
      LOG.error("nothing can be changed in this room: {}", trouble.get());
    } else if (told.size() < MOST_REASONS && told.add(trouble.get())) {
      LOG.warn("nothing can be changed in this room yet: {}", trouble.get());
    }
  }
}
