package alcove.ops.backup;

import alcove.files.DurableFiles;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The file that a backup becomes: a new one, or one in the place of an earlier backup, and nothing
 * else. It is there whole or not at all, and for its owner alone. Confined to one thread.
 */
public final class BackupTarget implements BackupSink {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;
  private final boolean replace;
  private final BackupDraft draft;
  private final Telling out;

  private BackupTarget(Path file, boolean replace, BackupDraft draft) {
    this.file = file;
    this.replace = replace;
    this.draft = draft;
    this.out = new Telling(draft.out());
  }

  /**
   * Looks whether a file may be written, and begins.
   *
   * @param replace whether it may take the place of an earlier backup
   * @param data the room's data directory, in which no backup lies
   * @throws CommandException if it may not, or cannot
   */
  public static BackupTarget of(Path file, boolean replace, Path data) throws CommandException {
    try {
      Path real = resolve(file);
      boolean isThere = Files.exists(real, LinkOption.NOFOLLOW_LINKS);
      if (isThere) {
        requireFile(file, real);
      }
      Path directory = Objects.requireNonNull(real.getParent());
      requireOutside(directory, data);
      if (isThere) {
        requireEarlier(file, real, replace);
      }
      Path draft = Files.createTempFile(directory, ".backup-", ".new", OWNER_ONLY);
      // an interrupted command leaves no key behind
      draft.toFile().deleteOnExit();
      return new BackupTarget(real, replace, BackupDraft.at(draft));
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /** Where it really is. */
  private static Path resolve(Path file) throws IOException, CommandException {
    if (Files.exists(file)) {
      return file.toRealPath();
    }
    if (Files.isSymbolicLink(file)) {
      throw new CommandException(file + " is a link that leads nowhere");
    }
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path name = file.getFileName();
    if (!Files.isDirectory(directory)) {
      throw new CommandException(
          "cannot write %s: there is no directory %s (is its disk mounted?)"
              .formatted(file, directory));
    }
    if (name == null) {
      throw new CommandException("\"%s\" names no file".formatted(file));
    }
    return directory.toRealPath().resolve(name);
  }

  /** Asks the system which directory is which, for one may have several paths. */
  static void requireOutside(Path directory, Path data) throws IOException, CommandException {
    for (Path each = directory; each != null; each = each.getParent()) {
      if (Files.isDirectory(data) && Files.isSameFile(each, data)) {
        throw new CommandException(
            "%s lies in the room's data directory: a backup belongs elsewhere (- is standard output)"
                .formatted(directory));
      }
    }
  }

  private static void requireFile(Path file, Path real) throws CommandException {
    if (!Files.isRegularFile(real)) {
      throw new CommandException(
          "%s is there and is not a file: a backup takes the place of an earlier one only"
              .formatted(file));
    }
  }

  private static void requireEarlier(Path file, Path real, boolean replace)
      throws CommandException {
    if (!replace) {
      throw isThere(file);
    }
    if (!Backup.isOne(real)) {
      throw new CommandException(
          "%s is there and is not a backup: --force replaces earlier backups only".formatted(file));
    }
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public Optional<CommandException> failure() {
    return out.failure().map(e -> cannotWrite(file, e));
  }

  @Override
  public Backup.Summary finish() throws CommandException {
    try {
      Backup whole = draft.proved();
      Files.move(
          draft.file(),
          file,
          replace ? new CopyOption[] {StandardCopyOption.REPLACE_EXISTING} : new CopyOption[0]);
      DurableFiles.syncDirectory(Objects.requireNonNull(file.getParent()));
      return whole.summary();
    } catch (FileAlreadyExistsException faster) {
      throw isThere(file);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  @Override
  public void close() {
    draft.close();
  }

  private static CommandException isThere(Path file) {
    return new CommandException(file + " is there already (--force replaces an earlier backup)");
  }

  private static CommandException cannotWrite(Path file, IOException e) {
    return new CommandException("cannot write %s: %s".formatted(file, FailureText.of(e)), e);
  }

  /** Remembers what failed first. */
  static final class Telling extends FilterOutputStream {
    private Optional<IOException> failure = Optional.empty();

    Telling(OutputStream out) {
      super(out);
    }

    Optional<IOException> failure() {
      return failure;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      try {
        out.write(bytes, offset, count);
      } catch (IOException e) {
        failure = failure.or(() -> Optional.of(e));
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        failure = failure.or(() -> Optional.of(e));
        throw e;
      }
    }
  }
}
