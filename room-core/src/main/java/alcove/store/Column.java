package alcove.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table, and how its values are written in JSON: texts, times and days as strings,
 * numbers and truth values as themselves.
 *
 * @param place counted from 1
 * @param name in lower case
 * @param type one of {@link Types}; PostgreSQL's truth values are {@link Types#BIT}
 * @param counts whether the database numbers its rows by it
 */
record Column(int place, String name, int type, boolean counts) {
  static List<Column> of(ResultSetMetaData row) throws SQLException {
    List<Column> columns = new ArrayList<>();
    for (int place = 1; place <= row.getColumnCount(); place++) {
      String name = row.getColumnName(place).toLowerCase(Locale.ROOT);
      columns.add(new Column(place, name, type(row, place), row.isAutoIncrement(place)));
    }
    return columns;
  }

  /** PostgreSQL's driver tells times with and without a zone apart only by their names. */
  private static int type(ResultSetMetaData row, int place) throws SQLException {
    return row.getColumnTypeName(place).equals("timestamptz")
        ? Types.TIMESTAMP_WITH_TIMEZONE
        : row.getColumnType(place);
  }

  static List<Column> of(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM \"" + table + "\" WHERE 1 = 0")) {
      return of(none.getMetaData());
    }
  }

  /** The statement that inserts a row, with a parameter for each column. */
  static String insert(String table, List<Column> columns) {
    return "INSERT INTO \"%s\" (%s) VALUES (%s)"
        .formatted(
            table,
            columns.stream().map(Column::name).collect(Collectors.joining(", ")),
            columns.stream().map(column -> "?").collect(Collectors.joining(", ")));
  }

  JsonNode read(ResultSet row) throws SQLException {
    Object value =
        switch (type) {
          case Types.VARCHAR -> row.getString(place);
          case Types.BIGINT, Types.INTEGER -> number(row);
          case Types.BOOLEAN, Types.BIT -> row.getObject(place, Boolean.class);
          case Types.TIMESTAMP_WITH_TIMEZONE -> utc(row.getObject(place, OffsetDateTime.class));
          case Types.DATE -> row.getObject(place, LocalDate.class);
          default -> throw unknown();
        };
    return switch (value) {
      case null -> NullNode.getInstance();
      case Long number -> LongNode.valueOf(number);
      case Boolean truth -> BooleanNode.valueOf(truth);
      default -> TextNode.valueOf(value.toString());
    };
  }

  private @Nullable Long number(ResultSet row) throws SQLException {
    long number = row.getLong(place);
    return row.wasNull() ? null : number;
  }

  /** Some databases keep the offset in which a time was given, which says nothing. */
  private static @Nullable OffsetDateTime utc(@Nullable OffsetDateTime time) {
    return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC);
  }

  void bind(PreparedStatement insert, JsonNode row) throws SQLException {
    JsonNode value = row.path(name);
    if (value.isNull()) {
      insert.setNull(place, type);
      return;
    }
    switch (type) {
      case Types.VARCHAR -> insert.setString(place, text(value));
      case Types.BIGINT, Types.INTEGER ->
          insert.setLong(
              place, require(value, value.isIntegralNumber() && value.canConvertToLong()).asLong());
      case Types.BOOLEAN, Types.BIT ->
          insert.setBoolean(place, require(value, value.isBoolean()).asBoolean());
      case Types.TIMESTAMP_WITH_TIMEZONE -> insert.setObject(place, time(value));
      case Types.DATE -> insert.setObject(place, day(value));
      default -> throw unknown();
    }
  }

  /** Some databases keep no NUL, and no column of ours ever holds one. */
  private String text(JsonNode value) throws SQLException {
    String text = require(value, value.isTextual()).asText();
    require(value, text.indexOf('\0') < 0);
    return text;
  }

  private OffsetDateTime time(JsonNode value) throws SQLException {
    try {
      return OffsetDateTime.parse(require(value, value.isTextual()).asText());
    } catch (DateTimeParseException e) {
      throw foreign();
    }
  }

  private LocalDate day(JsonNode value) throws SQLException {
    try {
      return LocalDate.parse(require(value, value.isTextual()).asText());
    } catch (DateTimeParseException e) {
      throw foreign();
    }
  }

  private JsonNode require(JsonNode value, boolean fits) throws SQLException {
    if (!fits) {
      throw foreign();
    }
    return value;
  }

  private SQLException foreign() {
    return new Load.UnfitException(
        "has a value in %s that is missing or of another kind".formatted(name));
  }

  private SQLException unknown() {
    return new SQLException("column %s is of a type that no dump has (%s)".formatted(name, type));
  }

  /** Has the database go on counting behind the highest number. */
  void countOn(Connection connection, String table) throws SQLException {
    if (!counts) {
      return;
    }
    try (var statement = connection.createStatement();
        ResultSet highest =
            statement.executeQuery("SELECT MAX(%s) FROM \"%s\"".formatted(name, table))) {
      highest.next();
      long next = highest.getLong(1) + 1;
      if (next <= 0) {
        throw Failures.refusal("the numbers of %s are used up", table.toLowerCase(Locale.ROOT));
      }
      statement.execute(
          "ALTER TABLE \"%s\" ALTER COLUMN %s RESTART WITH %s".formatted(table, name, next));
    }
  }
}
