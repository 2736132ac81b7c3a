package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedKeyPair;
import alcove.ops.backup.EmptyDatabases;
import alcove.room.model.InviteTerms;
import alcove.room.policy.Actor;
import alcove.store.DatabaseUrl;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One form of file, which either database can take. */
@ParameterizedClass
@MethodSource("ways")
class ServerBackupTest {
  private static final List<String> LISTS =
      List.of("member", "invite", "alias", "block", "notice", "app", "report");

  private final String alice = FeedKeyPair.create(CryptoChoice.AUTO.load()).id().toString();
  private final @Nullable String from;
  private final @Nullable String to;

  @TempDir private Path folder;

  ServerBackupTest(Supplier<DatabaseUrl> from, Supplier<DatabaseUrl> to)
      throws CryptoUnavailableException {
    this.from = url(from);
    this.to = url(to);
  }

  private static @Nullable String url(Supplier<DatabaseUrl> supplier) {
    DatabaseUrl url = supplier.get();
    return url.isH2() ? null : url.jdbc();
  }

  static Stream<Arguments> ways() {
    List<Named<Supplier<DatabaseUrl>>> databases = EmptyDatabases.all().toList();
    return databases.stream().flatMap(from -> databases.stream().map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @EnumSource
  void backup_restored_isTheSameRoomOnEitherDatabase(Operator.Way way) throws Exception {
    Path file = folder.resolve("backup");
    try (Operator operator = Operator.at(folder.resolve("data"), from);
        Operator restored = Operator.at(folder.resolve("restored"), to)) {
      operator.start().close();
      operator.prepare(
          room -> {
            for (int i = 0; i < 230; i++) {
              room.invites().create(Actor.operator(), InviteTerms.SINGLE);
            }
          });
      operator.run("member", "add", alice, "--role", "admin").lines();
      operator.run("setting", "set", "name", "Räume 🚪").lines();
      operator.by(way);

      operator.run("backup", file.toString()).lines();

      List<String> said = restored.run("restore", file.toString()).lines();
      assertThat(said).hasSize(to == null ? 3 : 4);
      assertThat(said.stream().anyMatch(each -> each.contains("with --cluster as well")))
          .as("what nodes need, where there can be several")
          .isEqualTo(to != null);
      for (String list : LISTS) {
        assertThat(restored.run(list, "list", "--json").json())
            .as(list)
            .isEqualTo(operator.run(list, "list", "--json").json());
      }
      assertThat(restored.run("setting", "get", "--json").json())
          .isEqualTo(operator.run("setting", "get", "--json").json());
      restored.start();
      restored.run("invite", "create").lines();
      assertThat(restored.run("invite", "list", "--json").json()).hasSize(231);
    }
  }
}
