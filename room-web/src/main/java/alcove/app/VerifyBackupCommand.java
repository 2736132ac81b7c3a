package alcove.app;

import alcove.ops.backup.Backup;
import alcove.ops.backup.OpenedBackup;
import alcove.ops.terminal.CommandException;
import alcove.room.model.StorageException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alcove backup verify FILE}: whether a backup could be restored. Needs no room. */
@Command(
    name = "verify",
    description = {
      "Look whether a backup is whole and could be restored: each row of it is tried.",
      "Needs no room and no server; a file that is encrypted is decrypted beside other temporary"
          + " files meanwhile."
    })
final class VerifyBackupCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "The backup.")
  private Path file = Path.of("");

  @Option(
      names = "--identity",
      paramLabel = "KEYFILE",
      description = "The file with the key to a backup that is encrypted by age.")
  private @Nullable Path identity;

  @Option(names = "--json", description = "Say it as JSON on one line.")
  private boolean json;

  VerifyBackupCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException {
    try (var opened = OpenedBackup.of(file, Optional.ofNullable(identity))) {
      rehearse(opened.backup());
      report(opened.backup());
      return 0;
    } catch (StorageException e) {
      throw new CommandException(
          "%s: it cannot be restored: %s".formatted(file, e.getMessage()), e);
    }
  }

  private void rehearse(Backup backup) throws CommandException {
    try (var _ = Progress.of(terminal, "trying each row of the backup")) {
      backup.rehearse();
    }
  }

  private void report(Backup backup) {
    var summary = backup.summary();
    if (json) {
      terminal
          .out()
          .println(
              new JsonMapper()
                  .createObjectNode()
                  .put("room", backup.room().toString())
                  .put("made", backup.made().toString())
                  .put("schema", backup.schema())
                  .put("rows", summary.rows())
                  .put("tables", summary.tables())
                  .put("identity", summary.identity()));
      return;
    }
    terminal
        .out()
        .println(
            "room %s, made %s, schema %s: %s rows of %s tables, %s the identity"
                .formatted(
                    backup.room(),
                    backup.made(),
                    backup.schema(),
                    summary.rows(),
                    summary.tables(),
                    summary.identity() ? "with" : "without"));
  }
}
