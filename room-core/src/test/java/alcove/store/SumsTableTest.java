package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import alcove.room.model.RefusedException;
import alcove.room.registry.Tables;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What hours and days had, in the registry. */
class SumsTableTest {
  private static final Instant BEGINS = Instant.parse("2026-03-29T00:00:00Z");
  private static final Sums SUMS = new Sums(1, 2, 3, 4, 5, 6, 7L << 40, 8, 9, 10);

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void sums_ofASpan_replaceThoseOfBefore(Supplier<DatabaseUrl> url) {
    try (Database database = Database.open(url.get())) {
      Sums.Kept hour = new Sums.Kept(Span.HOUR, BEGINS, Sums.NONE);
      Sums.Kept day = new Sums.Kept(Span.DAY, BEGINS, SUMS);

      database.note(tables -> tables.sums().put(hour));
      database.note(tables -> tables.sums().put(day));
      database.note(tables -> tables.sums().put(new Sums.Kept(Span.HOUR, BEGINS, SUMS)));
      database.note(tables -> tables.sums().put(hour));

      assertThat(database.<List<Sums.Kept>>read(tables -> tables.sums().all()))
          .containsExactlyInAnyOrder(hour, day);

      database.note(tables -> tables.sums().delete(Span.HOUR, BEGINS));

      assertThat(database.<List<Sums.Kept>>read(tables -> tables.sums().all()))
          .containsExactly(day);
    }
  }

  /** Whoever reads the room anew when it has changed is left alone. */
  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void note_isNoChangeOfTheRoom(Supplier<DatabaseUrl> url) throws RefusedException {
    try (Database database = Database.open(url.get())) {
      long before = database.<Long>read(Tables::generation);

      database.note(tables -> tables.sums().put(new Sums.Kept(Span.DAY, BEGINS, SUMS)));

      assertThat(database.<Long>read(Tables::generation)).isEqualTo(before);
      database.write(
          tables -> {
            tables.settings().put("one", "1");
            return 1;
          });
      assertThat(database.<Long>read(Tables::generation)).isEqualTo(before + 1);
    }
  }
}
