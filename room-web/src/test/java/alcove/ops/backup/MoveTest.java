package alcove.ops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedKeyPair;
import alcove.identity.SecretFile;
import alcove.ops.terminal.CommandException;
import alcove.room.model.StorageException;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import alcove.store.RegistrySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A move that is killed is repeated, and the room is never in two places. */
class MoveTest {
  @TempDir private Path folder;

  private final Crypto crypto = CryptoChoice.JAVA.load();
  private final FeedKeyPair identity = FeedKeyPair.create(crypto);
  private final FeedKeyPair alice = FeedKeyPair.create(crypto);
  private Path data = Path.of("");
  private Path other = Path.of("");
  private DatabaseUrl source = new DatabaseUrl.H2Memory("");
  private DatabaseUrl target = source;

  MoveTest() throws CryptoUnavailableException {}

  /** A database and another one. */
  record Way(Named<Supplier<DatabaseUrl>> from, Named<Supplier<DatabaseUrl>> to) {
    @Override
    public String toString() {
      return from.getName() + " to " + to.getName();
    }
  }

  static Stream<Way> ways() {
    List<Named<Supplier<DatabaseUrl>>> databases = EmptyDatabases.all().toList();
    return databases.stream().flatMap(from -> databases.stream().map(to -> new Way(from, to)));
  }

  /** To another kind of database; none on H2 alone. */
  static Stream<Way> waysInPlace() {
    return ways().filter(way -> !way.from.getName().equals(way.to.getName()));
  }

  static Stream<Way> waysFromServer() {
    return ways().filter(way -> way.from.getName().equals("PostgreSQL"));
  }

  private static Stream<Arguments> each(Stream<Way> ways, List<? extends Enum<?>> steps) {
    return ways.flatMap(way -> steps.stream().map(step -> Arguments.of(way, step)));
  }

  static Stream<Arguments> stepsElsewhere() {
    return each(ways(), List.of(Restoration.Step.FILLED, Restoration.Step.PLACED));
  }

  private static List<Enum<?>> steps() {
    List<Enum<?>> steps = new ArrayList<>(List.of(Restoration.Step.values()));
    steps.addAll(List.of(Move.Step.values()));
    return steps;
  }

  static Stream<Arguments> stepsInPlace() {
    return each(waysInPlace(), steps());
  }

  static Stream<Arguments> stepsThatLeaveMuch() {
    return each(
        waysInPlace(),
        List.of(Restoration.Step.FILLED, Restoration.Step.PLACED, Move.Step.DATABASE_PLACED));
  }

  private void makeRoom(Way way) throws Exception {
    data = Files.createDirectory(folder.resolve("data"));
    other = Files.createDirectory(folder.resolve("other"));
    source = in(data, way.from.getPayload().get());
    target = way.to.getPayload().get();
    SecretFile.write(data.resolve("secret"), identity);
    Files.writeString(data.resolve("registry"), "new\n");
    try (Database database = Database.open(source, data, identity.id())) {
      BackupFiles.open(database, identity.id(), crypto)
          .members()
          .add(Actor.operator(), alice.id(), Role.ADMIN);
    }
  }

  private static DatabaseUrl in(Path directory, DatabaseUrl place) {
    return place.isH2() ? DatabaseUrl.in(directory) : place;
  }

  /** What ends the process: nothing is tidied up after it. */
  private static final class Killed extends Error {}

  private Move move(Enum<?> last) {
    return new Move(
        new RegistrySource(source, data, identity.id()),
        crypto,
        InstantSource.system(),
        "1",
        step -> {
          if (step == last) {
            throw new Killed();
          }
        });
  }

  private Move move() {
    return new Move(
        new RegistrySource(source, data, identity.id()), crypto, InstantSource.system(), "1");
  }

  private void assertIsRoom(DatabaseUrl url, Path directory) throws Exception {
    assertThat(SecretFile.load(directory.resolve("secret"), crypto).id()).isEqualTo(identity.id());
    try (Database database = Database.open(url, directory, identity.id())) {
      assertThat(BackupFiles.open(database, identity.id(), crypto).members().find(alice.id()))
          .isPresent();
    }
    assertThat(directory).isDirectoryNotContaining("glob:**/{moving,restoring,moving.backup}");
  }

  private void assertIsNone(DatabaseUrl url, Path directory) {
    assertThatThrownBy(() -> Database.open(url, directory, identity.id()))
        .isInstanceOf(StorageException.class);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("stepsInPlace")
  void move_inPlace_killedAfterAnyStep_isNoRoomUntilItIsRepeated(Way way, Enum<?> last)
      throws Exception {
    makeRoom(way);
    DatabaseUrl moved = in(data, target);
    assertThatThrownBy(() -> move(last).inPlace(moved)).isInstanceOf(Killed.class);

    assertIsNone(source, data);
    if (last == Move.Step.MARK_PLACED) {
      Files.delete(data.resolve("moving"));
    } else {
      assertIsNone(moved, data);
      move().inPlace(moved);
    }

    assertIsRoom(moved, data);
    assertIsNone(source, data);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("waysInPlace")
  void move_inPlace_killedAgainAndAgain_comesToItsEnd(Way way) throws Exception {
    makeRoom(way);
    DatabaseUrl moved = in(data, target);
    for (Enum<?> step : steps()) {
      assertThatThrownBy(() -> move(step).inPlace(moved)).as("%s", step).isInstanceOf(Killed.class);
    }
    Files.delete(data.resolve("moving"));

    assertIsRoom(moved, data);
    assertIsNone(source, data);
  }

  @ParameterizedTest
  @MethodSource("stepsElsewhere")
  void move_elsewhere_killedAfterAnyStep_isOneRoomOnceItIsRepeated(Way way, Enum<?> last)
      throws Exception {
    makeRoom(way);
    DatabaseUrl moved = in(other, target);
    assertThatThrownBy(() -> move(last).to(other, moved)).isInstanceOf(Killed.class);

    assertIsNone(source, data);
    if (last != Restoration.Step.PLACED || !target.isH2()) {
      move().to(other, moved);
    }

    assertIsNone(source, data);
    Files.deleteIfExists(other.resolve("moving.backup"));
    if (last != Restoration.Step.PLACED || !target.isH2()) {
      assertIsRoom(moved, other);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("waysInPlace")
  void move_inPlace_overADatabaseOfSomebodyElse_isRefused_andLeavesNothing(Way way)
      throws Exception {
    makeRoom(way);
    DatabaseUrl moved = in(data, target);
    occupy(moved);

    assertThatThrownBy(() -> move().inPlace(moved))
        .isInstanceOf(CommandException.class)
        .message()
        .containsPattern("is there, from before|is not empty");

    assertIsRoom(source, data);
  }

  private void occupy(DatabaseUrl url) throws Exception {
    if (url instanceof DatabaseUrl.H2File file) {
      Files.writeString(file.file(), "somebody's");
      return;
    }
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    try (Database database = Database.open(url, foreign, FeedKeyPair.create(crypto).id())) {
      assertThat(database.isUsable()).isTrue();
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("waysFromServer")
  void room_thatMoved_isNotStartedFromACopyOfItsDirectoryEither(Way way) throws Exception {
    makeRoom(way);
    Path copy = Files.createDirectory(folder.resolve("copy"));
    for (String name : List.of("secret", "registry")) {
      Files.copy(data.resolve(name), copy.resolve(name));
    }

    move().to(other, in(other, target));

    assertThatThrownBy(() -> Database.open(source, copy, identity.id()))
        .hasMessage(
            "PostgreSQL database is no room: it has moved: start it where it is now, or if that was"
                + " interrupted, repeat the same alcove move; to go back to what it was here,"
                + " without what happened since, DROP TABLE alcove_moved");
    assertThatThrownBy(() -> moveFrom(copy)).hasMessageContaining("it has moved");
  }

  private void moveFrom(Path copy) throws IOException, CommandException {
    Path third = Files.createDirectory(folder.resolve("third"));
    new Move(new RegistrySource(source, copy, identity.id()), crypto, InstantSource.system(), "1")
        .to(third, DatabaseUrl.in(third));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("waysFromServer")
  void move_thatFailsAndCannotBeTakenBack_canBeRepeated(Way way) throws Exception {
    makeRoom(way);
    DatabaseUrl moved = in(other, target);
    try (Connection holder = DriverManager.getConnection(source.jdbc())) {
      Move failing =
          new Move(
              new RegistrySource(source, data, identity.id()),
              crypto,
              InstantSource.system(),
              "1",
              step -> {
                EmptyDatabases.lock(holder);
                throw new StorageException("the disk is full");
              });
      assertThatThrownBy(() -> failing.to(other, moved))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("the disk is full")
          .hasMessageEndingWith("the room is started nowhere until the same move was repeated");
    }

    assertIsNone(source, data);
    move().to(other, moved);
    assertIsRoom(moved, other);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void move_thatFails_leavesTheRoomAsItWas(Way way) throws Exception {
    makeRoom(way);
    Files.writeString(other.resolve("letter"), "something else");

    assertThatThrownBy(() -> move().to(other, in(other, target)))
        .isInstanceOf(CommandException.class);

    assertIsRoom(source, data);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void room_thatMoved_isItselfAgainByWhatIsSaid(Way way) throws Exception {
    makeRoom(way);
    move().to(other, in(other, target));

    goBack();

    assertIsRoom(source, data);
  }

  private void goBack() throws Exception {
    Files.move(
        data.resolve("registry-before-move"),
        data.resolve("registry"),
        StandardCopyOption.REPLACE_EXISTING);
    if (!source.isH2() && EmptyDatabases.hasTable(source, "alcove_moved")) {
      EmptyDatabases.execute(source, "DROP TABLE alcove_moved");
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("stepsThatLeaveMuch")
  void move_afterOneThatWasKilledAndTakenBack_bringsWhatHappenedSince(Way way, Enum<?> last)
      throws Exception {
    makeRoom(way);
    DatabaseUrl moved = in(data, target);
    assertThatThrownBy(() -> move(last).inPlace(moved)).isInstanceOf(Killed.class);
    goBack();
    FeedKeyPair bob = FeedKeyPair.create(crypto);
    try (Database database = Database.open(source, data, identity.id())) {
      BackupFiles.open(database, identity.id(), crypto)
          .members()
          .add(Actor.operator(), bob.id(), Role.MEMBER);
    }

    if (isInTheWay(moved)) {
      assertThatThrownBy(() -> move().inPlace(moved))
          .message()
          .containsPattern("is there, from before|is not empty");
      assertIsRoom(source, data);
      return;
    }
    move().inPlace(moved);

    try (Database database = Database.open(moved, data, identity.id())) {
      assertThat(BackupFiles.open(database, identity.id(), crypto).members().find(bob.id()))
          .isPresent();
    }
  }

  private boolean isInTheWay(DatabaseUrl moved) throws Exception {
    return moved instanceof DatabaseUrl.H2File file
        ? Files.exists(file.file())
        : EmptyDatabases.hasTable(moved, "member")
            && !EmptyDatabases.hasTable(moved, "alcove_restoring");
  }
}
