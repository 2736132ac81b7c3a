package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.room.apps.AppCard;
import alcove.room.apps.Platform;
import alcove.room.model.NoticeKind;
import alcove.room.model.StorageException;
import alcove.room.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The registry's file is written anew when most of it is dead, and nothing is lost by that. */
class CompactionTest {
  private static final long MIB = 1 << 20;
  private static final int CHANGES = 400;

  @TempDir Path data;

  private DatabaseUrl.H2File url() {
    return DatabaseUrl.in(data);
  }

  private long size() throws IOException {
    return Files.size(url().file());
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  private static Registry.Writing<String> put(String name, String value) {
    return tables -> {
      tables.settings().put(name, value);
      return value;
    };
  }

  /** A file of some MiB of which next to nothing is in use. */
  private SortedMap<String, Dump.Sum> overwrite() throws Exception {
    try (Database database = Database.open(url(), data)) {
      database.write(put("name", "kept"));
    }
    try (Connection connection = Drivers.source(url().creating()).getConnection();
        var update = connection.prepareStatement("UPDATE setting SET contents = ?")) {
      for (int i = 0; i < CHANGES; i++) {
        update.setString(1, Integer.toString(i).repeat(1000));
        update.executeUpdate();
      }
      update.setString(1, "last");
      update.executeUpdate();
    }
    return sums(url());
  }

  /** So many writes are left out as a test needs, and what was dead before as well. */
  private void blowUp() throws Exception {
    try (Connection connection = Drivers.source(url().creating()).getConnection();
        var statement = connection.createStatement();
        var update = connection.prepareStatement("UPDATE notice SET contents = ?")) {
      statement.execute(
          "INSERT INTO notice VALUES ('%s', 'en', 'News', 'x', CURRENT_TIMESTAMP)"
              .formatted(NoticeKind.NEWS.word()));
      for (int i = 0; i < CHANGES; i++) {
        update.setString(1, Integer.toString(i % 10).repeat(65_536));
        update.executeUpdate();
      }
    }
    assertThat(size()).isGreaterThan(16 * MIB);
  }

  private static SortedMap<String, Dump.Sum> sums(DatabaseUrl.H2File file) throws Exception {
    try (Connection connection = Drivers.source(file.readOnly()).getConnection()) {
      return new Dump(connection).sums();
    }
  }

  @Test
  void start_withAFileThatIsMostlyDead_writesItAnew_andTheNextOneForgetsTheOldOne()
      throws Exception {
    overwrite();
    blowUp();
    SortedMap<String, Dump.Sum> before = sums(url());
    long large = size();

    prepare();

    assertThat(size()).isLessThan(MIB);
    assertThat(sums(url())).isEqualTo(before);
    assertThat(names()).containsExactly("registry", "room-old.mv.db", "room.mv.db");
    assertThat(Files.size(url().former())).isEqualTo(large);

    try (Database database = Database.open(url(), data)) {
      assertThat(
              database.<String>read(tables -> tables.settings().all().getOrDefault("name", "none")))
          .isEqualTo("last");
      assertThat(database.use().orElseThrow().isMostlyDead()).isFalse();
    }
    assertThat(names()).containsExactly("registry", "room.mv.db");
  }

  /** What an opening does before the file is written to. */
  private void prepare() {
    RegistryFile.of(url(), Migrations.OWN).prepare(RegistryPlace.Precaution.NONE).close();
  }

  @Test
  void start_withASmallFile_leavesItAsItIs() throws Exception {
    overwrite();
    long before = size();

    prepare();

    assertThat(size()).isEqualTo(before);
    assertThat(names()).containsExactly("registry", "room.mv.db");
  }

  @Test
  void compact_writesASmallFileAnew_andSaysHowLargeItWas() throws Exception {
    SortedMap<String, Dump.Sum> before = overwrite();
    long large = size();

    assertThat(RegistryPlace.compact(url())).isEqualTo(large);

    assertThat(size()).isLessThan(large / 4);
    assertThat(sums(url())).isEqualTo(before);
    assertThat(names()).containsExactly("registry", "room-old.mv.db", "room.mv.db");
  }

  @Test
  void compact_whereThereIsNoRegistry_makesNone() {
    assertThatThrownBy(() -> RegistryPlace.compact(url()))
        .isInstanceOf(StorageException.class)
        .hasMessage(url().shown() + " is missing");

    assertThat(data).isEmptyDirectory();
  }

  @Test
  void numbers_thatWereGivenBefore_areNotGivenAgain() throws Exception {
    AppCard card =
        new AppCard(
            "App",
            Set.of(Platform.LINUX),
            "https://app.example",
            Optional.empty(),
            Optional.empty());
    long last;
    try (Database database = Database.open(url(), data)) {
      last = database.write(tables -> tables.apps().insert(card, 2).id());
      database.write(
          tables -> {
            tables.apps().delete(last);
            return last;
          });
    }

    RegistryPlace.compact(url());

    try (Database database = Database.open(url(), data)) {
      assertThat(database.<Long>write(tables -> tables.apps().insert(card, 2).id()))
          .isGreaterThan(last);
    }
  }

  /** Ends in the middle of writing the file anew. */
  static final class Ending {
    private Ending() {}

    public static void main(String[] arguments) {
      var file = RegistryFile.of(DatabaseUrl.in(Path.of(arguments[0])), Migrations.OWN);
      file.telling(
              step -> {
                if (step.name().equals(arguments[1])) {
                  Runtime.getRuntime().halt(9);
                }
              })
          .compact();
    }
  }

  @ParameterizedTest
  @EnumSource
  void compaction_endedAfterAnyStep_losesNothing(Compaction.Step step) throws Exception {
    SortedMap<String, Dump.Sum> before = overwrite();

    try (ChildJvm child = ChildJvm.start(Ending.class, data, step)) {
      assertThat(child.end()).as(child.output()).isEqualTo(9);
    }

    prepare();
    assertThat(sums(url())).isEqualTo(before);
    assertThat(names()).startsWith("registry").endsWith("room.mv.db");
    RegistryPlace.compact(url());
    prepare();
    assertThat(sums(url())).isEqualTo(before);
    assertThat(names()).containsExactly("registry", "room.mv.db");
  }

  @ParameterizedTest
  @EnumSource
  void compaction_thatFailsAtAnyStep_isLeftOut_andTheStartGoesOn(Compaction.Step failing)
      throws Exception {
    overwrite();
    blowUp();
    SortedMap<String, Dump.Sum> before = sums(url());

    RegistryFile.of(url(), Migrations.OWN)
        .telling(
            step -> {
              if (step == failing) {
                throw Failures.refusal("no space left");
              }
            })
        .prepare(RegistryPlace.Precaution.NONE)
        .close();

    assertThat(sums(url())).isEqualTo(before);
    assertThat(data.resolve("room-new.mv.db")).doesNotExist();
  }

  @Test
  void compact_ofADamagedFile_leavesItAsItIs() throws Exception {
    overwrite();
    byte[] bytes = Files.readAllBytes(url().file());
    byte[] cut = Arrays.copyOf(bytes, 4096);
    Files.write(url().file(), cut);

    assertThatThrownBy(() -> RegistryPlace.compact(url()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("is damaged");

    assertThat(url().file()).hasBinaryContent(cut);
    assertThat(names()).containsExactly("registry", "room.mv.db");
  }
}
