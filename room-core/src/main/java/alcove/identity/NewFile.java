package alcove.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * A file that appears whole or not at all, private from its first byte, and never in place of
 * another.
 */
final class NewFile {
  private NewFile() {}

  /**
   * Writes and flushes a file of mode 0600.
   *
   * @throws FileAlreadyExistsException if there is something at that path
   */
  static void write(Path file, byte[] content) throws IOException {
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path draft = Files.createTempFile(directory, ".new-", ".tmp", ownerOnly(file));
    try {
      try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      publish(draft, file);
      flush(directory);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** A second name for the draft fails if the name is taken, which a rename would not notice. */
  private static void publish(Path draft, Path file) throws IOException {
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException taken) {
      throw taken;
    } catch (UnsupportedOperationException | FileSystemException withoutLinks) {
      Files.move(draft, file);
    }
  }

  /**
   * The name, too, must survive a power cut. Where directories cannot be opened, that is up to the
   * system.
   */
  private static void flush(Path directory) throws IOException {
    if (SecretFile.hasPermissions(directory)) {
      try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return SecretFile.hasPermissions(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
