package alcove.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedKeyPair;
import alcove.store.DatabaseUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The restore drill of docs/operating/backup.md, as it is written there. */
class RestoreDrillTest {
  private static final Path DOCUMENT = Path.of("docs/operating/backup.md");
  private static final String HEADLINE = "## A restore drill\n";
  private static final String ELSEWHERE = "env -u ALCOVE_JDBC_URL ";

  private final String alice = FeedKeyPair.create(CryptoChoice.AUTO.load()).id().toString();

  @TempDir private Path folder;

  RestoreDrillTest() throws CryptoUnavailableException {}

  private static List<String> commands() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve(DOCUMENT))) {
      here = here.getParent();
      assertThat(here).as("a directory above with " + DOCUMENT).isNotNull();
    }
    String text = Files.readString(here.resolve(DOCUMENT));
    String section = text.substring(text.indexOf(HEADLINE) + HEADLINE.length());
    return section
        .lines()
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("    "))
        .map(String::strip)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("alcove.ops.backup.EmptyDatabases#all")
  void drill_endsWithTheRoomsPeople(Supplier<DatabaseUrl> empty) throws Exception {
    DatabaseUrl url = empty.get();
    try (Operator operator = Operator.at(folder.resolve("data"), url.isH2() ? null : url.jdbc())) {
      operator.start().close();
      operator.run("member", "add", alice).lines();
      operator.start();

      StringBuilder said = new StringBuilder();
      for (String command : commands()) {
        said.append(run(command, url.isH2() ? null : url.jdbc()));
      }

      assertThat(said).contains("with the identity").contains("restored room ").contains(alice);
      assertThat(folder).isDirectoryNotContaining("glob:**/drill*");
    }
  }

  private String run(String command, @Nullable String url) throws IOException {
    if (command.startsWith("rm -r ")) {
      for (String name : command.substring("rm -r ".length()).split(" ", -1)) {
        delete(folder.resolve(name));
      }
      return "";
    }
    Map<String, String> environment = new HashMap<>();
    environment.put("ALCOVE_DATA", folder.resolve("data").toString());
    if (url != null && !command.startsWith(ELSEWHERE)) {
      environment.put("ALCOVE_JDBC_URL", url);
    }
    String line = command.startsWith(ELSEWHERE) ? command.substring(ELSEWHERE.length()) : command;
    assertThat(line).startsWith("alcove ");
    List<String> words =
        List.of(line.split(" ", -1)).stream()
            .skip(1)
            .map(word -> word.startsWith("drill") ? folder.resolve(word).toString() : word)
            .toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            new Terminal(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), environment),
            words.toArray(String[]::new));
    assertThat(err.toString(UTF_8)).as(command).isEmpty();
    assertThat(code).as(command).isZero();
    return out.toString(UTF_8);
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (var files = Files.list(path)) {
        for (Path each : files.toList()) {
          delete(each);
        }
      }
    }
    Files.delete(path);
  }
}
