package alcove.ops.backup;

import alcove.identity.FeedId;
import alcove.room.StorageException;
import alcove.store.Dump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A room at some moment: what its registry held, and as a rule its identity. Immutable.
 *
 * <p>In a file it is a zip of {@code backup.json}, {@code tables/NAME.jsonl} for each table, and
 * {@code secret}. Whoever reads that last one can be the room.
 *
 * @param program the version of the program that made it
 * @param room the room's key
 * @param secret the text of the identity's file, if it is in it
 */
public record Backup(
    String program, FeedId room, Instant made, Dump dump, Optional<String> secret) {
  private static final String SECRET = "secret";
  private static final String TABLES = "tables/";
  private static final String ENDING = ".jsonl";

  /**
   * Reads a file, and checks that it is whole.
   *
   * @throws BackupException if it is no backup, damaged, or made by a newer program
   */
  public static Backup read(Path file) throws BackupException {
    try {
      Map<String, byte[]> entries = Archive.read(file);
      byte[] first = entries.remove(Manifest.NAME);
      if (first == null) {
        throw new BackupException("it is not a backup of Alcove");
      }
      return of(Manifest.parse(first), entries);
    } catch (BackupException e) {
      throw new BackupException("%s: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new BackupException("cannot read %s: %s".formatted(file, reason(e)), e);
    }
  }

  private static Backup of(Manifest manifest, Map<String, byte[]> entries) throws BackupException {
    if (!entries.keySet().equals(manifest.entries().keySet())) {
      throw new BackupException("it is damaged: not all that it should hold is in it");
    }
    if (manifest.schema() < 1 || manifest.schema() > Dump.newestSchema()) {
      throw new BackupException(
          "it has schema %s, but this Alcove knows schema %s at most: a newer one made it"
              .formatted(manifest.schema(), Dump.newestSchema()));
    }
    Map<String, Dump.Table> tables = new TreeMap<>();
    for (var entry : entries.entrySet()) {
      Manifest.Entry said = manifest.entries().get(entry.getKey());
      if (said == null || !said.sha256().equals(sha256(entry.getValue()))) {
        throw new BackupException("it is damaged: " + entry.getKey() + " is not as it was");
      }
      if (entry.getKey().startsWith(TABLES)) {
        String name = entry.getKey();
        tables.put(
            name.substring(TABLES.length(), name.length() - ENDING.length()),
            new Dump.Table(said.rows(), text(entry.getValue())));
      }
    }
    return new Backup(
        manifest.program(),
        manifest.room(),
        manifest.made(),
        new Dump(manifest.schema(), tables),
        Optional.ofNullable(entries.get(SECRET)).map(Backup::text));
  }

  /**
   * Writes it, for its owner alone; the file is there whole or not at all.
   *
   * @param replace whether it may take the place of a file
   * @throws BackupException if there is a file, or it cannot be written
   */
  public void write(Path file, boolean replace) throws BackupException {
    if (!replace && Files.exists(file)) {
      throw isThere(file);
    }
    Map<String, byte[]> entries = new TreeMap<>();
    Map<String, Manifest.Entry> described = new TreeMap<>();
    dump.tables()
        .forEach(
            (name, table) -> {
              byte[] bytes = table.lines().getBytes(StandardCharsets.UTF_8);
              entries.put(TABLES + name + ENDING, bytes);
              described.put(
                  TABLES + name + ENDING, new Manifest.Entry(table.rows(), sha256(bytes)));
            });
    secret.ifPresent(
        text -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          entries.put(SECRET, bytes);
          described.put(SECRET, new Manifest.Entry(0, sha256(bytes)));
        });
    Manifest manifest = new Manifest(program, room, made, dump.schema(), described);
    try {
      Archive.write(file, replace, Manifest.NAME, manifest.encode(), entries);
    } catch (FileAlreadyExistsException faster) {
      throw isThere(file);
    } catch (IOException e) {
      throw new BackupException("cannot write %s: %s".formatted(file, reason(e)), e);
    }
  }

  /**
   * Checks that a registry can be made of it. Blocks.
   *
   * @throws BackupException if not
   */
  public void verify() throws BackupException {
    try {
      dump.verify();
    } catch (StorageException e) {
      throw new BackupException("the backup is damaged: " + e.getMessage(), e);
    }
  }

  private static BackupException isThere(Path file) {
    return new BackupException(file + " is there already (--force replaces it)");
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file or directory";
      case AccessDeniedException denied -> "permission denied";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
