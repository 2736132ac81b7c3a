package alcove.store;

import alcove.room.StorageException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code registry} of a data directory. It says that the room has a registry, where, and
 * how many changes it has had: so no empty registry begins where one was lost, and a database that
 * has lost its newest changes is noticed. Thread-safe.
 *
 * <p>H2 by itself goes back to an earlier state without a word when the end of its file is damaged.
 */
final class RegistryMark implements AutoCloseable {
  static final String NAME = "registry";

  private static final Logger LOG = LoggerFactory.getLogger(RegistryMark.class);
  private static final String H2 = "h2";
  private static final String SERVER = "postgresql";
  private static final String COMMENT =
      "# This room has a registry. Alcove begins no other one while this file is here.\n";
  private static final Pattern FORM = Pattern.compile("(?:#.*\n)*(h2|postgresql) (\\d{1,19})\n");

  private final RandomAccessFile file;
  private final String place;
  private long changes;

  private RegistryMark(RandomAccessFile file, Content content) {
    this.file = file;
    this.place = content.place();
    this.changes = content.changes();
  }

  /** What the file says. */
  record Content(String place, long changes) {
    static Content of(DatabaseUrl url, long changes) {
      return new Content(url.isH2() ? H2 : SERVER, changes);
    }

    boolean isOf(DatabaseUrl url) {
      return place.equals(url.isH2() ? H2 : SERVER);
    }

    /** Always of the same length, so that a later number can be written over it. */
    private byte[] bytes() {
      return String.format(Locale.ROOT, "%s%s %019d\n", COMMENT, place, changes)
          .getBytes(StandardCharsets.US_ASCII);
    }
  }

  /**
   * What the file of a data directory says; nothing if there is none.
   *
   * @throws StorageException if it cannot be read or understood
   */
  static Optional<Content> read(Path data) {
    Path file = data.resolve(NAME);
    try {
      Matcher text = FORM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      if (!text.matches()) {
        throw new StorageException(
            "%s is damaged: if the database beside it is the right one, delete %s"
                .formatted(file, NAME));
      }
      return Optional.of(new Content(text.group(1), Long.parseLong(text.group(2))));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      throw unusable(file, e);
    }
  }

  /** Makes the file say {@code content}, and keeps it open. */
  static RegistryMark open(Path data, Content content) {
    Path file = data.resolve(NAME);
    try {
      if (!read(data).equals(Optional.of(content))) {
        DurableFiles.write(file, content.bytes());
      }
      // not a channel, which an interrupt would close
      return new RegistryMark(new RandomAccessFile(file.toFile(), "rw"), content);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static StorageException unusable(Path file, Exception e) {
    return new StorageException("%s cannot be used: %s".formatted(file, Failures.reason(e)), e);
  }

  /**
   * Keeps the number of a change that is on the disk; a server minds its changes itself. If it
   * fails, the earlier number stays, by which a loss is noticed a little less well.
   */
  synchronized void note(long change) {
    if (change <= changes || place.equals(SERVER)) {
      return;
    }
    changes = change;
    try {
      file.seek(0);
      file.write(new Content(place, change).bytes());
      file.getFD().sync();
    } catch (IOException e) {
      LOG.warn("cannot write the file {}: {}", NAME, Failures.reason(e));
    }
  }

  /** The number of the last change that was noted. */
  synchronized long changes() {
    return changes;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("cannot close the file {}: {}", NAME, Failures.reason(e));
    }
  }
}
