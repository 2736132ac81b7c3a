package alcove;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the documents name is there. The decisions are of their days, and name what was there then;
 * each has its number, its date, and whether it holds.
 */
class DocumentsTest {
  private static final Path ROOT = root();
  private static final List<String> MODULES = List.of("room-core", "room-tunnel", "room-web");
  private static final Pattern NAME =
      Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)*)(?:\\.\\w+)?(?:\\(\\))?`");
  private static final Pattern DECLARED =
      Pattern.compile("\\b(?:class|record|interface|enum)\\s+([A-Z]\\w*)");

  /** The first word of a top-level type's or a package's Javadoc, where it answers a riddle. */
  private static final Pattern RIDDLE =
      Pattern.compile(
          "(?m)^/\\*\\*\\s+(?:\\* )?"
              + "((?:What|Who|Whom|Whose|How|Where|Why|When|Which|Whether)\\b.*)");

  private static final Pattern DECISION =
      Pattern.compile(
          "(?m)^- <a id=\"(\\d+)\"></a>\\*\\*\\1\\*\\* \\(\\d{4}-\\d\\d-\\d\\d; [^)]+\\):");

  /** A link to a file of the repository, or to a headline of the same page. */
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?![a-z]+:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

  /** Words of others: headers, types of the JDK, and what types are not called. */
  private static final Set<String> OTHERS =
      Set.of(
          "Alcove",
          "Future",
          "Helper",
          "Host",
          "IllegalArgumentException",
          "IllegalStateException",
          "Impl",
          "LongAdder",
          "Manager",
          "MessageFormat",
          "Upgrade",
          "Util",
          "Vary");

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("CONTRIBUTING.md"))) {
      here = here.getParent();
      assertThat(here).as("a directory above with CONTRIBUTING.md").isNotNull();
    }
    return here;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(toCollection(TreeSet::new));
  }

  @Test
  void names_inDocuments_areThoseOfTypes() throws IOException {
    Set<String> types = new TreeSet<>(OTHERS);
    for (String module : MODULES) {
      for (Path source : files(ROOT.resolve(module).resolve("src"), ".java")) {
        types.addAll(found(DECLARED, Files.readString(source)));
      }
    }

    for (Path document : documents()) {
      assertThat(types)
          .as(document.toString())
          .containsAll(found(NAME, Files.readString(document)));
    }
  }

  private static List<Path> documents() throws IOException {
    Stream<Path> docs =
        files(ROOT.resolve("docs"), ".md").stream().filter(file -> !file.endsWith("decisions.md"));
    return Stream.concat(
            Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md").map(ROOT::resolve), docs)
        .toList();
  }

  @Test
  void links_leadToPagesAndHeadlines() throws IOException {
    for (Path document : documents()) {
      for (MatchResult link : LINK.matcher(Files.readString(document)).results().toList()) {
        Path page =
            link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1)).normalize();
        assertThat(page).as("%s: %s", document, link.group()).exists();
        if (link.group(2) != null && page.toString().endsWith(".md")) {
          assertThat(anchors(page)).as("%s: %s", document, link.group()).contains(link.group(2));
        }
      }
    }
  }

  /** What a link into the page may name: its headlines in the form of GitHub, and its anchors. */
  private static Set<String> anchors(Path page) throws IOException {
    String text = Files.readString(page);
    Set<String> anchors = found(Pattern.compile("<a id=\"([^\"]+)\">"), text);
    for (String headline : found(Pattern.compile("(?m)^#+ (.+)$"), text)) {
      anchors.add(headline.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-'));
    }
    return anchors;
  }

  @Test
  void packages_areListed() throws IOException {
    Set<String> packages = new TreeSet<>();
    for (String module : MODULES) {
      for (Path source : files(ROOT.resolve(module).resolve("src/main/java"), ".java")) {
        packages.addAll(found(PACKAGE, Files.readString(source)));
      }
    }

    String architecture = Files.readString(ROOT.resolve("docs/architecture.md"));
    assertThat(found(Pattern.compile("(?m)^\\| `(alcove[\\w.]*)` \\|"), architecture))
        .isEqualTo(packages);
  }

  @Test
  void firstSentences_ofTypesAndPackages_beginWithANoun() throws IOException {
    for (String module : MODULES) {
      for (Path source : files(ROOT.resolve(module).resolve("src/main/java"), ".java")) {
        assertThat(found(RIDDLE, Files.readString(source))).as(source.toString()).isEmpty();
      }
    }
  }

  @Test
  void decisions_haveANumberOfTheirOwn_aDate_andAStatus() throws IOException {
    List<String> decisions =
        Files.readAllLines(ROOT.resolve("docs/decisions.md")).stream()
            .filter(line -> line.startsWith("- "))
            .toList();

    assertThat(decisions).allMatch(line -> DECISION.matcher(line).find());
    String lines = String.join("\n", decisions);
    Set<String> numbers = found(DECISION, lines);
    assertThat(numbers).as("numbers, each once").hasSameSizeAs(decisions);
    assertThat(numbers).containsAll(found(Pattern.compile("; over since (\\d+)\\):"), lines));
  }
}
