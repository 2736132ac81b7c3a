package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import alcove.ops.backup.Backup;
import alcove.ops.backup.EmptyDatabases;
import alcove.store.DatabaseUrl;
import alcove.store.RegistryPlace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A registry of an older schema on PostgreSQL: it is backed up before it is brought forward. */
class MigrationBackupTest {
  @TempDir private Path folder;

  static Stream<Path> older() throws Exception {
    return OlderRoomsTest.folders().stream();
  }

  private static DatabaseUrl server() {
    List<DatabaseUrl> servers =
        EmptyDatabases.all()
            .map(each -> each.getPayload().get())
            .filter(url -> !url.isH2())
            .toList();
    assumeThat(servers).as("a PostgreSQL").isNotEmpty();
    return servers.getFirst();
  }

  @ParameterizedTest
  @MethodSource("older")
  void registryOfAnOlderSchema_isBackedUp_andTheBackupMakesTheSameRoom(Path fixture)
      throws Exception {
    DatabaseUrl url = server();
    Path data = Files.createDirectory(folder.resolve("data"));
    Backup former = Backup.read(fixture.resolve("backup"));
    former.fill(url, Set.of());
    new RegistryPlace(url, data).complete();
    bringIdentity(fixture, data);

    Operator operator = Operator.at(data, url.jdbc()).prepare(room -> {});
    int people = operator.run("member", "list", "--json").json().size();

    Path made = data.resolve("backups/registry-schema-%s.backup".formatted(former.schema()));
    Backup backup = Backup.read(made);
    assertThat(backup.schema()).isEqualTo(former.schema());
    assertThat(backup.summary().rows()).isEqualTo(former.summary().rows());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rw-------");
    Operator again = Operator.at(folder.resolve("again"));
    assertThat(again.run("restore", made.toString()).lines()).isNotEmpty();
    assertThat(again.run("member", "list", "--json").json()).hasSize(people);
    Files.delete(made);
    operator.prepare(room -> {});
    assertThat(made).as("nothing changes any more").doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("older")
  void nodesThatBeginAtOnce_bringItForwardOnce_andAllServe(Path fixture) throws Exception {
    DatabaseUrl url = server();
    Backup former = Backup.read(fixture.resolve("backup"));
    former.fill(url, Set.of());
    new RegistryPlace(url, Files.createDirectory(folder.resolve("empty"))).complete();
    CyclicBarrier all = new CyclicBarrier(3);
    List<FutureTask<Path>> starts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path data = Files.createDirectory(folder.resolve("node" + i));
      bringIdentity(fixture, data);
      starts.add(
          new FutureTask<>(
              () -> {
                all.await(60, TimeUnit.SECONDS);
                try (OpenRoom room = openAsANode(data, url)) {
                  assertThat(room.database().trouble()).isEmpty();
                  all.await(60, TimeUnit.SECONDS);
                }
                return data.resolve("backups");
              }));
    }
    starts.forEach(each -> Thread.ofPlatform().start(each));

    List<Path> made = new ArrayList<>();
    for (FutureTask<Path> each : starts) {
      if (Files.exists(each.get())) {
        made.add(each.get());
      }
    }
    assertThat(made).hasSize(1);
  }

  private static OpenRoom openAsANode(Path data, DatabaseUrl url) throws Exception {
    RoomConfig config =
        ConfigReader.read(
            Map.of(
                Setting.DATA,
                data.toString(),
                Setting.JDBC_URL,
                url.jdbc(),
                Setting.CLUSTER,
                "yes"),
            Map.of());
    return OpenRoom.open(config, Identity.load(config.get(Setting.CRYPTO), data.resolve("secret")));
  }

  private static void bringIdentity(Path fixture, Path data) throws Exception {
    Path secret = data.resolve("secret");
    try (ZipFile zip = new ZipFile(fixture.resolve("backup").toFile());
        var in = zip.getInputStream(zip.getEntry("secret"))) {
      Files.writeString(secret, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
  }
}
