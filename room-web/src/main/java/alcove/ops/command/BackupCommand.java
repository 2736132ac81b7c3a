package alcove.ops.command;

import alcove.ops.backup.Backup;
import alcove.ops.backup.BackupException;
import alcove.room.AuditAction;
import alcove.room.RefusedException;
import alcove.store.Dump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alcove backup}: the room in one file, also while it is served. */
@Command(
    name = "backup",
    description = {
      "Write all that the room keeps into one file.",
      "With the identity in it, as it is by default, whoever has the file can be the room."
    })
public final class BackupCommand extends RoomCommand implements Callable<Integer> {
  private static final String SECRET = "secret";

  @Parameters(paramLabel = "FILE", description = "Where to.")
  private String file = "";

  @Option(names = "--without-identity", description = "Leave the room's key out of it.")
  private boolean withoutIdentity;

  @Option(names = "--force", description = "Replace a file that is there.")
  private boolean force;

  @Override
  public Integer call() throws CommandException, RefusedException {
    if (!access().database().isEmbedded()) {
      throw new CommandException(
          "the registry is on PostgreSQL: back it up by pg_dump, and the file %s with it"
              .formatted(access().data().resolve(SECRET)));
    }
    Instant now = now().truncatedTo(ChronoUnit.MILLIS);
    Dump dump = room().whileNothingChanges(Dump::of);
    Backup backup =
        new Backup(
            access().program(),
            room().id(),
            now,
            dump,
            withoutIdentity ? Optional.empty() : secret());
    try {
      Path path = console().directory().resolve(file);
      backup.write(path, force);
      Backup.read(path).verify();
    } catch (BackupException | InvalidPathException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
    String what = withoutIdentity ? "without the identity" : "with the identity";
    room().audit().enter(operator(), AuditAction.BACKED_UP, "", what);
    int rows = dump.tables().values().stream().mapToInt(Dump.Table::rows).sum();
    say("%s: %s rows of %s tables, %s".formatted(file, rows, dump.tables().size(), what));
    return 0;
  }

  private Optional<String> secret() throws CommandException {
    try {
      return Optional.of(Files.readString(access().data().resolve(SECRET)));
    } catch (IOException e) {
      throw new CommandException("cannot read the room's identity: " + e.getMessage(), e);
    }
  }
}
