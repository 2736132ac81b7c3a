package alcove.ops.backup;

import alcove.files.DurableFiles;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import alcove.room.model.StorageException;
import alcove.store.Database;
import alcove.store.RegistryPlace;
import alcove.store.RegistrySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backup of a registry on a server before its schema changes: proved, in the folder {@code
 * backups} of the data directory, one for each schema. Blocks. A file of H2 is copied as it is by
 * whoever brings it to its new schema.
 *
 * @param source the registry, which nobody has open, or nodes of the same room alone
 * @param lock how it is held meanwhile, if it is on a server
 * @param program the version of the program
 */
public record MigrationBackup(RegistrySource source, Database.Lock lock, String program) {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationBackup.class);
  private static final String FOLDER = "backups";
  private static final String SECRET = "secret";

  /**
   * Makes it, if the schema is about to change.
   *
   * @throws StorageException if the registry cannot be looked at
   * @throws CommandException if it cannot be made; then the schema should not change
   */
  public void makeIfNeeded(Instant now) throws CommandException {
    Optional<Integer> schema =
        new RegistryPlace(source.url(), source.data()).olderSchemaOnServer(source.room());
    if (schema.isEmpty()) {
      return;
    }
    try {
      make(schema.get(), now);
    } catch (IOException | StorageException | CommandException e) {
      throw new CommandException(
          "cannot back up the registry before its schema changes: " + FailureText.of(e), e);
    }
  }

  private void make(int schema, Instant now) throws IOException, CommandException {
    Path folder = source.data().resolve(FOLDER);
    DurableFiles.ownFolder(folder);
    Path file = folder.resolve("registry-schema-%s.backup".formatted(schema));
    try (BackupDraft draft = BackupDraft.at(folder.resolve(file.getFileName() + ".draft"))) {
      String secret = Files.readString(source.data().resolve(SECRET));
      source.<Integer, IOException>dump(
          lock,
          dump -> {
            Backup.write(
                dump,
                program,
                source.room(),
                now.truncatedTo(ChronoUnit.MILLIS),
                Optional.of(secret),
                draft.out());
            return 0;
          });
      draft.proved();
      DurableFiles.publish(draft.file(), file);
    }
    LOG.info("the registry as it was in schema {} is in {}", schema, file);
  }
}
