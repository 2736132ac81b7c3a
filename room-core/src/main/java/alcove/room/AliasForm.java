package alcove.room;

import java.util.Locale;
import java.util.Optional;

/** How links to aliases are written; all forms always resolve. */
public enum AliasForm {
  /** {@code https://room.example/alias/NAME}: works everywhere. */
  PATH,
  /** {@code https://NAME.room.example}: needs a wildcard in the DNS and in the certificate. */
  SUBDOMAIN;

  /** The form that a person names. */
  public static Optional<AliasForm> named(String word) {
    for (AliasForm form : values()) {
      if (form.word().equals(word)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /** The name in lower case, as commands, pages and the database write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
