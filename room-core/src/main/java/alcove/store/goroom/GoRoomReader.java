package alcove.store.goroom;

import static alcove.store.goroom.GoRoomSchema.Table.ALIASES;
import static alcove.store.goroom.GoRoomSchema.Table.CONFIG;
import static alcove.store.goroom.GoRoomSchema.Table.DENIED_KEYS;
import static alcove.store.goroom.GoRoomSchema.Table.FALLBACK_PASSWORDS;
import static alcove.store.goroom.GoRoomSchema.Table.FALLBACK_RESET_TOKENS;
import static alcove.store.goroom.GoRoomSchema.Table.INVITES;
import static alcove.store.goroom.GoRoomSchema.Table.MEMBERS;
import static alcove.store.goroom.GoRoomSchema.Table.NOTICES;
import static alcove.store.goroom.GoRoomSchema.Table.SIWSSB_SESSIONS;

import alcove.store.goroom.GoRoomRows.AliasRow;
import alcove.store.goroom.GoRoomRows.ConfigRow;
import alcove.store.goroom.GoRoomRows.DeniedRow;
import alcove.store.goroom.GoRoomRows.InviteRow;
import alcove.store.goroom.GoRoomRows.MemberRow;
import alcove.store.goroom.GoRoomRows.NoticeRow;
import alcove.store.goroom.GoRoomRows.PasswordRow;
import alcove.store.goroom.GoRoomSchema.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The queries. What SQLite would let be null, though the schema forbids it, reads as empty or zero.
 */
final class GoRoomReader {
  private final Handle database;
  private final GoRoomSchema schema;

  GoRoomReader(Handle database, GoRoomSchema schema) {
    this.database = database;
    this.schema = schema;
    database.registerColumnMapper(String.class, GoRoomReader::text);
    for (Class<?> row :
        List.of(
            ConfigRow.class,
            MemberRow.class,
            AliasRow.class,
            InviteRow.class,
            DeniedRow.class,
            NoticeRow.class,
            PasswordRow.class)) {
      database.registerRowMapper(ConstructorMapper.factory(row));
    }
  }

  GoRoomRows read() {
    return new GoRoomRows(
        config(),
        members(),
        aliases(),
        invites(),
        denied(),
        notices(),
        passwords(),
        count(SIWSSB_SESSIONS, "SIWSSB_sessions"),
        count(FALLBACK_RESET_TOKENS, "fallback_reset_tokens WHERE active = 1"));
  }

  private Optional<ConfigRow> config() {
    return list(
            CONFIG,
            ConfigRow.class,
            "SELECT privacyMode AS mode, defaultLanguage AS language FROM config WHERE id = 0")
        .stream()
        .findFirst();
  }

  private List<MemberRow> members() {
    return list(
        MEMBERS, MemberRow.class, "SELECT id, role, pub_key AS key FROM members ORDER BY id");
  }

  private List<AliasRow> aliases() {
    return list(
        ALIASES,
        AliasRow.class,
        "SELECT name, member_id, hex(signature) AS signature FROM aliases ORDER BY id");
  }

  private List<InviteRow> invites() {
    return list(
        INVITES,
        InviteRow.class,
        """
        SELECT id, hashed_token AS token_hash, created_by, created_at FROM invites
        WHERE active = 1 ORDER BY id\
        """);
  }

  private List<DeniedRow> denied() {
    return list(
        DENIED_KEYS,
        DeniedRow.class,
        "SELECT pub_key AS key, comment, created_at FROM denied_keys ORDER BY id");
  }

  private List<NoticeRow> notices() {
    return list(
        NOTICES,
        NoticeRow.class,
        """
        SELECT notices.id AS id, coalesce(pins.name, '') AS pin, language, title, content
        FROM notices
        LEFT JOIN pin_notices ON notice_id = notices.id
        LEFT JOIN pins ON pins.id = pin_id
        ORDER BY notices.id, pins.id
        """);
  }

  private List<PasswordRow> passwords() {
    return list(
        FALLBACK_PASSWORDS,
        PasswordRow.class,
        """
        SELECT id, member_id, %s AS login, CAST(password_hash AS TEXT) AS hash
        FROM fallback_passwords ORDER BY id\
        """
            .formatted(schema.passwordsHaveLogins() ? "login" : "''"));
  }

  private int count(Table table, String rows) {
    return list(table, Integer.class, "SELECT count(*) FROM " + rows).stream()
        .findFirst()
        .orElse(0);
  }

  /** The rows of a query, none where the schema is older than the table. */
  private <T> List<T> list(Table table, Class<T> row, String query) {
    return schema.has(table) ? database.select(query).mapTo(row).list() : List.of();
  }

  /** Without zero characters, which PostgreSQL keeps in no text. */
  private static String text(ResultSet row, int place, StatementContext context)
      throws SQLException {
    var text = row.getString(place);
    return text == null ? "" : text.replace("\0", "");
  }
}
