package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.room.model.StorageException;
import alcove.room.policy.Actor;
import alcove.room.policy.Standing;
import alcove.store.Database.Lock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may open a registry on a server beside whom, and who may change its schema meanwhile. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("alcove.store.TestDatabases#servers")
class ClusterOpeningTest {
  private static final int NEWEST = OpeningTest.NEWEST;
  private static final Migrations EXPANDING = expanding(1);
  private static final Migrations TWICE_EXPANDING = expanding(2);

  private final TestNodes nodes;

  @TempDir Path folder;

  ClusterOpeningTest(Supplier<DatabaseUrl> servers) throws Exception {
    nodes = new TestNodes(servers.get());
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private static Migrations expanding(int times) {
    Stream<String> names = Stream.of("expand_shoe_size", "expand_shoes").limit(times);
    List<String> paths = new ArrayList<>(Migrations.OWN.paths());
    names.forEach(
        name -> paths.add("alcove/store/expanding/V%s__%s.sql".formatted(paths.size() + 1, name)));
    return new Migrations(paths);
  }

  private Database open(Migrations migrations, Lock lock) {
    return nodes.open("one", migrations, lock);
  }

  private Database open(Lock lock) {
    return open(Migrations.OWN, lock);
  }

  private void assertRefused(Migrations migrations, Lock lock, String words) {
    assertThatThrownBy(() -> open(migrations, lock))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(words)
        .message()
        .hasLineCount(1);
  }

  private static void put(Database database, String value) throws Exception {
    database.write(
        tables -> {
          tables.settings().put("name", value);
          return value;
        });
  }

  private static String name(Database database) {
    return database.read(tables -> tables.settings().all().getOrDefault("name", "none"));
  }

  @Test
  void nodes_goTogether_andWhoWantsItAloneIsRefused() throws Exception {
    Database one = open(Lock.SHARED);
    Database other = open(Lock.SHARED);

    assertRefused(
        Migrations.OWN, Lock.EXCLUSIVE, "is in use by nodes of a room that runs on several (2 of");
    put(one, "one");
    put(other, "other");
    assertThat(name(one)).isEqualTo("other");

    one.close();
    assertRefused(
        Migrations.OWN, Lock.EXCLUSIVE, "is in use by nodes of a room that runs on several (1 of");
    other.close();
    open(Lock.EXCLUSIVE).close();
    open(Lock.SHARED).close();
  }

  @Test
  void node_besideOneWhoHasItAlone_isRefused_untilThatEnds() {
    Database alone = open(Lock.EXCLUSIVE);

    assertRefused(Migrations.OWN, Lock.SHARED, "is in use by another Alcove, which has it alone");
    assertRefused(Migrations.OWN, Lock.EITHER, "is in use by another Alcove, which has it alone");
    assertRefused(
        Migrations.OWN, Lock.EXCLUSIVE, "is in use by another Alcove: end that one first");

    alone.close();
    open(Lock.SHARED);
  }

  @Test
  void command_isBesideNodes_andAloneWhereNoneRun() throws Exception {
    Database alone = open(Lock.EITHER);
    assertRefused(Migrations.OWN, Lock.SHARED, "which has it alone");
    alone.close();

    Database node = open(Lock.SHARED);
    Database command = open(Lock.EITHER);
    put(command, "by command");
    assertThat(name(node)).isEqualTo("by command");
    open(Lock.SHARED);
    assertRefused(Migrations.OWN, Lock.EXCLUSIVE, "(3 of them)");
  }

  @Test
  void restorationAndMove_besideNodes_areRefused() {
    open(Lock.SHARED);
    var server = (DatabaseUrl.PostgreSql) nodes.url;

    assertThatThrownBy(() -> RegistryServer.make(server, NEWEST, _ -> {}))
        .hasMessageContaining("end all of them first");
    assertThatThrownBy(
            () ->
                new RegistrySource(server, folder, nodes.newId())
                    .<Integer, RuntimeException>leave(_ -> 1))
        .hasMessageContaining("end all of them first");
  }

  @Test
  void node_thatIsKilled_holdsNothing() throws Exception {
    open(Lock.EXCLUSIVE).close();
    try (ChildJvm child = ChildJvm.start(Holding.class, nodes.url.jdbc())) {
      await().until(() -> child.said().contains("open"));
      assertRefused(Migrations.OWN, Lock.EXCLUSIVE, "(1 of them)");
      child.kill();
    }
    await().untilAsserted(() -> open(Lock.EXCLUSIVE).close());
  }

  /** A node that runs until it is killed. */
  static final class Holding {
    private Holding() {}

    public static void main(String[] arguments) throws Exception {
      try (Database _ =
          Database.open(
              new DatabaseUrl.PostgreSql(arguments[0]),
              Optional.empty(),
              Migrations.OWN,
              Lock.SHARED,
              System::nanoTime)) {
        ChildJvm.say("open");
        new CountDownLatch(1).await();
      }
    }
  }

  @Test
  void nodes_thatBeginAtOnce_makeOneRegistry() throws Exception {
    List<FutureTask<Database>> starts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      FutureTask<Database> start =
          new FutureTask<>(
              () ->
                  Database.open(
                      nodes.url, Optional.empty(), Migrations.OWN, Lock.SHARED, System::nanoTime));
      starts.add(start);
      Thread.ofPlatform().start(start);
    }
    for (FutureTask<Database> each : starts) {
      try (Database database = each.get()) {
        put(database, "one");
      }
    }
  }

  /** Each has to back it up, and to have it alone for that change. */
  @Test
  void nodes_thatBeginAtOnce_bringTheSchemaForwardOnce_andAllJoin() throws Exception {
    put(open(Lock.SHARED), "old");
    nodes.close();
    AtomicInteger backups = new AtomicInteger();
    RegistryPlace.Precaution backup =
        (schema, dump) -> {
          assertThat(schema).isEqualTo(NEWEST);
          assertThat(dump.sums()).containsKey("setting");
          backups.incrementAndGet();
          awaitAnotherWhoWaits();
        };
    List<FutureTask<Database>> starts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      FutureTask<Database> start = new FutureTask<>(() -> open(OpeningTest.LATER, backup));
      starts.add(start);
      Thread.ofPlatform().start(start);
    }

    for (FutureTask<Database> each : starts) {
      assertThat(name(each.get())).isEqualTo("old");
    }
    assertThat(backups).hasValue(1);
    for (FutureTask<Database> each : starts) {
      each.get().close();
    }
  }

  private Database open(Migrations migrations, RegistryPlace.Precaution precaution) {
    return Database.open(
        nodes.url, Optional.empty(), migrations, Lock.SHARED, precaution, System::nanoTime);
  }

  private void awaitAnotherWhoWaits() {
    await()
        .until(
            () ->
                nodes.ask(
                    "count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                        + " AND ((classid::bigint << 32) | objid::bigint)"
                        + " = hashtextextended('alcove start ' || CURRENT_SCHEMA, 0)"));
  }

  @Test
  void schemaWhoseBackupFails_isNotMade_andTheRegistryIsFree() throws Exception {
    put(open(Lock.SHARED), "old");
    nodes.close();

    for (Migrations each : List.of(OpeningTest.LATER, EXPANDING)) {
      assertThatThrownBy(
              () ->
                  open(
                      each,
                      (schema, dump) -> {
                        throw new StorageException("no space");
                      }))
          .hasMessage("no space");
    }

    Database alone = open(Lock.EXCLUSIVE);
    assertThat(name(alone)).isEqualTo("old");
  }

  /** Nobody is told to end nodes that are none. */
  @Test
  void schemaThatDoesNotExpand_besideAServerThatHasItAlone_isRefusedForThat() {
    open(Lock.EXCLUSIVE);

    assertRefused(
        OpeningTest.LATER, Lock.SHARED, "is in use by another Alcove, which has it alone");
  }

  @Test
  void nodesOfTwoIdentities_thatBeginAtOnce_areOneRoomAndARefusal() throws Exception {
    List<FutureTask<Database>> starts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Path data = Files.createDirectory(folder.resolve("data" + i));
      Files.writeString(data.resolve("registry"), "new\n");
      FeedId room = nodes.newId();
      FutureTask<Database> start =
          new FutureTask<>(() -> Database.open(nodes.url, data, room, Lock.SHARED));
      starts.add(start);
      Thread.ofPlatform().start(start);
    }
    int refused = 0;
    for (FutureTask<Database> each : starts) {
      try (Database database = each.get()) {
        put(database, "one");
      } catch (ExecutionException e) {
        assertThat(e).cause().hasMessageContaining("is the registry of room");
        refused++;
      }
    }
    assertThat(refused).isEqualTo(1);
  }

  @Test
  void node_ofAnotherIdentity_orWithout_isRefused() throws Exception {
    FeedId room = nodes.newId();
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("registry"), "new\n");
    try (Database _ = Database.open(nodes.url, data, room, Lock.SHARED)) {
      Path other = Files.createDirectory(folder.resolve("other"));
      assertThatThrownBy(() -> Database.open(nodes.url, other, nodes.newId(), Lock.SHARED))
          .hasMessageContaining("is the registry of room " + room.shortName());
      assertThatThrownBy(() -> new RegistryPlace(nodes.url, other).requireNew())
          .hasMessageContaining("is the registry of a room whose identity is not in " + other);

      Database.open(nodes.url, other, room, Lock.SHARED).close();
    }
  }

  @Test
  void schemaThatExpands_isMadeBesideNodesOfTheVersionBefore() throws Exception {
    Database old = open(Lock.SHARED);

    Database newer = open(EXPANDING, Lock.SHARED);

    put(old, "old");
    assertThat(name(newer)).isEqualTo("old");
    put(newer, "newer");
    assertThat(name(old)).isEqualTo("newer");
    try (Database again = open(Lock.SHARED)) {
      put(again, "again");
    }
    open(Lock.EITHER).close();
    old.close();
    newer.close();
    assertRefused(Migrations.OWN, Lock.EXCLUSIVE, "has schema %s, but".formatted(NEWEST + 1));
  }

  @Test
  void schemaTwoStepsFurther_isTooNew_thoughBothExpand() {
    open(TWICE_EXPANDING, Lock.SHARED);

    assertRefused(Migrations.OWN, Lock.SHARED, "has schema %s, but".formatted(NEWEST + 2));
    open(EXPANDING, Lock.SHARED);
  }

  @Test
  void schemaThatDoesNotExpand_isMadeAlone() throws Exception {
    Database old = open(Lock.SHARED);
    put(old, "old");

    assertRefused(OpeningTest.LATER, Lock.SHARED, "has to be done alone, and others hold it");
    assertRefused(OpeningTest.LATER, Lock.EITHER, "nodes that know no newer one run on it");
    put(old, "still");
    old.close();

    Database newer = open(OpeningTest.LATER, Lock.SHARED);
    assertThat(name(newer)).isEqualTo("still");
    open(OpeningTest.LATER, Lock.SHARED);
    assertRefused(Migrations.OWN, Lock.SHARED, "has schema %s, but".formatted(NEWEST + 1));
  }

  /** It was stopped, or cut off, while the others were brought on. */
  @Test
  void nodeOfTheVersionBefore_whoseLockIsLostMeanwhile_takesItNoMore() throws Exception {
    Database old = nodes.open("old", Migrations.OWN, Lock.SHARED);
    nodes.breakLock("old");
    Database newer = open(OpeningTest.LATER, Lock.SHARED);

    old.look();

    assertThat(old.trouble()).get().asString().contains("has schema %s".formatted(NEWEST + 1));
    assertThatThrownBy(() -> put(old, "old")).isInstanceOf(StorageException.class);
    put(newer, "newer");
  }

  @Test
  void schemaThatFails_leavesTheRegistryAsItWas_andFree() throws Exception {
    put(open(Lock.SHARED), "old");
    nodes.close();

    assertRefused(OpeningTest.FAILING, Lock.SHARED, "cannot be brought to schema " + (NEWEST + 1));

    Database database = open(Lock.SHARED);
    assertThat(name(database)).isEqualTo("old");
  }

  @Test
  void node_thatIsKilledWhileItChangesTheSchema_leavesItToTheNext() throws Exception {
    put(open(Lock.SHARED), "old");
    nodes.close();
    try (var connection = Drivers.source(nodes.url).getConnection();
        var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(5)");
      try (var _ = ChildJvm.start(Waiting.class, nodes.url.jdbc())) {
        await()
            .until(
                () ->
                    nodes.ask(
                        "count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND objid = 5"
                            + " AND NOT granted AND database = (SELECT oid FROM pg_database"
                            + " WHERE datname = current_database())"));
        assertRefused(Migrations.OWN, Lock.EXCLUSIVE, "is in use by another Alcove");
      }
    }
    await().untilAsserted(() -> open(OpeningTest.LATER, Lock.SHARED));
    assertThat(name(open(OpeningTest.LATER, Lock.SHARED))).isEqualTo("old");
  }

  /** A node that comes to the middle of a migration. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] arguments) {
      Database.open(
              new DatabaseUrl.PostgreSql(arguments[0]),
              Optional.empty(),
              OpeningTest.WAITING,
              Lock.SHARED,
              System::nanoTime)
          .close();
    }
  }

  /** A pooler, or a firewall, or the server's own memory: it lets nobody in for a while. */
  @Test
  void changes_whileTheServerRefusesConnections_areCaughtUp() throws Exception {
    String role = "node_" + UUID.randomUUID().toString().replace('-', '_');
    nodes.execute("CREATE ROLE " + role + " SUPERUSER LOGIN PASSWORD 'mate'");
    FeedId bob = nodes.newId();
    TestNodes.OpenNode first = nodes.node("first");
    try (Database database =
        Database.open(
            TestDatabases.as(nodes.url, role, "mate"),
            Optional.empty(),
            Migrations.OWN,
            Lock.SHARED,
            System::nanoTime)) {
      TestNodes.OpenNode second = nodes.nodeOn(database);
      nodes.execute(
          "ALTER ROLE " + role + " NOLOGIN",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '%s'"
              .formatted(role));
      first.room().blocks().block(Actor.operator(), bob, "", Optional.empty());
      database.look();
      assertThat(database.trouble()).isPresent();

      nodes.execute("ALTER ROLE " + role + " LOGIN");

      await()
          .untilAsserted(
              () -> {
                database.look();
                assertThat(database.trouble()).isEmpty();
                assertThat(second.room().standings().of(bob)).isEqualTo(Standing.BLOCKED);
              });
    } finally {
      nodes.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    }
  }
}
