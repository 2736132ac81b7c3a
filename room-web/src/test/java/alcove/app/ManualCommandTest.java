package alcove.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual, read by a strict reader, and held beside the commands. */
class ManualCommandTest {
  @TempDir private Path folder;

  private Map<String, String> pages(String name) throws IOException {
    var stream = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    var terminal = new Terminal(stream, stream, Map.of("SOURCE_DATE_EPOCH", "1790000000"));
    var target = folder.resolve(name);
    assertThat(Main.run(terminal, "manual", target.toString())).isZero();
    var pages = new TreeMap<String, String>();
    try (var files = Files.list(target)) {
      for (var file : files.toList()) {
        pages.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return pages;
  }

  private static String plain(String page) {
    return page.replace("\\-", "-").replace("\\(aq", "'").replace("\\(ti", "~");
  }

  @Test
  void pages_haveNothingThatAReaderWarnsOf() throws Exception {
    var names = pages("man").keySet();
    var command = new ArrayList<>(List.of("mandoc", "-Tlint", "-Wwarning"));
    names.forEach(name -> command.add(folder.resolve("man").resolve(name).toString()));

    var mandoc = new ProcessBuilder(command).redirectErrorStream(true).start();

    assertThat(new String(mandoc.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEmpty();
    assertThat(mandoc.waitFor()).isZero();
  }

  @Test
  void pages_haveEachCommandWithItsOptionsAndExamples() throws Exception {
    var pages = pages("man");
    var program = Main.wholeLine(new Terminal(System.out, System.err, Map.of()));
    for (var command : CalledCommand.all(program)) {
      var isProgram = command.words().isEmpty();
      var name = isProgram ? "alcove.1" : "alcove-" + command.words().getFirst() + ".1";
      var page = plain(requireNonNull(pages.get(name)));
      assertThat(page).contains(("alcove " + command.name()).strip());
      command.options().forEach(each -> assertThat(page).contains(each.longestName()));
      Examples.of(command.name()).forEach(each -> assertThat(page).contains(each));
    }
  }

  @Test
  void settings_haveTheirNamesDefaultsAndWhatIsExpected() throws Exception {
    var page = plain(requireNonNull(pages("man").get("alcove.properties.5")));
    for (var setting : Setting.all()) {
      if (!setting.equals(Setting.DATA)) {
        assertThat(page)
            .contains(".B %s = %s\n".formatted(setting.property(), setting.placeholder()))
            .contains(setting.variable());
      }
    }
  }

  @Test
  void pages_ofTheSameProgramAndDay_areTheSame() throws Exception {
    var first = pages("one");

    assertThat(pages("two")).isEqualTo(first);
    assertThat(first.get("alcove.1")).startsWith(".TH ALCOVE 1 2026-09-21 ");
  }

  @Test
  void whatIsForNobody_isLeftOut() throws Exception {
    var pages = pages("man");

    assertThat(pages).doesNotContainKeys("alcove-train.1", "alcove-manual.1");
    assertThat(plain(requireNonNull(pages.get("alcove-backup.1")))).doesNotContain("--noted");
  }

  @Test
  void text_thatLooksLikeARequest_isText() {
    var page =
        new Roff("x", 1, "2026-11-29", "Alcove").paragraph(".SH 'quoted' \\fB \u00e9").toString();

    assertThat(page).endsWith("\\&.SH \\(aqquoted\\(aq \\(rsfB \\[u00E9]\n");
  }

  @Test
  void folderThatCannotBeMade_isOneLine() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "");

    assertThat(Operator.call("manual", file.resolve("man").toString()).err())
        .startsWith("alcove: cannot write the manual into ")
        .hasLineCount(1);
  }
}
