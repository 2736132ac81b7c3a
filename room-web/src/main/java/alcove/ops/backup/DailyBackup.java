package alcove.ops.backup;

import alcove.files.DurableFiles;
import alcove.identity.FeedId;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import alcove.store.Database;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The making of one backup into a folder. Blocks; confined to one thread.
 *
 * <p>It is written to a draft, proved, encrypted if that is wanted, and only then has its name.
 * What is to be encrypted lies in the data directory before, never in the folder.
 *
 * @param program the version of the program
 * @param isStopping whether it shall come to an end
 */
record DailyBackup(
    BackupPlan plan,
    FeedId room,
    Database database,
    Path data,
    String program,
    BooleanSupplier isStopping) {
  private static final String SECRET = "secret";
  private static final String PLAIN = "backup.draft";
  private static final Duration MOST = Duration.ofHours(2);

  /**
   * Makes it.
   *
   * @param now its time
   * @return the file
   * @throws CommandException if it cannot be made; then there is nothing left of it
   */
  Path make(Instant now) throws CommandException, IOException {
    BackupFolder folder = folder();
    folder.requireThere();
    BackupTarget.requireOutside(plan.folder().toRealPath(), data);
    Path file = folder.file(now, plan.recipient().isPresent());
    if (Files.exists(file)) {
      throw new CommandException(file + " is there already");
    }
    // of a process that was killed
    Files.deleteIfExists(data.resolve(PLAIN));
    Files.deleteIfExists(folder.draft());
    try (BackupDraft draft =
        BackupDraft.at(plan.recipient().isPresent() ? data.resolve(PLAIN) : folder.draft())) {
      write(now, draft.out());
      draft.proved();
      if (plan.recipient().isPresent()) {
        seal(plan.recipient().get(), draft.file(), folder.draft());
      }
      DurableFiles.publish(folder.draft(), file);
      return file;
    } catch (IOException e) {
      throw new CommandException(
          "%s (it is written in %s)".formatted(FailureText.of(e), places()), e);
    } finally {
      Files.deleteIfExists(folder.draft());
    }
  }

  private String places() {
    return plan.recipient().isPresent()
        ? "%s, and encrypted in %s".formatted(data, plan.folder())
        : plan.folder().toString();
  }

  BackupFolder folder() {
    return new BackupFolder(plan.folder(), room);
  }

  private void write(Instant now, OutputStream out) throws IOException {
    String secret = Files.readString(data.resolve(SECRET));
    database.<Integer, IOException>dump(
        dump -> {
          Backup.write(dump, program, room, now, Optional.of(secret), new Stoppable(out));
          return 0;
        });
  }

  private void seal(String recipient, Path plain, Path draft) throws CommandException, IOException {
    DurableFiles.create(draft).close();
    Encryption.seal(recipient, plain, draft, isStopping);
  }

  /**
   * The one that the last attempt has made, if it only was not taken elsewhere, and no other is due
   * meanwhile: as it lies there.
   */
  Optional<BackupRecord.Made> notTaken(BackupRecord record, Instant now) {
    return record
        .last()
        .filter(made -> record.success().filter(good -> !good.isBefore(made.made())).isEmpty())
        .filter(made -> plan.times().isOfToday(made.made(), now))
        .filter(made -> made.isEncrypted() == plan.recipient().isPresent())
        .filter(this::isAsItWas);
  }

  private boolean isAsItWas(BackupRecord.Made made) {
    try {
      return BackupFolder.describe(plan.folder().resolve(made.name()), made.made()).equals(made);
    } catch (IOException gone) {
      return false;
    }
  }

  /**
   * Calls the program that takes it elsewhere, if there is one.
   *
   * @throws CommandException if that fails; the file is good, and stays
   */
  void handOver(Path file) throws CommandException {
    if (plan.command().isPresent()) {
      try {
        new OutsideProgram(
                List.of(plan.command().get(), file.toString()), Optional.empty(), Optional.empty())
            .run(MOST, isStopping);
      } catch (CommandException e) {
        throw new CommandException(
            "%s is made and good, but was not taken elsewhere: %s".formatted(file, e.getMessage()),
            e);
      }
    }
  }

  private final class Stoppable extends FilterOutputStream {
    Stoppable(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      if (isStopping.getAsBoolean()) {
        throw new IOException("the room was stopped meanwhile");
      }
      out.write(bytes, offset, count);
    }
  }
}
