package alcove.store.goroom;

import static java.util.stream.Collectors.toSet;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The tables that a database has, after which of go-ssb-room's migrations.
 *
 * <p>What a migration should have brought must be there, and after a migration that is not known
 * here everything must, so that nothing is passed over in silence.
 *
 * @param tables those that are there with all columns that are read
 * @param passwordsHaveLogins whether passwords have names of their own, as they had at first
 * @param unknownMigrations of a go-ssb-room newer than this
 */
record GoRoomSchema(
    Set<Table> tables, boolean passwordsHaveLogins, List<String> unknownMigrations) {
  /** A table of which something is read, and the migration of go-ssb-room that brought it. */
  enum Table {
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

    Table(String migration, String... columns) {
      this.migration = migration;
      this.columns = List.of(columns);
    }

    String sqlName() {
      return name().toLowerCase(Locale.ROOT);
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

  private static final Set<String> KNOWN =
      Stream.of(Table.values()).map(Table::migration).collect(toSet());

  /**
   * Looks at the tables and their columns.
   *
   * @throws GoRoomException if it is another program's database, or of an unknown schema
   */
  static GoRoomSchema read(Handle database, Path file) throws GoRoomException {
    var migrations = migrations(database);
    var unknown = migrations.stream().filter(id -> !KNOWN.contains(id)).sorted().toList();
    var present = EnumSet.noneOf(Table.class);
    for (var table : Table.values()) {
      var missing = missing(database, table);
      if (missing.isEmpty()) {
        present.add(table);
      } else if (isExpected(table, migrations, unknown)) {
        throw refusal(file, missing, unknown);
      }
    }
    var logins = columns(database, Table.FALLBACK_PASSWORDS.name()).contains("login");
    return new GoRoomSchema(Set.copyOf(present), logins, unknown);
  }

  boolean has(Table table) {
    return tables.contains(table);
  }

  private static boolean isExpected(Table table, Set<String> migrations, List<String> unknown) {
    return table.migration().equals(Table.FIRST_MIGRATION)
        || migrations.contains(table.migration())
        || !unknown.isEmpty();
  }

  private static String missing(Handle database, Table table) {
    var columns = columns(database, table.name());
    if (columns.isEmpty()) {
      return "table " + table.sqlName();
    }
    return table.columns().stream()
        .filter(column -> !columns.contains(column.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(column -> "column %s.%s".formatted(table.sqlName(), column))
        .orElse("");
  }

  private static Set<String> migrations(Handle database) {
    if (columns(database, "gorp_migrations").isEmpty()) {
      return Set.of();
    }
    return database
        .createQuery("SELECT id FROM gorp_migrations")
        .mapTo(String.class)
        .collect(toSet());
  }

  private static Set<String> columns(Handle database, String table) {
    return database
        .createQuery("SELECT lower(name) FROM pragma_table_info(:table)")
        .bind("table", table)
        .mapTo(String.class)
        .collect(toSet());
  }

  private static GoRoomException refusal(Path file, String missing, List<String> unknown) {
    var why =
        unknown.isEmpty()
            ? "is it the database of a go-ssb-room of version 2?"
            : "it was changed by a go-ssb-room that is not known here (%s)"
                .formatted(String.join(", ", unknown));
    return new GoRoomException("%s has no %s: %s".formatted(file, missing, why));
  }
}
