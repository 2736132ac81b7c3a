package alcove.app;

import alcove.room.model.RoomSettings;
import alcove.room.policy.PrivacyMode;
import alcove.store.DatabaseUrl;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Everything an operator chose, checked and complete. Immutable.
 *
 * @param data where the room's identity and data are
 * @param texts what was chosen for which setting, each as that expects it
 */
record RoomConfig(Path data, Map<Setting<?>, String> texts) {
  private static final String USUAL_NAME = "Alcove";

  RoomConfig {
    texts = Map.copyOf(texts);
  }

  /** What was chosen for {@code setting}, or its default. */
  <T> T get(Setting<T> setting) {
    return setting.value(Optional.ofNullable(texts.get(setting)));
  }

  /** Where the room's database is. */
  DatabaseUrl database() {
    return get(Setting.JDBC_URL).orElseGet(() -> DatabaseUrl.in(data));
  }

  /** What a new room begins with. */
  RoomSettings ofANewRoom() {
    return RoomSettings.ofANewRoom(
        get(Setting.PRIVACY_MODE).orElse(PrivacyMode.COMMUNITY),
        get(Setting.NAME).or(() -> get(Setting.DOMAIN)).orElse(USUAL_NAME));
  }

  /** How the room speaks HTTPS itself, if it does. */
  Optional<Tls> tls() {
    return get(Setting.TLS_CERT)
        .flatMap(
            certificate ->
                get(Setting.TLS_KEY)
                    .map(key -> new Tls(certificate, key, get(Setting.HTTPS_PORT))));
  }

  /**
   * HTTPS without anybody in front.
   *
   * @param certificate the file of the chain, the room's own certificate first
   * @param key the file of the key
   * @param port 0 lets the system choose
   */
  record Tls(Path certificate, Path key, int port) {}
}
