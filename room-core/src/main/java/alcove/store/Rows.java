package alcove.store;

import alcove.identity.FeedId;
import alcove.identity.FeedSignature;
import alcove.identity.MalformedException;
import alcove.room.Actor;
import alcove.room.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads columns as what they mean. What is not of its form can only come from another program. */
final class Rows {
  private Rows() {}

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static @Nullable OffsetDateTime time(Optional<Instant> instant) {
    return instant.map(Rows::time).orElse(null);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  static FeedId id(ResultSet row, String column) throws SQLException {
    return parse(row.getString(column), column);
  }

  static Optional<FeedId> optionalId(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? Optional.empty() : Optional.of(parse(text, column));
  }

  private static FeedId parse(String text, String column) throws SQLException {
    try {
      return FeedId.parse(text);
    } catch (MalformedException foreign) {
      throw malformed(column, foreign);
    }
  }

  static FeedSignature signature(ResultSet row, String column) throws SQLException {
    try {
      return FeedSignature.parse(row.getString(column));
    } catch (MalformedException foreign) {
      throw malformed(column, foreign);
    }
  }

  static Actor actor(ResultSet row, String kind, String id) throws SQLException {
    String word = row.getString(kind);
    return switch (word) {
      case "operator" -> Actor.operator();
      case "visitor" -> Actor.visitor();
      case "peer" -> Actor.of(Rows.id(row, id));
      default -> throw foreign(kind, word);
    };
  }

  /** Without its cause, whose words would not say which column. */
  private static SQLException malformed(String column, MalformedException foreign) {
    return new SQLException("column " + column + ": " + foreign.getMessage());
  }

  static SQLException foreign(String column, @Nullable String value) {
    return new SQLException("column " + column + " holds \"" + value + "\", which is unknown");
  }

  /** The end of a query that wants some of its rows alone. */
  static String only(Paging paging) {
    return " OFFSET %s ROWS FETCH NEXT %s ROWS ONLY".formatted(paging.skipped(), paging.size());
  }

  /** What {@code LIKE ... ESCAPE '!'} finds wherever {@code part} is. */
  static String containing(String part) {
    return "%" + part.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }

  /** An id for a column that may be null. */
  static @Nullable String text(Optional<FeedId> id) {
    return id.map(FeedId::toString).orElse(null);
  }
}
