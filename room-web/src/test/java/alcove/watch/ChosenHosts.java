package alcove.watch;

import org.junit.jupiter.api.extension.Extension;

/**
 * Lets tests say by which host they call a site, which Java's HTTP client otherwise lets nobody do.
 * It reads that once, so this is done before all tests, through {@code META-INF/services}.
 */
public final class ChosenHosts implements Extension {
  /** Made by JUnit. */
  public ChosenHosts() {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
  }
}
