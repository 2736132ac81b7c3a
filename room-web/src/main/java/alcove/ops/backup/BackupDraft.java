package alcove.ops.backup;

import alcove.files.DurableFiles;
import alcove.ops.terminal.CommandException;
import alcove.room.model.StorageException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A backup that is not complete yet, in a file that is gone when it is closed, unless it was given
 * another name. For its owner alone. Confined to one thread.
 */
final class BackupDraft implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final OutputStream out;

  private BackupDraft(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
  }

  /** In place of one that was interrupted. */
  static BackupDraft at(Path file) throws IOException {
    Files.deleteIfExists(file);
    return new BackupDraft(file, DurableFiles.create(file));
  }

  Path file() {
    return file;
  }

  OutputStream out() {
    return out;
  }

  /**
   * Reads back what is on the disk when all was written, and tries each row.
   *
   * @throws CommandException if it is no backup that could be restored
   */
  Backup proved() throws IOException, CommandException {
    out.flush();
    channel.force(true);
    channel.close();
    try {
      Backup whole = Backup.read(file);
      whole.rehearse();
      return whole;
    } catch (CommandException | StorageException e) {
      throw new CommandException(
          "the backup is not usable, and was not kept: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the next one takes its place
    }
  }
}
