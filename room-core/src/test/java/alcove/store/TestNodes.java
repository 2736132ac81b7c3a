package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.Room;
import alcove.room.model.RoomSettings;
import alcove.room.policy.PrivacyMode;
import alcove.room.registry.Registry;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Nodes of one room on one registry, whose connections a test can tell from each other. */
final class TestNodes implements AutoCloseable {
  final DatabaseUrl url;
  final Crypto crypto = CryptoChoice.JAVA.load();
  private final FeedId id = newId();
  private final String mark = UUID.randomUUID().toString();
  private final Deque<Database> open = new ArrayDeque<>();

  TestNodes(DatabaseUrl url) throws Exception {
    this.url = url;
  }

  /** A node. */
  record OpenNode(Database database, Room room) {}

  FeedId newId() {
    return FeedKeyPair.create(crypto).id();
  }

  /** What PostgreSQL calls the connections of a node. */
  String application(String name) {
    return name + "-" + mark.substring(0, 30);
  }

  private DatabaseUrl url(String name) {
    return new DatabaseUrl.PostgreSql(url.jdbc() + "&ApplicationName=" + application(name));
  }

  Database open(String name, Migrations migrations, Database.Lock lock) {
    Database database =
        Database.open(url(name), Optional.empty(), migrations, lock, System::nanoTime);
    open.push(database);
    return database;
  }

  /** A node with the room that it serves. */
  OpenNode node(String name) {
    return nodeOn(open(name, Migrations.OWN, Database.Lock.SHARED));
  }

  OpenNode nodeOn(Database database) {
    return new OpenNode(database, room(database));
  }

  Room room(Registry database) {
    return Room.open(
        database,
        id,
        crypto,
        InstantSource.system(),
        Set.of(),
        RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Room"));
  }

  void execute(String... statements) throws SQLException {
    try (var connection = Drivers.source(url).getConnection();
        var each = connection.createStatement()) {
      for (String statement : statements) {
        each.execute(statement);
      }
    }
  }

  boolean ask(String question) throws SQLException {
    try (var connection = Drivers.source(url).getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT " + question)) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** How many changes the registry has had. */
  long generation() throws SQLException {
    try (var connection = Drivers.source(url).getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT changes FROM change_count")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Ends those connections of a node of which this is true, and waits until they are gone. */
  void breakConnections(String name, String which) throws SQLException {
    List<Integer> gone = new ArrayList<>();
    try (var connection = Drivers.source(url).getConnection();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = '%s' AND %s"
                        .formatted(application(name), which))) {
      while (row.next()) {
        gone.add(row.getInt(1));
      }
    }
    assertThat(gone).isNotEmpty();
    await()
        .until(
            () ->
                !ask(
                    "count(*) > 0 FROM pg_stat_activity WHERE pid = ANY(ARRAY%s)".formatted(gone)));
  }

  /** Ends that by which a node hears of changes. */
  void breakFollower(String name) throws SQLException {
    String follower = "(query LIKE 'LISTEN%' OR query LIKE 'SELECT changes AS seen%')";
    await().until(() -> has(name, follower));
    breakConnections(name, follower);
  }

  /** Ends that by which a node holds the lock. */
  void breakLock(String name) throws SQLException {
    breakConnections(name, "pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')");
  }

  boolean has(String name, String which) throws SQLException {
    return ask(
        "count(*) > 0 FROM pg_stat_activity WHERE application_name = '%s' AND %s"
            .formatted(application(name), which));
  }

  /** Changes the registry as nobody of ours would: nobody is notified. */
  void changeInSilence(String statement) throws SQLException {
    execute("BEGIN; UPDATE change_count SET changes = changes + 1; " + statement + "; COMMIT");
  }

  static String block(FeedId id) {
    return "INSERT INTO blocked_id (id, reason, blocked_kind, since)"
        + " VALUES ('%s', '', 'operator', now())".formatted(id);
  }

  @Override
  public void close() {
    open.forEach(Database::close);
  }
}
