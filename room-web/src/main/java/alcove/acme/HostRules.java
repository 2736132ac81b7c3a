package alcove.acme;

import io.vertx.core.Future;

/** The hosts besides the domain that may have certificates of their own. Thread-safe. */
public interface HostRules {
  /** Whether a host could be one by its form, and such hosts are to have any. Never blocks. */
  boolean isCandidate(String host);

  /** Whether there is such a host now. */
  Future<Boolean> exists(String host);
}
