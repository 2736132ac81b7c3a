package alcove.ops.command;

import alcove.ops.terminal.Printable;
import alcove.ops.terminal.Screen;
import alcove.ops.terminal.TextWidth;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
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

  /** What a cell keeps of itself in any case. */
  private static final int LEAST = 10;

  /**
   * Something that is told of each thing.
   *
   * @param isExact whether somebody copies it, or types it again: it is never shortened
   */
  record Field<T>(String name, boolean isColumn, boolean isExact, Function<T, JsonNode> value) {
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

  /** A column, whose values are printed by {@code toString}, and shortened on a narrow screen. */
  Listing<T> text(String name, Function<T, ?> value) {
    return with(
        name, true, false, row -> JsonNodeFactory.instance.textNode(value.apply(row).toString()));
  }

  /** A column of what somebody copies or types again, such as an id. */
  Listing<T> exact(String name, Function<T, ?> value) {
    return with(
        name, true, true, row -> JsonNodeFactory.instance.textNode(value.apply(row).toString()));
  }

  Listing<T> number(String name, Function<T, Long> value) {
    return with(name, true, true, row -> JsonNodeFactory.instance.numberNode(value.apply(row)));
  }

  /** A column whose values may be missing. */
  Listing<T> optional(String name, Function<T, ? extends Optional<?>> value) {
    return with(name, true, false, row -> node(value.apply(row)));
  }

  /** Something that no column has room for. */
  Listing<T> onlyJson(String name, Function<T, JsonNode> value) {
    return with(name, false, false, value);
  }

  private static JsonNode node(Optional<?> value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (value.orElse(null)) {
      case null -> json.nullNode();
      case Long number -> json.numberNode(number);
      case Object text -> json.textNode(text.toString());
    };
  }

  private Listing<T> with(
      String name, boolean isColumn, boolean isExact, Function<T, JsonNode> value) {
    List<Field<T>> more = new ArrayList<>(fields);
    more.add(new Field<>(name, isColumn, isExact, value));
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

  /** Prints one object. */
  void printJson(T row, PrintStream out) {
    JsonLine.print(toJson(List.of(row)).get(0), out);
  }

  void printJson(List<T> rows, PrintStream out) {
    JsonLine.print(toJson(rows), out);
  }

  /** Prints a line for each row, which fits the screen as far as that is possible. */
  void printTable(List<T> rows, PrintStream out, Screen screen) {
    if (rows.isEmpty()) {
      out.println(NOTHING);
      return;
    }
    var columns =
        fields.stream().filter(Field::isColumn).map(field -> column(field, rows)).toList();
    var fitting = fit(columns, screen.columns());
    for (int line = 0; line <= rows.size(); line++) {
      String text = line(fitting, line);
      out.println(line == 0 ? screen.draw(Screen.Ink.BOLD, text) : text);
    }
  }

  /** The cells of a column, its header first, and the width that it gets. */
  private record Column(List<String> cells, int width, boolean isExact) {
    Column(List<String> cells, boolean isExact) {
      this(cells, cells.stream().mapToInt(TextWidth::of).max().orElseThrow(), isExact);
    }

    boolean isEmpty() {
      return cells.stream().skip(1).allMatch(String::isEmpty);
    }

    boolean canBeNarrower() {
      return !isExact && width > Math.max(LEAST, TextWidth.of(cells.getFirst()));
    }

    Column narrower() {
      return new Column(cells, width - 1, isExact);
    }

    String cell(int line) {
      return TextWidth.pad(TextWidth.cut(cells.get(line), width), width);
    }
  }

  private static <T> Column column(Field<T> field, List<T> rows) {
    List<String> cells = new ArrayList<>(List.of(field.header()));
    rows.forEach(row -> cells.add(field.cell(row)));
    return new Column(cells, field.isExact());
  }

  private static String line(List<Column> columns, int line) {
    return columns.stream()
        .map(column -> column.cell(line))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  private static int width(List<Column> columns) {
    return columns.stream().mapToInt(Column::width).sum() + GAP.length() * (columns.size() - 1);
  }

  /**
   * Columns that are no wider than the screen. What says nothing is left out first; then the widest
   * texts are shortened. If that does not do, all is left to the terminal, which breaks lines: to
   * lose something would help nobody.
   */
  private static List<Column> fit(List<Column> columns, int screen) {
    if (screen == 0 || width(columns) <= screen) {
      return columns;
    }
    List<Column> told = columns.stream().filter(column -> !column.isEmpty()).toList();
    List<Column> fitting = new ArrayList<>(told);
    while (width(fitting) > screen) {
      int widest = widest(fitting);
      if (widest < 0) {
        return told;
      }
      fitting.set(widest, fitting.get(widest).narrower());
    }
    return fitting;
  }

  /** The place of the widest column that can be shortened; -1 if none can. */
  private static int widest(List<Column> columns) {
    return IntStream.range(0, columns.size())
        .filter(place -> columns.get(place).canBeNarrower())
        .boxed()
        .max(Comparator.comparingInt(place -> columns.get(place).width()))
        .orElse(-1);
  }
}
