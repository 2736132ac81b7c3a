package alcove.ops.imports;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.CryptoChoice;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.store.goroom.ImportReport;
import alcove.store.goroom.ImportReport.Finding;
import alcove.store.goroom.ImportReport.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReportPrinterTest {
  private final FeedId room = FeedKeyPair.create(CryptoChoice.JAVA.load()).id();

  ReportPrinterTest() throws Exception {}

  private ImportReport report(String name) {
    return new ImportReport(
        room,
        new TreeMap<>(Map.of(Kind.ALIAS, 2, Kind.MEMBER, 1, Kind.BLOCKED_ID, 1)),
        List.of(new Finding(Kind.BLOCKED_ID, name, "its date cannot be read")),
        List.of(new Finding(Kind.ALIAS, "", "has no name")),
        List.of("something else"));
  }

  @Test
  void print_report_isALineForEachThing() {
    assertThat(printed(out -> ReportPrinter.print(report("@id"), out)))
        .isEqualTo(
            """
            room: %s
            taken: 1 member, 2 aliases, 1 blocked id
            changed: blocked id @id: its date cannot be read
            left: alias "": has no name
            note: something else
            """
                .formatted(room));
  }

  @ParameterizedTest
  @CsvSource({
    "'a\u001b[2Jb\nc', a [2Jb c",
    "'a\u202eb\u2028c', a b c",
    "größe, größe",
  })
  void print_nameThatMovesTheCursor_isHarmless(String name, String shown) {
    assertThat(printed(out -> ReportPrinter.print(report(name), out)))
        .contains("changed: blocked id " + shown + ": its date cannot be read\n");
  }

  @Test
  void print_longName_isCut() {
    assertThat(printed(out -> ReportPrinter.print(report("x".repeat(101)), out)))
        .contains("blocked id " + "x".repeat(100) + "...: its");
  }

  @Test
  void printJson_report_isOneObjectOnOneLine() {
    assertThat(printed(out -> ReportPrinter.printJson(report("a\nb"), true, out)))
        .isEqualTo(
            """
            {"room":"%s","written":true,"taken":{"member":1,"alias":2,"blocked-id":1},\
            "changed":[{"kind":"blocked-id","name":"a\\nb","reason":"its date cannot be read"}],\
            "left":[{"kind":"alias","name":"","reason":"has no name"}],"notes":["something else"]}
            """
                .formatted(room));
  }

  private static String printed(Consumer<PrintStream> printer) {
    var bytes = new ByteArrayOutputStream();
    printer.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
