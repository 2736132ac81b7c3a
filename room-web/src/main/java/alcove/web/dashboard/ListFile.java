package alcove.web.dashboard;

import alcove.identity.FeedId;
import alcove.room.Room;
import alcove.room.audit.AuditEvent;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomList;
import alcove.room.policy.Actor;
import alcove.web.http.Response;
import alcove.web.page.SignedIn;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A list as a file for other programs: CSV or JSON. Confined to whoever fills it.
 *
 * <p>The CSV is that of RFC 4180 in UTF-8, with a byte order mark, without which spreadsheets take
 * it for something else. What one of these would take for a formula has an apostrophe before it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class ListFile {
  /** The most rows. */
  static final int MOST_ROWS = 20_000;

  private static final String FORMULA = "=+-@\t\r";

  private final List<String> columns;
  private final List<Map<String, Object>> rows = new ArrayList<>();

  ListFile(String... columns) {
    this.columns = List.of(columns);
  }

  /** Who did something, as files and commands name them. */
  static String name(Actor actor) {
    return actor.id().map(FeedId::toString).orElseGet(actor::kind);
  }

  /** Whether no more goes into it. */
  boolean isFull() {
    return rows.size() >= MOST_ROWS;
  }

  /** Adds a row, with a value for each column; one that is empty stands for none. */
  void add(Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(values.length + " values");
    }
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      row.put(
          columns.get(i),
          values[i] instanceof Optional<?> some ? some.isPresent() ? some.get() : "" : values[i]);
    }
    rows.add(row);
  }

  /** The answer that hands it over, which the audit log tells of. Blocks. */
  Response answer(Room room, SignedIn who, RoomList list, String format) throws RefusedException {
    room.audit().enter(who.actor(), new AuditEvent.ListExported(list));
    boolean json = format.equals("json");
    String name = "room-" + list.word() + (json ? ".json" : ".csv");
    return Response.document(
            200,
            json ? "application/json" : "text/csv; charset=utf-8; header=present",
            Response.NO_STORE,
            Buffer.buffer(json ? json() : csv()))
        .with(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .withoutSecrets();
  }

  private String json() {
    JsonArray all = new JsonArray();
    for (Map<String, Object> row : rows) {
      JsonObject object = new JsonObject();
      row.forEach((name, value) -> object.put(name, jsonValue(value)));
      all.add(object);
    }
    return all.encodePrettily();
  }

  private static Object jsonValue(Object value) {
    return switch (value) {
      case Number number -> number;
      case Boolean truth -> truth;
      case Collection<?> some -> new JsonArray(some.stream().map(Object::toString).toList());
      default -> value.toString();
    };
  }

  /** The text of the file, as spreadsheets read it. */
  String csv() {
    StringBuilder text = new StringBuilder("\ufeff");
    text.append(line(columns));
    rows.forEach(row -> text.append(line(row.values())));
    return text.toString();
  }

  private static String line(Collection<?> values) {
    return values.stream().map(ListFile::field).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String field(Object value) {
    String text =
        value instanceof Collection<?> some
            ? some.stream().map(Object::toString).collect(Collectors.joining(" "))
            : value.toString();
    boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    String safe = formula && !(value instanceof Number) ? "'" + text : text;
    boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
