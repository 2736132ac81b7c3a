package alcove.ops.backup;

import alcove.identity.FeedId;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import alcove.store.Dump;
import alcove.store.DumpFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A room at some moment, in a file: what its registry held, and as a rule its identity. The file
 * was looked through and is whole; its rows are read from it when they are wanted.
 *
 * <p>It is a zip of {@code backup.json}, {@code tables/NAME.jsonl} for each table, and {@code
 * secret}. Whoever reads that last one can be the room.
 */
public final class Backup implements DumpFile {
  private static final String SECRET = "secret";
  private static final String TABLES = "tables/";
  private static final String ENDING = ".jsonl";

  /** Of what is read at once: what it says about itself, and the identity. */
  private static final int LONGEST = 1 << 20;

  private final Path file;
  private final Manifest manifest;
  private final Optional<String> secret;

  private Backup(Path file, Manifest manifest, Optional<String> secret) {
    this.file = file;
    this.manifest = manifest;
    this.secret = secret;
  }

  /**
   * What a backup holds, in numbers.
   *
   * @param identity whether the room's key is in it
   */
  public record Summary(long rows, int tables, boolean identity) {
    private static Summary of(Manifest manifest) {
      Map<String, Manifest.Entry> tables = new TreeMap<>(manifest.entries());
      boolean identity = tables.remove(SECRET) != null;
      long rows = tables.values().stream().mapToLong(Manifest.Entry::rows).sum();
      return new Summary(rows, tables.size(), identity);
    }
  }

  /**
   * Reads a file to its end, and checks that it is whole.
   *
   * @throws CommandException if it is no backup, damaged, or made by a newer program
   */
  public static Backup read(Path file) throws CommandException {
    return read(file, file);
  }

  /**
   * The same.
   *
   * @param named what messages call it
   */
  static Backup read(Path file, Path named) throws CommandException {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new CommandException("it is not a file");
      }
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        Whole whole = examine(in);
        return new Backup(file, whole.manifest(), whole.secret());
      }
    } catch (CommandException e) {
      throw new CommandException("%s: %s".formatted(named, e.getMessage()), e);
    } catch (IOException e) {
      String line =
          Archive.explain(e)
              .map(why -> "%s: %s".formatted(named, why.getMessage()))
              .orElseGet(() -> "cannot read %s: %s".formatted(named, FailureText.of(e)));
      throw new CommandException(line, e);
    }
  }

  /**
   * Reads a stream to its end, and checks that what came was a whole backup.
   *
   * @throws CommandException if not
   */
  static Summary check(InputStream in) throws CommandException {
    try {
      Manifest manifest = examine(in).manifest();
      in.transferTo(OutputStream.nullOutputStream());
      return Summary.of(manifest);
    } catch (IOException e) {
      throw Archive.explain(e).orElseGet(() -> new CommandException(e));
    }
  }

  /** Whether a file begins as a backup does. */
  static boolean isOne(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Archive archive = new Archive(in);
      return archive.next().equals(Optional.of(Manifest.NAME))
          && Manifest.isOne(archive.bytes().readNBytes(LONGEST));
    } catch (IOException | CommandException another) {
      return false;
    }
  }

  /** What a file says about itself in its beginning; nothing if it is no backup. */
  static Optional<Manifest> manifest(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Archive archive = new Archive(in);
      return archive.next().equals(Optional.of(Manifest.NAME))
          ? Optional.of(Manifest.parse(archive.bytes().readNBytes(LONGEST)))
          : Optional.empty();
    } catch (IOException | CommandException another) {
      return Optional.empty();
    }
  }

  private record Whole(Manifest manifest, Optional<String> secret) {}

  /** Compares each entry with what the first one says of it. */
  private static Whole examine(InputStream in) throws IOException, CommandException {
    Archive archive = new Archive(in);
    if (!archive.next().equals(Optional.of(Manifest.NAME))) {
      throw new CommandException("it is not a backup of Alcove");
    }
    Manifest manifest = Manifest.parse(archive.bytes().readNBytes(LONGEST));
    requireKnown(manifest);
    Map<String, Manifest.Entry> missing = new TreeMap<>(manifest.entries());
    Optional<String> secret = Optional.empty();
    for (var name = archive.next(); name.isPresent(); name = archive.next()) {
      Manifest.Entry said = missing.remove(name.get());
      if (said == null) {
        throw new CommandException("it is damaged: not all that it should hold is in it, or more");
      }
      var entry = new DigestInputStream(archive.bytes(), sha256());
      if (name.get().equals(SECRET)) {
        secret = Optional.of(text(entry.readNBytes(LONGEST)));
      }
      entry.transferTo(OutputStream.nullOutputStream());
      if (!said.sha256().equals(HexFormat.of().formatHex(entry.getMessageDigest().digest()))) {
        throw new CommandException("it is damaged: " + name.get() + " is not as it was");
      }
    }
    if (!missing.isEmpty()) {
      throw new CommandException("it is damaged: not all that it should hold is in it");
    }
    archive.requireEnd();
    return new Whole(manifest, secret);
  }

  private static void requireKnown(Manifest manifest) throws CommandException {
    if (manifest.schema() < 1 || manifest.schema() > Dump.newestSchema()) {
      throw new CommandException(
          "it has schema %s, but this Alcove knows schema %s at most: a newer one made it"
              .formatted(manifest.schema(), Dump.newestSchema()));
    }
  }

  /**
   * Writes one, without holding more of it than a row.
   *
   * @param program the version of the program that makes it
   * @param room the room's key
   * @param secret the text of the identity's file, if it is to be in it
   * @throws IOException if {@code out} takes it not
   */
  public static void write(
      Dump dump,
      String program,
      FeedId room,
      Instant made,
      Optional<String> secret,
      OutputStream out)
      throws IOException {
    Map<String, Manifest.Entry> entries = new TreeMap<>();
    dump.sums()
        .forEach(
            (table, sum) ->
                entries.put(TABLES + table + ENDING, new Manifest.Entry(sum.rows(), sum.sha256())));
    Set<String> tables = Set.copyOf(entries.keySet());
    secret.ifPresent(text -> entries.put(SECRET, new Manifest.Entry(0, sha256(text))));
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.putNextEntry(new ZipEntry(Manifest.NAME));
    zip.write(new Manifest(program, room, made, dump.schema(), entries).encode());
    zip.closeEntry();
    for (String entry : entries.keySet()) {
      zip.putNextEntry(new ZipEntry(entry));
      if (tables.contains(entry)) {
        dump.write(table(entry), zip);
      } else {
        zip.write(secret.orElseThrow().getBytes(StandardCharsets.UTF_8));
      }
      zip.closeEntry();
    }
    zip.finish();
    out.flush();
  }

  private static String table(String entry) {
    return entry.substring(TABLES.length(), entry.length() - ENDING.length());
  }

  /** The room's key. */
  public FeedId room() {
    return manifest.room();
  }

  /** When it was made. */
  public Instant made() {
    return manifest.made();
  }

  /** The text of the identity's file, if it is in it. */
  Optional<String> secret() {
    return secret;
  }

  /** What is in it. */
  public Summary summary() {
    return Summary.of(manifest);
  }

  @Override
  public int schema() {
    return manifest.schema();
  }

  @Override
  public Set<String> tables() {
    return manifest.entries().keySet().stream()
        .filter(name -> name.startsWith(TABLES))
        .map(Backup::table)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public InputStream open(String table) throws IOException {
    String name = TABLES + table + ENDING;
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    try {
      Archive archive = new Archive(in);
      for (var entry = archive.next(); entry.isPresent(); entry = archive.next()) {
        if (entry.get().equals(name)) {
          return archive.bytes();
        }
      }
      throw new IOException(file + " has been changed meanwhile");
    } catch (CommandException e) {
      in.close();
      throw new IOException(e.getMessage(), e);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
