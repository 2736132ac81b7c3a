package alcove.store.goroom;

import java.util.List;

/** What is read of go-ssb-room's schema, and which of its migrations brought it. */
enum GoRoomTable {
  MEMBERS("01-consolidated.sql", "id", "role", "pub_key"),
  ALIASES("01-consolidated.sql", "id", "name", "member_id", "signature"),
  INVITES("01-consolidated.sql", "id", "hashed_token", "created_by", "created_at", "active"),
  DENIED_KEYS("01-consolidated.sql", "id", "pub_key", "comment", "created_at"),
  FALLBACK_PASSWORDS("01-consolidated.sql", "id", "member_id", "password_hash"),
  PINS("02-notices.sql", "id", "name"),
  NOTICES("02-notices.sql", "id", "title", "content", "language"),
  PIN_NOTICES("02-notices.sql", "notice_id", "pin_id"),
  CONFIG("03-config.sql", "id", "privacyMode", "defaultLanguage"),
  SIWSSB_SESSIONS("03-siwssb-tokens.sql", "member_id"),
  FALLBACK_RESET_TOKENS("04-overhaul-fallback-auth.sql", "active");

  /** The oldest schema that any release had. */
  static final String FIRST_MIGRATION = "01-consolidated.sql";

  private final String migration;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> columns;

  GoRoomTable(String migration, String... columns) {
    this.migration = migration;
    this.columns = List.of(columns);
  }

  /** The id in {@code gorp_migrations}. */
  String migration() {
    return migration;
  }

  /** The columns that are read. */
  List<String> columns() {
    return columns;
  }
}
