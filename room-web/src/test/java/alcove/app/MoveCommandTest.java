package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedKeyPair;
import alcove.ops.backup.EmptyDatabases;
import alcove.ops.terminal.CommandException;
import alcove.store.DatabaseUrl;
import alcove.store.RegistrySource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code move}: a room is in one place at a time, and is the same there. */
class MoveCommandTest {
  private static final List<String> LISTS = List.of("member", "invite", "alias", "app", "audit");

  private final String alice = FeedKeyPair.create(CryptoChoice.AUTO.load()).id().toString();

  @TempDir private Path folder;

  MoveCommandTest() throws CryptoUnavailableException {}

  static Stream<Arguments> ways() {
    List<Named<Supplier<DatabaseUrl>>> databases = EmptyDatabases.all().toList();
    return databases.stream().flatMap(from -> databases.stream().map(to -> Arguments.of(from, to)));
  }

  private static @Nullable String url(Supplier<DatabaseUrl> supplier) {
    DatabaseUrl url = supplier.get();
    return url.isH2() ? null : url.jdbc();
  }

  private Operator room(@Nullable String url) throws Exception {
    Operator operator = Operator.at(folder.resolve("data"), url);
    operator.start().close();
    operator.run("member", "add", alice, "--role", "admin").lines();
    operator.run("invite", "create", "--label", "Räume 🚪").lines();
    return operator;
  }

  private static List<Object> listed(Operator operator) throws Exception {
    List<Object> all = new ArrayList<>();
    for (String list : LISTS) {
      all.add(operator.run(list, "list", "--json").json());
    }
    return all;
  }

  private static void assertIsStartedNoMore(Operator operator, String why) {
    assertThatThrownBy(operator::start)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(why);
    assertThat(operator.run("member", "list").code()).isEqualTo(1);
  }

  @Test
  void move_ofADirectoryWithAnIdentityAlone_asksForTheDatabase() throws Exception {
    room(null);
    Path side = Files.createDirectory(folder.resolve("side"));
    Files.copy(folder.resolve("data").resolve("secret"), side.resolve("secret"));

    Operator.at(side)
        .run("move", "--to-data", folder.resolve("other").toString())
        .isRefused(
            "there is no registry in %s, only an identity: give the room's database by --jdbc-url"
                .formatted(side));
    assertThat(folder.resolve("other")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void move_toAnotherDirectory_isTheSameRoomThere_andNoneHere(
      Supplier<DatabaseUrl> from, Supplier<DatabaseUrl> to) throws Exception {
    String target = url(to);
    Operator operator = room(url(from));
    List<Object> before = listed(operator);
    Path other = folder.resolve("other");

    List<String> words = new ArrayList<>(List.of("move", "--to-data", other.toString()));
    if (target != null) {
      words.addAll(List.of("--to-jdbc-url", target));
    }
    assertThat(operator.run(words.toArray(String[]::new)).lines()).hasSize(2);

    try (Operator moved = Operator.at(other, target)) {
      assertThat(listed(moved)).isEqualTo(before);
      moved.start();
      assertThat(other).isDirectoryNotContaining("glob:**/{moving,restoring,moving.backup}");
      assertIsStartedNoMore(operator, "this room has moved, says ");
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.ops.backup.EmptyDatabases#all")
  void move_toPostgresAndBack_inTheSameDirectory(Supplier<DatabaseUrl> to) throws Exception {
    String server = url(to);
    if (server == null) {
      assertThat(room(null).run("move", "--to-data", folder.resolve("data").toString()).code())
          .isEqualTo(2);
      return;
    }
    Path data = folder.resolve("data");
    Operator before = room(null);
    List<Object> rows = listed(before);
    byte[] file = Files.readAllBytes(data.resolve("room.mv.db"));

    assertThat(before.run("move", "--to-jdbc-url", server).lines()).hasSize(2);

    Operator moved = Operator.at(data, server);
    assertThat(listed(moved)).isEqualTo(rows);
    assertThat(data.resolve("room.mv.db")).hasBinaryContent(file);
    assertThat(data.resolve("moving")).doesNotExist();
    assertIsStartedNoMore(before, "registry is on PostgreSQL");
    Files.delete(data.resolve("room.mv.db"));
    moved.run("invite", "create").lines();
    rows = listed(moved);

    assertThat(moved.run("move", "--to-data", data.toString()).lines()).hasSize(2);

    assertThat(listed(before)).isEqualTo(rows);
    assertIsStartedNoMore(moved, "registry is in its data directory");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void move_throughAFile_isTheSameRoom_onTheOtherMachine(
      Supplier<DatabaseUrl> from, Supplier<DatabaseUrl> to) throws Exception {
    Operator operator = room(url(from));
    Path file = folder.resolve("room.backup");

    assertThat(operator.run("move", "--to-file", file.toString()).lines()).hasSize(1);

    assertIsStartedNoMore(operator, "this room has moved, says ");
    String target = url(to);
    Operator moved = Operator.at(folder.resolve("other"), target);
    assertThat(moved.run("restore", file.toString()).lines()).hasSize(target == null ? 3 : 4);
    assertThat(moved.run("member", "list", "--json").json()).hasSize(1);
  }

  @Test
  void markOfAMove_isTakenOffByTheCommandThatItNames() throws Exception {
    Operator operator = room(null);
    operator.run("move", "--to-file", folder.resolve("file").toString()).lines();
    Path data = folder.resolve("data");

    assertThat(operator.run("member", "list").err())
        .endsWith(
            "mv %s %s\n".formatted(data.resolve("registry-before-move"), data.resolve("registry")));
    Files.move(
        data.resolve("registry-before-move"),
        data.resolve("registry"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThat(operator.run("member", "list", "--json").json()).hasSize(1);
  }

  @Test
  void moveThatWasInterrupted_isToBeRepeated() throws Exception {
    Operator operator = room(null);
    Path data = folder.resolve("data");
    var room = Identity.load(CryptoChoice.AUTO, DataDirectory.secretIn(data)).keys().id();
    assertThat(new RegistrySource(DatabaseUrl.in(data), data, room).begin()).isTrue();

    assertIsStartedNoMore(operator, "did not come to its end");
    assertThat(operator.run("member", "list").err())
        .contains("repeat the same alcove move")
        .doesNotContain("where it is now");
    operator.run("move", "--to-file", folder.resolve("file").toString()).lines();

    assertIsStartedNoMore(operator, "this room has moved, says ");
  }

  @Test
  void moveThatFails_leavesTheRoomWhereItIs() throws Exception {
    Operator operator = room(null);
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("letter"), "something else");

    assertThat(operator.run("move", "--to-data", other.toString()).err())
        .contains("is not empty: letter is in it");
    assertThat(operator.run("move", "--to-file", folder.resolve("no/where").toString()).code())
        .isEqualTo(1);
    assertThat(operator.run("move", "--to-jdbc-url", "jdbc:postgresql://127.0.0.1:1/x").code())
        .isEqualTo(1);

    assertThat(operator.run("member", "list", "--json").json()).hasSize(1);
    assertThat(other.resolve("letter")).hasContent("something else");
  }

  @Test
  void moveThatIsRepeated_neverFreesARoomThatMayBeElsewhere() throws Exception {
    Operator operator = room(null);
    operator.run("move", "--to-data", folder.resolve("first").toString()).lines();

    assertThat(operator.run("move", "--to-data", folder.resolve("first").toString()).err())
        .contains("is not empty");

    assertIsStartedNoMore(operator, "this room has moved, says ");
  }

  @Test
  void move_underAServer_isRefused() throws Exception {
    try (Operator operator = room(null)) {
      operator.start();

      assertThat(operator.run("move", "--to-file", folder.resolve("file").toString()).err())
          .contains("is in use by another server")
          .contains("stop it first");
      assertThat(folder.resolve("file")).doesNotExist();
    }
  }

  @Test
  void move_withoutAPlace_isAUsageError() throws Exception {
    assertThat(room(null).run("move").code()).isEqualTo(2);
    assertThat(room(null).run("move", "--to-file", "x", "--to-data", "y").code()).isEqualTo(2);
  }
}
