package alcove.ops.backup;

import alcove.files.DurableFiles;
import alcove.identity.FeedId;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import alcove.room.model.StorageException;
import alcove.store.Dump;
import alcove.store.RegistryPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backup of a registry on a server before its schema changes: proved, in the folder {@code
 * backups} of the data directory, one for each schema. A file of H2 is copied as it is by whoever
 * brings it to its new schema.
 *
 * @param data the room's directory
 * @param program the version of the program
 */
public record MigrationBackup(Path data, FeedId room, String program, InstantSource clock)
    implements RegistryPlace.Precaution {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationBackup.class);
  private static final String FOLDER = "backups";
  private static final String SECRET = "secret";

  @Override
  public void before(int schema, Dump dump) {
    try {
      make(schema, dump);
    } catch (IOException | StorageException | CommandException e) {
      throw new StorageException(
          "cannot back up the registry before its schema changes: " + FailureText.of(e), e);
    }
  }

  private void make(int schema, Dump dump) throws IOException, CommandException {
    Path folder = data.resolve(FOLDER);
    DurableFiles.ownFolder(folder);
    Path file = folder.resolve("registry-schema-%s.backup".formatted(schema));
    try (BackupDraft draft = BackupDraft.at(folder.resolve(file.getFileName() + ".draft"))) {
      Backup.write(
          dump,
          program,
          room,
          clock.instant().truncatedTo(ChronoUnit.MILLIS),
          Optional.of(Files.readString(data.resolve(SECRET))),
          draft.out());
      draft.proved();
      DurableFiles.publish(draft.file(), file);
    }
    LOG.info("the registry as it was in schema {} is in {}", schema, file);
  }
}
