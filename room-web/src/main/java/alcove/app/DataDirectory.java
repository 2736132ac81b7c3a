package alcove.app;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory a server works in, held by a lock: one server at a time. It is created for its
 * owner alone.
 *
 * <p>The lock is the operating system's, so it ends with the process however that ends.
 */
record DataDirectory(Path path, FileChannel lock) implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);
  private static final String LOCK = "lock";

  /** Creates the directory if need be, and locks it. */
  static DataDirectory open(Path path) throws CommandException {
    try {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw unusable(path, e);
    }
    if (!Files.isWritable(path)) {
      // the files in it may be, but a room makes others
      throw unusable(path, new AccessDeniedException(path.toString()));
    }
    return lockIfFree(path).orElseThrow(() -> inUse(path));
  }

  /** Locks the directory, unless somebody else holds it. */
  static Optional<DataDirectory> lockIfFree(Path path) throws CommandException {
    try {
      return lock(path).map(lock -> new DataDirectory(path, lock));
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static CommandException inUse(Path path) {
    String owner;
    try {
      owner = Files.readString(path.resolve(LOCK));
    } catch (IOException e) {
      owner = "unknown";
    }
    return new CommandException(
        "data directory %s is in use by another server (process %s)".formatted(path, owner));
  }

  private static CommandException unusable(Path path, IOException e) {
    return new CommandException(
        "cannot use data directory %s: %s (--data chooses another)"
            .formatted(path, FailureText.of(e)),
        e);
  }

  Path secret() {
    return secretIn(path);
  }

  /** Where the identity lies in a data directory, locked or not. */
  static Path secretIn(Path data) {
    return data.resolve("secret");
  }

  /** Gives the directory free for the next server. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      log.warn("cannot release the lock of data directory {}: {}", path, FailureText.of(e));
    }
  }

  private static Optional<FileChannel> lock(Path path) throws IOException {
    var channel =
        FileChannel.open(
            path.resolve(LOCK),
            Set.of(CREATE, READ, WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      if (channel.tryLock() != null) {
        channel.truncate(0);
        var owner = Long.toString(ProcessHandle.current().pid());
        channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.US_ASCII)));
        return Optional.of(channel);
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      // the same answer as for another process
    }
    channel.close();
    return Optional.empty();
  }
}
