package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rooms that older versions have made: today's commands list what those versions' own did. */
@ParameterizedClass
@MethodSource("folders")
class OlderRoomsTest {
  private static final Path FIXTURES = Path.of("room-core/src/test/resources/alcove/store/older");

  /** It ends by the clock. */
  private static final Set<String> NOT_COMPARED = Set.of("session");

  private final Path fixture;

  @TempDir private Path folder;

  OlderRoomsTest(Path fixture) {
    this.fixture = fixture;
  }

  /** One folder for each schema. */
  static List<Path> folders() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve(FIXTURES))) {
      here = here.getParent();
      assertThat(here).as("a directory above with " + FIXTURES).isNotNull();
    }
    try (Stream<Path> folders = Files.list(here.resolve(FIXTURES))) {
      return folders.filter(Files::isDirectory).map(each -> each.resolve("h2")).sorted().toList();
    }
  }

  @Test
  void dataDirectory_listsWhatItDid() throws Exception {
    Path data = data();

    try (Operator operator = Operator.at(data)) {
      operator.start();

      assertListsWhatItDid(operator);
    }
  }

  @Test
  void command_onARoomThatIsStopped_leavesItsSchema() throws Exception {
    Path data = data();
    byte[] before = Files.readAllBytes(data.resolve("room.mv.db"));
    try (Operator operator = Operator.at(data)) {
      for (var command :
          List.of("member list", "invite create", "doctor", "backup " + folder.resolve("b"))) {
        var result = operator.run(command.split(" "));

        assertThat(result.code()).as(command).isEqualTo(1);
        assertThat(result.err())
            .contains("is of an older version", "alcove serve brings it forward");
      }
      assertThat(data.resolve("room.mv.db")).hasBinaryContent(before);
      assertThat(data.resolve("backups")).doesNotExist();
      operator.start();
      assertThat(operator.run("member", "list").code()).isZero();
    }
  }

  /** The steps of {@code docs/operating/upgrade.md}. */
  @Test
  void copyFromBeforeTheSchemaChanged_isTheRoomAsItWas() throws Exception {
    Path data = data();
    byte[] before = Files.readAllBytes(data.resolve("room.mv.db"));
    try (Operator operator = Operator.at(data)) {
      operator.start();
      operator.run("invite", "create", "--label", "afterwards").lines();
    }
    List<Path> copies;
    try (Stream<Path> all = Files.list(data.resolve("backups"))) {
      copies = all.toList();
    }
    assertThat(copies).hasSize(1);
    Path copy = copies.getFirst();
    assertThat(copy).hasBinaryContent(before);

    Files.move(data.resolve("room.mv.db"), data.resolve("room.mv.db.after"));
    Files.copy(copy, data.resolve("room.mv.db"));
    Files.move(data.resolve("registry"), data.resolve("registry.after"));

    try (Operator operator = Operator.at(data)) {
      operator.start();
      assertListsWhatItDid(operator);
      assertThat(operator.run("invite", "list").out()).doesNotContain("afterwards");
    }
  }

  private Path data() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (ZipFile zip = new ZipFile(fixture.resolve("data.zip").toFile())) {
      for (var entry : zip.stream().toList()) {
        Files.copy(zip.getInputStream(entry), data.resolve(entry.getName()));
      }
    }
    protect(data);
    return data;
  }

  /** A zip knows nothing of rights. */
  private static void protect(Path data) throws IOException {
    Files.setPosixFilePermissions(
        data.resolve("secret"), PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void backup_isRestored_andListsWhatItDid() throws Exception {
    try (Operator operator = Operator.at(folder.resolve("restored"))) {
      assertThat(operator.run("restore", fixture.resolve("backup").toString()).lines())
          .isNotEmpty();
      operator.start();

      assertListsWhatItDid(operator);
    }
  }

  private void assertListsWhatItDid(Operator operator) throws Exception {
    JsonNode listed = new JsonMapper().readTree(fixture.resolve("listed.json").toFile());
    assertThat(listed.size()).isGreaterThanOrEqualTo(7);
    for (var kind : listed.properties()) {
      if (!NOT_COMPARED.contains(kind.getKey())) {
        String verb = kind.getKey().equals("setting") ? "get" : "list";
        JsonNode now = operator.run(kind.getKey(), verb, "--json").json();
        assertThat(older(now, kind.getValue()))
            .as(kind.getKey())
            .containsExactlyInAnyOrderElementsOf(withoutPorts(kind.getValue()));
      }
    }
  }

  /** What the older version could have listed of it: not what happened since, nor new settings. */
  private static List<JsonNode> older(JsonNode now, JsonNode then) {
    ArrayNode known = new JsonMapper().createArrayNode();
    for (JsonNode row : now) {
      for (JsonNode former : then) {
        String key = row.fieldNames().next();
        if (row.path(key).equals(former.path(key))) {
          known.add(
              ((ObjectNode) row).retain(former.propertyStream().map(f -> f.getKey()).toList()));
          break;
        }
      }
    }
    return withoutPorts(known);
  }

  /** A link holds the port of the day. */
  private static List<JsonNode> withoutPorts(JsonNode rows) {
    rows.forEach(row -> ((ObjectNode) row).remove("link"));
    return List.copyOf(rows.valueStream().toList());
  }
}
