package alcove.app;

import java.util.Optional;

/**
 * The ports that a started server listens on, also where the system chose them.
 *
 * @param https where it speaks TLS itself, if it does
 */
record OpenPorts(int ssb, int http, Optional<Integer> https) {
  /** Without TLS of its own. */
  OpenPorts(int ssb, int http) {
    this(ssb, http, Optional.empty());
  }

  /** Those that a server would open, as far as they are chosen. */
  static OpenPorts chosen(RoomConfig config) {
    return new OpenPorts(
        config.get(Setting.SSB_PORT), config.get(Setting.HTTP_PORT), config.httpsPort());
  }
}
