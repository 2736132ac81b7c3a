package alcove.room.model;

import alcove.identity.Word;
import java.util.Optional;

/** How links to aliases are written; all forms always resolve. */
public enum AliasForm implements Word {
  /** {@code https://room.example/alias/NAME}: works everywhere. */
  PATH,
  /** {@code https://NAME.room.example}: needs a wildcard in the DNS and in the certificate. */
  SUBDOMAIN;

  /** The form that a person names. */
  public static Optional<AliasForm> named(String word) {
    return Word.named(AliasForm.class, word);
  }
}
