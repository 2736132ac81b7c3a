package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.room.policy.Actor;
import alcove.room.policy.Standing;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A node that does not hear what others change. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("alcove.store.TestDatabases#servers")
class DeafNodesTest {
  private final TestNodes nodes;
  private final AtomicLong ahead = new AtomicLong();

  DeafNodesTest(Supplier<DatabaseUrl> servers) throws Exception {
    nodes = new TestNodes(servers.get());
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private long nanoTime() {
    return System.nanoTime() + ahead.get();
  }

  /** "Too many connections" are none of its pool, which has its own, nor of its lock. */
  @Test
  void node_whoseFollowerIsLetInNoMore_looksByItself_andSaysSo() throws Exception {
    String role = "node_" + UUID.randomUUID().toString().replace('-', '_');
    nodes.execute(
        "DO $$ BEGIN EXECUTE format('CREATE ROLE %s LOGIN PASSWORD ''mate'' IN ROLE %%I',"
                .formatted(role)
            + " current_user); END $$");
    FeedId bob = nodes.newId();
    TestNodes.OpenNode first = nodes.node("first");
    try (Database database =
        Database.open(
            TestDatabases.as(nodes.url, role, "mate"),
            Optional.empty(),
            Migrations.OWN,
            Database.Lock.SHARED,
            this::nanoTime)) {
      TestNodes.OpenNode second = nodes.nodeOn(database);
      database.look();
      assertThat(database.trouble()).isEmpty();
      String follower = "usename = '%s' AND query LIKE 'SELECT changes AS seen%%'".formatted(role);
      await().until(() -> nodes.ask("count(*) > 0 FROM pg_stat_activity WHERE " + follower));
      nodes.execute("ALTER ROLE " + role + " CONNECTION LIMIT 0");
      nodes.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + follower);
      await().until(() -> !nodes.ask("count(*) > 0 FROM pg_stat_activity WHERE " + follower));

      first.room().blocks().block(Actor.operator(), bob, "", Optional.empty());

      await()
          .untilAsserted(
              () -> {
                database.look();
                assertThat(second.room().standings().of(bob)).isEqualTo(Standing.BLOCKED);
              });
      ahead.set(Duration.ofSeconds(6).toNanos());
      database.look();
      assertThat(database.trouble())
          .get()
          .asString()
          .startsWith("what other nodes change is not seen in time");

      nodes.execute("ALTER ROLE " + role + " CONNECTION LIMIT -1");
      await().until(() -> database.trouble().isEmpty());
    } finally {
      nodes.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    }
  }

  private Follower follow(DataSource source, List<OptionalLong> heard) {
    return Follower.begin(source, this::nanoTime, heard::add);
  }

  /** As a proxy that passes on questions alone. */
  @Test
  void follower_thatMayNotListen_looksAllTheSame() throws Exception {
    nodes.node("first");
    List<OptionalLong> heard = new CopyOnWriteArrayList<>();
    DataSource source =
        wrapped(
            DataSource.class,
            Drivers.source(nodes.url),
            (method, arguments) -> {
              if (method.equals("execute") && String.valueOf(arguments[0]).startsWith("LISTEN")) {
                throw new SQLException("LISTEN is not for you");
              }
            });
    try (Follower _ = follow(source, heard)) {
      await().until(() -> heard.size() > 2);
      nodes.changeInSilence("SELECT 1");
      long now = nodes.generation();
      await().until(() -> heard.getLast().equals(OptionalLong.of(now)));
    }
  }

  @Test
  void follower_whoseDriverHasAFault_goesOn() throws Exception {
    nodes.node("first");
    List<OptionalLong> heard = new CopyOnWriteArrayList<>();
    AtomicInteger faults = new AtomicInteger();
    DataSource source =
        wrapped(
            DataSource.class,
            Drivers.source(nodes.url),
            (method, _) -> {
              if (method.equals("executeQuery") && faults.getAndIncrement() < 2) {
                throw new IllegalStateException("a fault of the driver");
              }
            });
    try (Follower follower = follow(source, heard)) {
      await().until(() -> !heard.isEmpty());
      assertThat(heard.getFirst()).as("after a loss").isEmpty();
      assertThat(follower.trouble()).isEmpty();
    }
  }

  /** Its thread is at work, and memory is as old as it was all the same. */
  @Test
  void follower_whoseListenerCannotFollow_saysSo() throws Exception {
    nodes.node("first");
    AtomicInteger tries = new AtomicInteger();
    try (Follower follower =
        Follower.begin(
            Drivers.source(nodes.url),
            this::nanoTime,
            _ -> {
              tries.incrementAndGet();
              throw new IllegalStateException("a fault in what listens");
            })) {
      await().until(() -> tries.get() > 2);
      assertThat(follower.trouble()).isEmpty();
      ahead.set(Duration.ofSeconds(6).toNanos());
      assertThat(follower.trouble()).get().asString().contains("a fault in what listens");
    }
  }

  private interface Before {
    void call(String method, Object[] arguments) throws Exception;
  }

  /** The same, and what comes of it, where something happens before each call. */
  private static <T> T wrapped(Class<T> type, T inner, Before before) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          before.call(method.getName(), arguments == null ? new Object[0] : arguments);
          try {
            Object result = method.invoke(inner, arguments);
            return switch (result) {
              case Connection open -> wrapped(Connection.class, open, before);
              case Statement open -> wrapped(Statement.class, open, before);
              case null, default -> result;
            };
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(
        Proxy.newProxyInstance(
            DeafNodesTest.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
