package alcove.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.room.model.StorageException;
import alcove.room.registry.Registry;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read out of a registry, and what goes into a new one. */
class DumpTest {
  private static final String COUNTED = "{\"changes\":7}\n";

  @TempDir Path data;

  private static Registry.Writing<String> put(String name, String value) {
    return tables -> {
      tables.settings().put(name, value);
      return value;
    };
  }

  private static String text(Dump dump, String table) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    dump.write(table, out);
    return out.toString(UTF_8);
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void dump_staysAsItWas_whileTheSameThreadWrites(Supplier<DatabaseUrl> empty) throws Exception {
    try (Database database = Database.open(place(empty))) {
      database.write(put("name", "before"));

      database.dump(
          dump -> {
            SortedMap<String, Dump.Sum> sums = dump.sums();
            database.write(put("name", "after"));
            database.write(put("more", "after"));
            assertThat(text(dump, "setting")).contains("before").doesNotContain("after");
            assertThat(dump.sums()).isEqualTo(sums);
            return sums;
          });

      assertThat(database.<String, Exception>dump(dump -> text(dump, "setting"))).contains("more");
    }
  }

  private DatabaseUrl place(Supplier<DatabaseUrl> empty) {
    DatabaseUrl url = empty.get();
    return url.isH2() ? DatabaseUrl.in(data) : url;
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void dump_besideAWriter_isOfOneMomentInAllTables(Supplier<DatabaseUrl> empty) throws Exception {
    try (Database database = Database.open(place(empty))) {
      AtomicBoolean end = new AtomicBoolean();
      Thread writer = Thread.ofVirtual().start(() -> write(database, end));
      try {
        for (int i = 0; i < 30; i++) {
          database.dump(
              dump -> {
                long changes =
                    new ObjectMapper()
                        .readTree(text(dump, "change_count"))
                        .path("changes")
                        .asLong();
                assertThat(text(dump, "setting").lines().count()).isEqualTo(changes - 1);
                return changes;
              });
        }
      } finally {
        end.set(true);
        writer.join();
      }
    }
  }

  /** Each change adds a setting, so that there are as many as changes, but for the opening's. */
  private static void write(Database database, AtomicBoolean end) {
    for (int i = 0; !end.get(); i++) {
      try {
        database.write(put("text-" + i, "x"));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void dump_whoseDatabaseIsClosed_failsAndLetsItBeOpenedAgain() throws Exception {
    Database database = Database.open(DatabaseUrl.in(data));

    assertThatThrownBy(
            () ->
                database.dump(
                    dump -> {
                      database.close();
                      return dump.sums();
                    }))
        .isInstanceOf(StorageException.class);

    Database.open(DatabaseUrl.in(data)).close();
  }

  /** A registry that has nothing but its count, with some tables' rows given. */
  private static DumpFile file(Map<String, String> rows) {
    Map<String, String> all = new TreeMap<>();
    for (String name :
        Set.of(
            "alias",
            "app",
            "audit_entry",
            "blocked_id",
            "invite",
            "invite_claim",
            "member",
            "notice",
            "password",
            "reset_link",
            "retired_alias",
            "setting",
            "setup_token",
            "web_session")) {
      all.put(name, "");
    }
    all.put("change_count", COUNTED);
    all.putAll(rows);
    return new DumpFile() {
      @Override
      public int schema() {
        return 3;
      }

      @Override
      public Set<String> tables() {
        return all.keySet();
      }

      @Override
      public InputStream open(String table) {
        return new ByteArrayInputStream(all.getOrDefault(table, "").getBytes(UTF_8));
      }
    };
  }

  private void assertRefused(DumpFile file, String why) {
    assertThatThrownBy(() -> file.fill(DatabaseUrl.in(data), Set.of()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(why)
        .message()
        .doesNotContain("SQL", "PRIMARY")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "setting | {\"name\":\"a\",\"contents\":\"x\\u0000\"} | row 1 of setting has a value in"
            + " contents that is missing or of another kind",
        "setting | {\"name\":\"a\",\"contents\":null} | row 1 of setting lacks a value",
        "setting | {\"name\":\"a\"} | row 1 of setting has not its 2 columns",
        "setting | [] | row 1 of setting has not its 2 columns",
        "setting | x | row 1 of setting is not JSON",
        "change_count | {\"changes\":-1} | row 1 of change_count holds an impossible number",
        "change_count | {\"changes\":9223372036854775807} | holds an impossible number",
        "change_count | {\"changes\":\"1; DROP TABLE member\"} | of another kind",
        "invite_claim | {\"id\":1,\"invite\":1,\"claimed_by\":\"x\",\"claimed\":"
            + "\"2026-01-01T00:00Z\"} | row 1 of invite_claim refers to a row that is missing",
        "member | {\"id\":\"x\",\"role\":\"king\",\"since\":\"2026-01-01T00:00Z\",\"invited_by\":"
            + "null,\"invite\":null} | row 1 of member holds a value that is not allowed",
        "audit_entry | {\"id\":9223372036854775807,\"happened\":\"2026-01-01T00:00Z\",\"by_kind\":"
            + "\"operator\",\"by_id\":null,\"action\":\"blocked\",\"subject\":\"\",\"details\":\"\"}"
            + " | the numbers of audit_entry are used up",
      })
  void row_thatIsNone_isRefusedInWords(String table, String row, String why) {
    assertRefused(file(Map.of(table, row + "\n")), why);

    assertThat(data).isDirectoryNotContaining("glob:**/room.mv.db");
  }

  @Test
  void rows_twiceOrCutOffOrTooMany_areRefused() {
    String row = "{\"name\":\"a\",\"contents\":\"x\"}";

    assertRefused(
        file(Map.of("setting", row + "\n" + row + "\n")), "row 2 of setting is there twice");
    assertRefused(file(Map.of("setting", row)), "is the last, and cut off");
    assertRefused(file(Map.of("change_count", "")), "change_count has 0 rows, expected 1");
    assertRefused(
        file(Map.of("change_count", COUNTED + COUNTED)), "change_count has 2 rows, expected 1");
    assertRefused(file(Map.of("shoes", "")), "it has the tables");
  }

  @Test
  void line_withoutEnd_isRefusedBeforeItIsHeld() {
    DumpFile endless =
        new DumpFile() {
          @Override
          public int schema() {
            return 3;
          }

          @Override
          public Set<String> tables() {
            return file(Map.of()).tables();
          }

          @Override
          public InputStream open(String table) {
            return new InputStream() {
              @Override
              public int read() {
                return 'x';
              }
            };
          }
        };

    assertRefused(endless, "is longer than 1048576 bytes");
    assertThatThrownBy(endless::rehearse).hasMessageContaining("is longer than 1048576 bytes");
  }

  @Test
  void rehearsal_triesEachRow_andKeepsNone() throws Exception {
    file(Map.of("setting", "{\"name\":\"a\",\"contents\":\"x\"}\n")).rehearse();

    assertThatThrownBy(
            () -> file(Map.of("setting", "{\"name\":\"a\",\"contents\":7}\n")).rehearse())
        .hasMessageContaining("row 1 of setting has a value in contents");
    assertThat(data).isEmptyDirectory();
  }
}
