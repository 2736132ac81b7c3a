package alcove.app;

import alcove.acme.Authority;
import alcove.room.model.RoomSettings;
import alcove.room.policy.PrivacyMode;
import alcove.store.Database;
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

  /** How a server holds its registry, if that is on a server. */
  Database.Lock lock() {
    return get(Setting.CLUSTER) ? Database.Lock.SHARED : Database.Lock.EXCLUSIVE;
  }

  /** The same for a command without a server here; nodes may run on other machines. */
  Database.Lock lockOfCommands() {
    return get(Setting.CLUSTER) ? Database.Lock.SHARED : Database.Lock.EITHER;
  }

  /** What a new room begins with. */
  RoomSettings ofANewRoom() {
    return RoomSettings.ofANewRoom(
        get(Setting.PRIVACY_MODE).orElse(PrivacyMode.COMMUNITY),
        get(Setting.NAME).or(() -> get(Setting.DOMAIN)).orElse(USUAL_NAME));
  }

  /** The files by which the room speaks HTTPS itself, if there are any. */
  Optional<Tls> tls() {
    return get(Setting.TLS_CERT)
        .flatMap(certificate -> get(Setting.TLS_KEY).map(key -> new Tls(certificate, key)));
  }

  /** Whether the room gets its certificate by itself. */
  boolean isHttpsAutomatic() {
    return get(Setting.HTTPS) == HttpsChoice.AUTO;
  }

  /** The port at which the room speaks HTTPS itself, if it does; 0 lets the system choose. */
  Optional<Integer> httpsPort() {
    return isHttpsAutomatic() || tls().isPresent()
        ? Optional.of(get(Setting.HTTPS_PORT))
        : Optional.empty();
  }

  /** Who gives the certificates that the room gets by itself. */
  Authority authority() {
    return new Authority(
        get(Setting.ACME_DIRECTORY),
        get(Setting.ACME_CONTACT),
        get(Setting.ACME_EAB_KEY_ID)
            .flatMap(id -> get(Setting.ACME_EAB_KEY).map(key -> new Authority.Binding(id, key))),
        get(Setting.ACME_CA_FILE));
  }

  /**
   * A certificate that somebody else keeps fresh.
   *
   * @param certificate the file of the chain, the room's own certificate first
   * @param key the file of the key
   */
  record Tls(Path certificate, Path key) {}
}
