package alcove.ops.imports;

import alcove.ops.terminal.Printable;
import alcove.store.goroom.ImportReport;
import alcove.store.goroom.ImportReport.Finding;
import alcove.store.goroom.ImportReport.Kind;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints what became of what another room server kept: a line for each thing, or one of JSON. */
public final class ReportPrinter {
  private static final int SHOWN = 100;
  private static final JsonMapper JSON = new JsonMapper();

  private ReportPrinter() {}

  /** For a person. */
  public static void print(ImportReport report, PrintStream out) {
    out.println("room: " + report.room());
    out.println(
        "taken: "
            + report.taken().entrySet().stream()
                .map(each -> each.getKey().count(each.getValue()))
                .collect(Collectors.joining(", ")));
    print("changed", report.changed(), out);
    print("left", report.left(), out);
    report.notes().forEach(note -> out.println("note: " + note));
  }

  private static void print(String what, List<Finding> findings, PrintStream out) {
    for (var finding : findings) {
      out.println(
          "%s: %s %s: %s"
              .formatted(what, finding.kind().word(), shown(finding.name()), finding.reason()));
    }
  }

  /** The old room let people write what they liked, and as much as they liked. */
  private static String shown(String name) {
    if (name.isEmpty()) {
      return "\"\"";
    }
    var line = Printable.line(name);
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
  }

  /**
   * For a program: one object on one line.
   *
   * @param written whether the room was written, or only looked at
   */
  public static void printJson(ImportReport report, boolean written, PrintStream out) {
    var whole = JSON.createObjectNode();
    whole.put("room", report.room().toString());
    whole.put("written", written);
    var taken = whole.putObject("taken");
    report.taken().forEach((kind, number) -> taken.put(key(kind), number));
    add(whole.putArray("changed"), report.changed());
    add(whole.putArray("left"), report.left());
    var notes = whole.putArray("notes");
    report.notes().forEach(notes::add);
    out.println(whole);
  }

  private static void add(ArrayNode array, List<Finding> findings) {
    for (var finding : findings) {
      array
          .addObject()
          .put("kind", key(finding.kind()))
          .put("name", finding.name())
          .put("reason", finding.reason());
    }
  }

  private static String key(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
