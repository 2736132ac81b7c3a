package alcove.ops.backup;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The zip files of backups: only entries of known names, and no more than fits in memory. */
final class Archive {
  private static final Pattern NAMES =
      Pattern.compile("backup\\.json|secret|tables/[a-z_]{1,40}\\.jsonl");

  private static final int MOST_ENTRIES = 100;
  private static final int MOST_BYTES = 512 << 20;

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private Archive() {}

  static Map<String, byte[]> read(Path file) throws IOException, BackupException {
    Map<String, byte[]> entries = new TreeMap<>();
    int left = MOST_BYTES;
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!NAMES.matcher(entry.getName()).matches() || entries.size() == MOST_ENTRIES) {
          throw new BackupException("it is not a backup of Alcove");
        }
        byte[] bytes = zip.readNBytes(left + 1);
        left -= bytes.length;
        if (left < 0) {
          throw new BackupException("it holds more than %s bytes".formatted(MOST_BYTES));
        }
        if (entries.put(entry.getName(), bytes) != null) {
          throw new BackupException("it is damaged: an entry is in it twice");
        }
      }
      return entries;
    } catch (ZipException | EOFException e) {
      throw new BackupException("it is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * Writes a file, which is there whole or not at all.
   *
   * @throws FileAlreadyExistsException if there is a file that it may not replace
   */
  static void write(
      Path file, boolean replace, String firstName, byte[] first, Map<String, byte[]> entries)
      throws IOException {
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path draft = Files.createTempFile(directory, ".backup-", ".new", OWNER_ONLY);
    try {
      writeDraft(draft, firstName, first, entries);
      Files.move(
          draft,
          file,
          replace ? new CopyOption[] {StandardCopyOption.REPLACE_EXISTING} : new CopyOption[0]);
      try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
        names.force(true);
      }
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void writeDraft(
      Path draft, String firstName, byte[] first, Map<String, byte[]> entries) throws IOException {
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
      ZipOutputStream zip = new ZipOutputStream(out);
      add(zip, firstName, first);
      for (var entry : entries.entrySet()) {
        add(zip, entry.getKey(), entry.getValue());
      }
      zip.finish();
      out.flush();
      channel.force(true);
    }
  }

  private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
