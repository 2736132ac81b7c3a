package alcove.store.goroom;

import static alcove.store.goroom.GoRoomSchema.Table.CONFIG;
import static alcove.store.goroom.GoRoomSchema.Table.FALLBACK_PASSWORDS;
import static alcove.store.goroom.GoRoomSchema.Table.FALLBACK_RESET_TOKENS;
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
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * The queries. What SQLite would let be null, though the schema forbids it, reads as empty or zero.
 */
final class GoRoomReader {
  private final Handle database;
  private final GoRoomSchema schema;

  GoRoomReader(Handle database, GoRoomSchema schema) {
    this.database = database;
    this.schema = schema;
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
            "SELECT privacyMode, defaultLanguage FROM config WHERE id = 0",
            row -> new ConfigRow(row.getLong("privacyMode"), text(row, "defaultLanguage")))
        .stream()
        .findFirst();
  }

  private List<MemberRow> members() {
    return list(
        Table.MEMBERS,
        "SELECT id, role, pub_key FROM members ORDER BY id",
        row -> new MemberRow(row.getLong("id"), row.getLong("role"), text(row, "pub_key")));
  }

  private List<AliasRow> aliases() {
    return list(
        Table.ALIASES,
        "SELECT name, member_id, signature FROM aliases ORDER BY id",
        row -> new AliasRow(text(row, "name"), row.getLong("member_id"), base64(row, "signature")));
  }

  private List<InviteRow> invites() {
    return list(
        Table.INVITES,
        """
        SELECT id, hashed_token, created_by, created_at FROM invites WHERE active = 1 ORDER BY id\
        """,
        row ->
            new InviteRow(
                row.getLong("id"),
                text(row, "hashed_token"),
                row.getLong("created_by"),
                row.getString("created_at")));
  }

  private List<DeniedRow> denied() {
    return list(
        Table.DENIED_KEYS,
        "SELECT pub_key, comment, created_at FROM denied_keys ORDER BY id",
        row ->
            new DeniedRow(text(row, "pub_key"), text(row, "comment"), row.getString("created_at")));
  }

  private List<NoticeRow> notices() {
    return list(
        NOTICES,
        """
        SELECT notices.id AS id, pins.name AS pin, language, title, content
        FROM notices
        LEFT JOIN pin_notices ON notice_id = notices.id
        LEFT JOIN pins ON pins.id = pin_id
        ORDER BY notices.id, pins.id
        """,
        row ->
            new NoticeRow(
                row.getLong("id"),
                Optional.ofNullable(row.getString("pin")),
                text(row, "language"),
                text(row, "title"),
                text(row, "content")));
  }

  private List<PasswordRow> passwords() {
    var login = schema.passwordsHaveLogins() ? "login" : "''";
    return list(
        FALLBACK_PASSWORDS,
        "SELECT id, member_id, %s AS login, password_hash FROM fallback_passwords ORDER BY id"
            .formatted(login),
        row ->
            new PasswordRow(
                row.getLong("id"),
                row.getLong("member_id"),
                text(row, "login"),
                ascii(row, "password_hash")));
  }

  private int count(Table table, String rows) {
    return list(table, "SELECT count(*) FROM " + rows, row -> row.getInt(1)).stream()
        .findFirst()
        .orElse(0);
  }

  /** The rows of a query, none where the schema is older than the table. */
  private <T> List<T> list(Table table, String query, Row<T> mapper) {
    RowMapper<T> row = (found, context) -> mapper.read(found);
    return schema.has(table) ? database.createQuery(query).map(row).list() : List.of();
  }

  /** Without zero characters, which PostgreSQL keeps in no text. */
  private static String text(ResultSet row, String column) throws SQLException {
    var text = row.getString(column);
    return text == null ? "" : text.replace("\0", "");
  }

  private static String base64(ResultSet row, String column) throws SQLException {
    var bytes = row.getBytes(column);
    return bytes == null ? "" : Base64.getEncoder().encodeToString(bytes);
  }

  private static String ascii(ResultSet row, String column) throws SQLException {
    var bytes = row.getBytes(column);
    return bytes == null ? "" : new String(bytes, StandardCharsets.US_ASCII);
  }

  /** One row of an answer. */
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }
}
