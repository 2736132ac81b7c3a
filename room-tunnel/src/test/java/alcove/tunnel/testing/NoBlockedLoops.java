package alcove.tunnel.testing;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails each test during which one of the event loops that a {@link LoopWatch} sees was blocked.
 * JUnit finds it by itself, through {@code META-INF/services}.
 */
public final class NoBlockedLoops implements AfterEachCallback {
  @Override
  public void afterEach(ExtensionContext context) {
    List<String> blocked = LoopWatch.takeBlocked();
    if (!blocked.isEmpty()) {
      throw new AssertionError("an event loop was blocked:\n" + String.join("\n", blocked));
    }
  }
}
