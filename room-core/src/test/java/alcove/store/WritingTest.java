package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.room.model.RefusedException;
import alcove.room.model.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was acknowledged is kept, whatever happens to a write. */
class WritingTest {
  @TempDir Path data;

  private static void put(Database database, int number) {
    try {
      database.write(
          tables -> {
            tables.settings().put("name-" + number, "x".repeat(500));
            return number;
          });
    } catch (RefusedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Set<String> names(Database database) {
    Map<String, String> all = database.read(tables -> tables.settings().all());
    return new TreeSet<>(all.keySet());
  }

  @Test
  void write_interruptedInTheMiddle_neitherLosesNorClosesAnything() throws Exception {
    Set<String> acknowledged = new ConcurrentSkipListSet<>();
    AtomicInteger next = new AtomicInteger();
    try (Database database = Database.open(DatabaseUrl.in(data))) {
      Random random = new Random(7);
      for (int round = 0; round < 60; round++) {
        CountDownLatch begun = new CountDownLatch(1);
        Thread writer =
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int i = 0; i < 5; i++) {
                        int number = next.getAndIncrement();
                        try {
                          put(database, number);
                          acknowledged.add("name-" + number);
                        } catch (StorageException interrupted) {
                          // not acknowledged
                        }
                        begun.countDown();
                      }
                    });
        begun.await();
        LockSupport.parkNanos(random.nextInt(1_000_000));
        writer.interrupt();
        writer.join();
        put(database, next.get());
        acknowledged.add("name-" + next.getAndIncrement());
        assertThat(database.isUsable()).isTrue();
      }
      assertThat(names(database)).containsAll(acknowledged);
    }
    try (Database database = Database.open(DatabaseUrl.in(data))) {
      assertThat(names(database)).containsAll(acknowledged);
    }
  }

  @Test
  void disk_thatFillsUpWhileTheRoomRuns_failsWrites_andAllIsWellWhenThereIsSpaceAgain()
      throws Exception {
    try (ChildJvm child = ChildJvm.start(OnAFullDisk.class, data)) {
      assertThat(child.end()).as(child.output()).isZero();
      assertThat(child.said()).containsExactly("full", "recovered", "closed");
    }
  }

  /** Fills a disk, of which the limit on the size of its files makes believe. */
  static final class OnAFullDisk {
    private OnAFullDisk() {}

    public static void main(String[] arguments) throws Exception {
      Path data = Path.of(arguments[0]);
      Set<String> acknowledged = new TreeSet<>();
      try (Database database = Database.open(DatabaseUrl.in(data))) {
        limit(Long.toString(Files.size(DatabaseUrl.in(data).file()) + 60_000));
        int refused = 0;
        for (int number = 0; refused < 10; number++) {
          try {
            put(database, number);
            acknowledged.add("name-" + number);
          } catch (StorageException full) {
            assertThat(full).message().isNotEmpty().hasLineCount(1);
            assertThat(full).hasMessageContaining("may have been made all the same");
            refused++;
          }
          assertThat(number).isLessThan(10_000);
        }
        assertThat(acknowledged).isNotEmpty();
        assertThat(database.isUsable()).isFalse();
        ChildJvm.say("full");

        limit("unlimited");

        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () -> {
                  database.look();
                  assertThat(database.trouble()).isEmpty();
                });
        put(database, 10_001);
        acknowledged.add("name-10001");
        assertThat(names(database)).containsAll(acknowledged);
        ChildJvm.say("recovered");
      }
      try (Database database = Database.open(DatabaseUrl.in(data))) {
        assertThat(names(database)).containsAll(acknowledged);
        ChildJvm.say("closed");
      }
    }

    private static void limit(String bytes) throws Exception {
      String pid = Long.toString(ProcessHandle.current().pid());
      int code =
          new ProcessBuilder("prlimit", "--pid=" + pid, "--fsize=" + bytes + ":unlimited")
              .inheritIO()
              .start()
              .waitFor();
      assertThat(code).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void write_refused_leavesNothing(Supplier<DatabaseUrl> databases) throws Exception {
    try (Database database = Database.open(databases.get())) {
      assertThatThrownBy(
              () ->
                  database.write(
                      tables -> {
                        tables.settings().put("name", "half");
                        throw new IllegalStateException("a fault of ours");
                      }))
          .isInstanceOf(IllegalStateException.class);

      assertThat(names(database)).isEmpty();
      assertThat(database.isUsable()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void writes_atOnce_areAllKept(Supplier<DatabaseUrl> databases) throws Exception {
    try (Database database = Database.open(databases.get())) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread[] writers =
          IntStream.range(0, 8)
              .mapToObj(
                  writer ->
                      Thread.ofPlatform()
                          .uncaughtExceptionHandler((thread, e) -> failure.set(e))
                          .start(
                              () -> {
                                for (int i = 0; i < 10; i++) {
                                  put(database, writer * 10 + i);
                                }
                              }))
              .toArray(Thread[]::new);
      for (Thread writer : writers) {
        writer.join();
      }

      assertThat(failure.get()).isNull();
      assertThat(names(database)).hasSize(80);
    }
  }

  @Test
  void database_closed_isNotUsable() {
    Database database = Database.open(DatabaseUrl.in(data));
    database.close();

    assertThat(database.isUsable()).isFalse();
    assertThatThrownBy(() -> put(database, 1)).isInstanceOf(StorageException.class);
  }
}
