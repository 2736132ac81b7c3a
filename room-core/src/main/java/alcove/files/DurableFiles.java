package alcove.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Files that are there whole or not at all, also after a power cut, and for their owner alone. */
public final class DurableFiles {
  private DurableFiles() {}

  /** Writes a file, in place of one that may be there. */
  public static void write(Path file, byte[] content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    try (OutputStream out = Channels.newOutputStream(create(draft))) {
      out.write(content);
    }
    publish(draft, file);
  }

  /**
   * Writes a file where there is none.
   *
   * @throws FileAlreadyExistsException if there is something at that path
   */
  public static void writeNew(Path file, byte[] content) throws IOException {
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path draft = Files.createTempFile(directory, ".new-", ".tmp", ownerOnly(file));
    try {
      Files.write(draft, content, StandardOpenOption.WRITE);
      sync(draft);
      link(draft, file);
      syncDirectory(directory);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** A second name for the draft fails if the name is taken, which a rename would not notice. */
  private static void link(Path draft, Path file) throws IOException {
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException taken) {
      throw taken;
    } catch (UnsupportedOperationException | FileSystemException withoutLinks) {
      Files.move(draft, file);
    }
  }

  /** Writes a file with what is in an open one, in place of one that may be there. */
  public static void copy(FileChannel source, Path file) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    try (FileChannel channel = create(draft)) {
      long size = source.size();
      for (long at = 0; at < size; ) {
        at += source.transferTo(at, size - at, channel);
      }
    }
    publish(draft, file);
  }

  /** A new, empty file. */
  public static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(file));
  }

  /** Puts a file that is complete in the place of one that may be there. */
  public static void publish(Path draft, Path file) throws IOException {
    sync(draft);
    rename(draft, file);
  }

  /** Has a file on the disk with all that was written into it. */
  public static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Gives a file another name, in place of one that may be there. */
  public static void rename(Path file, Path name) throws IOException {
    Files.move(file, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectory(Objects.requireNonNull(name.toAbsolutePath().getParent()));
  }

  /** A folder for the owner alone; also one that is there is made so. */
  public static void ownFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (isPosix(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /**
   * Has the names in a directory on the disk. Where directories cannot be opened, that is up to the
   * system.
   */
  public static void syncDirectory(Path directory) throws IOException {
    if (isPosix(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return isPosix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Whether files there have an owner and permissions. */
  public static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
