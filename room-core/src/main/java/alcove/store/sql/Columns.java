package alcove.store.sql;

import alcove.identity.FeedId;
import alcove.identity.FeedSignature;
import alcove.identity.MalformedException;
import alcove.identity.Word;
import alcove.room.growth.Span;
import alcove.room.model.Alias;
import alcove.room.model.Member;
import alcove.room.model.Notice;
import alcove.room.model.NoticeKind;
import alcove.room.model.Paging;
import alcove.room.model.Report;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.names.FormerAlias;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/**
 * The form in which Jdbi writes our values into columns and reads them again. What is not of its
 * form can only come from another program.
 */
public final class Columns {
  private Columns() {}

  /** Reads the text of a column. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(String text) throws MalformedException;
  }

  /** Has {@code jdbi} know them, and the records that are rows of one table. */
  public static Jdbi teach(Jdbi jdbi) {
    jdbi.registerArgument(Columns::argument)
        .registerColumnMapper(Instant.class, Columns::instant)
        .registerColumnMapper(FeedId.class, reading(FeedId::parse))
        .registerColumnMapper(Session.Device.class, reading(Session.Device::parse))
        .registerColumnMapper(FeedSignature.class, reading(FeedSignature::parse));
    register(jdbi, Role.class);
    register(jdbi, NoticeKind.class);
    register(jdbi, SignInWay.class);
    register(jdbi, Span.class);
    register(jdbi, Report.Reason.class);
    register(jdbi, Report.Outcome.class);
    for (Class<?> row :
        List.of(Alias.class, Member.class, Notice.class, FormerAlias.class, Session.class)) {
      jdbi.registerRowMapper(ConstructorMapper.factory(row));
    }
    return jdbi;
  }

  private static Optional<Argument> argument(
      Type type, @Nullable Object value, ConfigRegistry config) {
    return switch (value) {
      case FeedId id -> Optional.of(text(id.toString()));
      case FeedSignature signature -> Optional.of(text(signature.toString()));
      case Session.Device device -> Optional.of(text(device.toString()));
      case Word constant -> Optional.of(text(constant.word()));
      case Instant instant ->
          Optional.of(
              (place, statement, _) ->
                  statement.setObject(place, instant.atOffset(ZoneOffset.UTC)));
      case null, default -> Optional.empty();
    };
  }

  private static Argument text(String text) {
    return (place, statement, _) -> statement.setString(place, text);
  }

  private static @Nullable Instant instant(ResultSet row, int place, Object context)
      throws SQLException {
    OffsetDateTime time = row.getObject(place, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static <E extends Enum<E> & Word> void register(Jdbi jdbi, Class<E> type) {
    jdbi.registerColumnMapper(
        type,
        reading(
            word ->
                Word.named(type, word)
                    .orElseThrow(() -> new MalformedException(word, "one that is known"))));
  }

  /** Who is in two columns, the kind and the id. */
  static Actor actor(RowView row, String kind, String id) throws SQLException {
    String word = row.getColumn(kind, String.class);
    return switch (word) {
      case "operator" -> Actor.operator();
      case "visitor" -> Actor.visitor();
      case "peer" -> Actor.of(row.getColumn(id, FeedId.class));
      case null, default -> throw foreign(kind, word);
    };
  }

  static <T> Optional<T> optional(RowView row, String column, Class<T> type) {
    return Optional.ofNullable(row.getColumn(column, type));
  }

  static SQLException foreign(String column, @Nullable String value) {
    return new SQLException("column " + column + " holds \"" + value + "\", which is unknown");
  }

  /** Whether a query finds anything. */
  static boolean any(Handle handle, String query, Object... values) {
    return handle
        .select(query + " FETCH FIRST 1 ROWS ONLY", values)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** The ids of the rows whose time in a column is earlier, the oldest, {@code most} of them. */
  static List<Long> before(Handle handle, String table, String column, Instant time, int most) {
    return handle
        .select(
            "SELECT id FROM "
                + table
                + " WHERE "
                + column
                + " < ? ORDER BY "
                + column
                + ", id FETCH FIRST "
                + most
                + " ROWS ONLY",
            time)
        .mapTo(Long.class)
        .list();
  }

  /**
   * Takes out rows of a table; how many. By their ids: H2 goes over a whole table for a selection
   * of a part of it.
   */
  static int delete(Handle handle, String table, List<Long> ids) {
    return ids.isEmpty()
        ? 0
        : handle
            .createUpdate("DELETE FROM " + table + " WHERE id IN (<ids>)")
            .bindList("ids", ids)
            .execute();
  }

  /** The end of a query that wants some of its rows alone. */
  static String only(Paging paging) {
    return " OFFSET %s ROWS FETCH NEXT %s ROWS ONLY".formatted(paging.skipped(), paging.size());
  }

  /** What {@code LIKE ... ESCAPE '!'} finds wherever {@code part} is. */
  static String containing(String part) {
    return "%" + part.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }

  private static <T> ColumnMapper<@Nullable T> reading(Reader<T> reader) {
    return (row, place, _) -> {
      String text = row.getString(place);
      try {
        return text == null ? null : reader.read(text);
      } catch (MalformedException foreign) {
        // without its cause, whose words would not say which column
        throw new SQLException(
            "column %s: %s"
                .formatted(
                    row.getMetaData().getColumnLabel(place).toLowerCase(Locale.ROOT),
                    foreign.getMessage()));
      }
    };
  }
}
