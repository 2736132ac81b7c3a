package alcove.ops.backup;

import alcove.identity.FeedId;
import alcove.ops.terminal.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The folder into which a room puts backups by itself, with other things that may be in it.
 *
 * <p>A file in it is the room's own only by its name and by what is in it: the room's key, or for
 * one that is encrypted, the bytes that the room's record has of it.
 */
record BackupFolder(Path path, FeedId room) {
  private static final String ENDING = ".backup";
  private static final int HEAD = 4096;
  private static final int DAYS = 7;
  private static final int WEEKS = 4;
  private static final int MONTHS = 6;

  /** Longer than that no clock stands still that is right. */
  private static final Duration LONGEST_PAUSE = Duration.ofDays(35);

  private static final Duration DAY = Duration.ofDays(1);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

  /** One of the room's own files. */
  record Own(Path file, Instant made) {}

  /** Fails if it is not there: its disk is perhaps not mounted. */
  void requireThere() throws CommandException {
    if (!Files.isDirectory(path)) {
      throw new CommandException(missing(path));
    }
  }

  static String missing(Path folder) {
    return "there is no folder %s (is its disk mounted?)".formatted(folder);
  }

  /** The name of a backup made at some time. */
  Path file(Instant made, boolean isEncrypted) {
    return path.resolve(
        prefix()
            + TIME.format(made.atOffset(ZoneOffset.UTC))
            + ENDING
            + (isEncrypted ? Encryption.ENDING : ""));
  }

  /** The name of one that is not complete. */
  Path draft() {
    return path.resolve("." + prefix() + "draft");
  }

  private String prefix() {
    return "alcove-" + HexFormat.of().formatHex(room.bytes(), 0, 8) + "-";
  }

  /** What the record is to have of a file. */
  static BackupRecord.Made describe(Path file, Instant made) throws IOException {
    return new BackupRecord.Made(
        String.valueOf(file.getFileName()), made, Files.size(file), head(file));
  }

  /** The room's own files, newest first. */
  List<Own> own(BackupRecord record) throws IOException {
    List<Own> own = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, prefix() + "*")) {
      for (Path file : files) {
        Optional<Instant> made = made(file);
        if (made.isPresent() && isMarked(file, made.get(), record)) {
          own.add(new Own(file, made.get()));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    own.sort(Comparator.comparing(Own::made).reversed());
    return own;
  }

  private Optional<Instant> made(Path file) {
    String name = String.valueOf(file.getFileName());
    String ending = name.endsWith(Encryption.ENDING) ? ENDING + Encryption.ENDING : ENDING;
    if (!name.startsWith(prefix())
        || !name.endsWith(ending)
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      String time = name.substring(prefix().length(), name.length() - ending.length());
      return Optional.of(LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException | StringIndexOutOfBoundsException another) {
      return Optional.empty();
    }
  }

  private boolean isMarked(Path file, Instant made, BackupRecord record) throws IOException {
    if (file.toString().endsWith(Encryption.ENDING)) {
      BackupRecord.Made now = describe(file, made);
      return record.files().stream()
          .anyMatch(
              each ->
                  each.name().equals(now.name())
                      && each.bytes() == now.bytes()
                      && each.head().equals(now.head()));
    }
    return Backup.manifest(file)
        .filter(manifest -> manifest.room().equals(room))
        .filter(manifest -> manifest.made().truncatedTo(ChronoUnit.SECONDS).equals(made))
        .isPresent();
  }

  /**
   * Deletes own files that are not worth keeping: all but the newest of seven days, of four weeks
   * and of six months. Those are days and months that have one, so that no clock deletes any. What
   * is from a time to come is left alone.
   *
   * @param kept the one that was just made
   * @param before when the one before it was made, if that is known
   * @return the names of those that are gone; nothing is if the clock may be wrong
   */
  List<String> prune(BackupRecord record, Path kept, Optional<Instant> before, Instant now)
      throws IOException {
    if (before.isEmpty()
        || before.get().isAfter(now)
        || Duration.between(before.get(), now).compareTo(LONGEST_PAUSE) > 0) {
      return List.of();
    }
    // those of a clock that was wrong then stay, and stand for no day
    List<Own> own =
        own(record).stream().filter(each -> !each.made().isAfter(now.plus(DAY))).toList();
    Set<Path> worth = new HashSet<>(Set.of(kept));
    keep(own, DAYS, day -> day.toLocalDate(), worth);
    keep(
        own,
        WEEKS,
        day ->
            day.get(IsoFields.WEEK_BASED_YEAR) * 100 + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
        worth);
    keep(own, MONTHS, day -> day.getYear() * 100 + day.getMonthValue(), worth);
    List<String> gone = new ArrayList<>();
    for (Own each : own) {
      if (!worth.contains(each.file())) {
        Files.deleteIfExists(each.file());
        gone.add(String.valueOf(each.file().getFileName()));
      }
    }
    return gone;
  }

  private static void keep(
      List<Own> newestFirst, int most, Function<LocalDateTime, Object> span, Set<Path> worth) {
    Set<Object> spans = new HashSet<>();
    for (Own each : newestFirst) {
      LocalDateTime day = LocalDateTime.ofInstant(each.made(), ZoneOffset.UTC);
      if (spans.size() < most && spans.add(span.apply(day))) {
        worth.add(each.file());
      }
    }
  }

  private static String head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(in.readNBytes(HEAD)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Whether a file begins with some text. */
  static boolean begins(Path file, String text) throws IOException {
    byte[] expected = text.getBytes(StandardCharsets.US_ASCII);
    try (InputStream in = Files.newInputStream(file)) {
      return MessageDigest.isEqual(expected, in.readNBytes(expected.length));
    }
  }
}
