package alcove.ops.command;

import alcove.ops.terminal.Printable;
import alcove.ops.terminal.TextWidth;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The listing of things of one kind: as a table for people, and as JSON for programs. Immutable.
 *
 * @param fields each is a name in JSON, and most are a column of the table
 */
record Listing<T>(List<Field<T>> fields) {
  private static final String GAP = "  ";
  private static final String NOTHING = "(none)";

  record Field<T>(String name, boolean isColumn, Function<T, JsonNode> value) {
    String header() {
      return name.replaceAll("([A-Z])", " $1").toUpperCase(Locale.ROOT);
    }

    String cell(T row) {
      JsonNode node = value.apply(row);
      return Printable.line(node.isNull() ? "" : node.asText());
    }
  }

  Listing {
    fields = List.copyOf(fields);
  }

  static <T> Listing<T> create() {
    return new Listing<>(List.of());
  }

  /** A column, whose values are printed by {@code toString}. */
  Listing<T> text(String name, Function<T, ?> value) {
    return with(name, true, row -> JsonNodeFactory.instance.textNode(value.apply(row).toString()));
  }

  Listing<T> number(String name, Function<T, Long> value) {
    return with(name, true, row -> JsonNodeFactory.instance.numberNode(value.apply(row)));
  }

  /** A column whose values may be missing. */
  Listing<T> optional(String name, Function<T, ? extends Optional<?>> value) {
    return with(name, true, row -> node(value.apply(row)));
  }

  /** Something that no column has room for. */
  Listing<T> onlyJson(String name, Function<T, JsonNode> value) {
    return with(name, false, value);
  }

  private static JsonNode node(Optional<?> value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (value.orElse(null)) {
      case null -> json.nullNode();
      case Long number -> json.numberNode(number);
      case Object text -> json.textNode(text.toString());
    };
  }

  private Listing<T> with(String name, boolean isColumn, Function<T, JsonNode> value) {
    List<Field<T>> more = new ArrayList<>(fields);
    more.add(new Field<>(name, isColumn, value));
    return new Listing<>(more);
  }

  /** One array, one object for each row. */
  ArrayNode toJson(List<T> rows) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (T row : rows) {
      ObjectNode object = array.addObject();
      fields.forEach(field -> object.set(field.name(), field.value().apply(row)));
    }
    return array;
  }

  void printJson(List<T> rows, PrintStream out) {
    JsonLine.print(toJson(rows), out);
  }

  void printTable(List<T> rows, PrintStream out) {
    if (rows.isEmpty()) {
      out.println(NOTHING);
      return;
    }
    List<Field<T>> columns = fields.stream().filter(Field::isColumn).toList();
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Field::header).toList());
    rows.forEach(row -> lines.add(columns.stream().map(column -> column.cell(row)).toList()));
    List<Integer> widths =
        IntStream.range(0, columns.size()).map(column -> width(lines, column)).boxed().toList();
    lines.forEach(line -> out.println(row(line, widths)));
  }

  private static String row(List<String> cells, List<Integer> widths) {
    return IntStream.range(0, cells.size())
        .mapToObj(column -> TextWidth.pad(cells.get(column), widths.get(column)))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  /** The columns of the widest cell of a column; none is narrower than its header. */
  private static int width(List<List<String>> lines, int column) {
    return lines.stream().mapToInt(line -> TextWidth.of(line.get(column))).max().orElseThrow();
  }
}
