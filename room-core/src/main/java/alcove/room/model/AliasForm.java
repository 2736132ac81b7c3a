package alcove.room.model;

import alcove.identity.Word;

/** The form in which links to aliases are written; all forms always resolve. */
public enum AliasForm implements Word {
  /** {@code https://room.example/alias/NAME}: works everywhere. */
  PATH,
  /** {@code https://NAME.room.example}: needs a wildcard in the DNS and in the certificate. */
  SUBDOMAIN
}
