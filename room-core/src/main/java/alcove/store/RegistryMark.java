package alcove.store;

import alcove.files.DurableFiles;
import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.room.model.StorageException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code registry} of a data directory. It says that the room has a registry, where, how
 * many changes it has had, and whose it is: so no empty registry begins where one was lost, none of
 * another room is taken for it, and a database that has lost its newest changes is noticed.
 * Thread-safe.
 *
 * <p>Instead of that it may hold the word {@code new}: a registry is to begin here; or {@code
 * moving}: the room is on its way elsewhere; or {@code moved}: it is there. The file as it was
 * before is beside it then.
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
  private static final String NOTE_OF_MOVING =
      """
      # This room is moving. If that was interrupted, repeat the same alcove move: until then it starts nowhere.
      # To stay with what is here instead, put the file registry-before-move in the place of this one.
      """;
  private static final String NOTE_OF_MOVE =
      """
      # This room has moved. Alcove starts it here no more: what is here is what it was then.
      # To go back to that, put the file registry-before-move in the place of this one.
      """;
  private static final String TO_BEGIN = "new";
  private static final String MOVING = "moving";
  private static final String MOVED = "moved";
  private static final String FORMER = "registry-before-move";
  private static final Pattern FORM =
      Pattern.compile("(?:#.*\n)*(h2|postgresql) (\\d{1,19})(?: (@\\S{43}=\\.ed25519))?\n");

  private final Path path;
  private final String place;
  private RandomAccessFile file;
  private Optional<FeedId> room;
  private long changes;

  private RegistryMark(Path path, RandomAccessFile file, Content content) {
    this.path = path;
    this.file = file;
    this.place = content.place();
    this.room = content.room();
    this.changes = content.changes();
  }

  /** What the file says. */
  record Content(String place, long changes, Optional<FeedId> room) {
    static Content of(DatabaseUrl url, long changes) {
      return new Content(url.isH2() ? H2 : SERVER, changes, Optional.empty());
    }

    boolean isOf(DatabaseUrl url) {
      return place.equals(url.isH2() ? H2 : SERVER);
    }

    /** Always of the same length, so that a later number can be written over it. */
    private byte[] bytes() {
      String owner = room.map(id -> " " + id).orElse("");
      return String.format(Locale.ROOT, "%s%s %019d%s\n", COMMENT, place, changes, owner)
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
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      if (says(text, MOVING)) {
        throw Failures.refusal(
            "a move of this room did not come to its end, says %s: repeat the same alcove move; to"
                + " stay with what is here instead, mv %s %s",
            file, data.resolve(FORMER), file);
      }
      if (says(text, MOVED)) {
        throw Failures.refusal(
            "this room has moved, says %s: start it where it is now; to go back to what it was"
                + " here, without what happened since, mv %s %s",
            file, data.resolve(FORMER), file);
      }
      return text.strip().equals(TO_BEGIN) ? Optional.empty() : Optional.of(parse(file, text));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static Content parse(Path file, String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new StorageException(
          "%s is damaged: if the database beside it is the right one, delete %s"
              .formatted(file, NAME));
    }
    try {
      Optional<String> room = Optional.ofNullable(parts.group(3));
      return new Content(
          parts.group(1),
          Long.parseLong(parts.group(2)),
          room.isPresent() ? Optional.of(FeedId.parse(room.get())) : Optional.empty());
    } catch (NumberFormatException | MalformedException e) {
      throw unusable(file, e);
    }
  }

  private static boolean says(String text, String word) {
    return text.lines().filter(line -> !line.startsWith("#")).toList().equals(List.of(word));
  }

  /**
   * Notes that the room of a data directory moves elsewhere.
   *
   * @return whether that was not noted already
   * @throws StorageException if there is no room
   */
  static boolean beginMove(Path data) {
    Path file = data.resolve(NAME);
    try {
      byte[] now = Files.readAllBytes(file);
      String text = new String(now, StandardCharsets.ISO_8859_1);
      if (says(text, MOVING) || says(text, MOVED)) {
        return false;
      }
      DurableFiles.write(data.resolve(FORMER), now);
      write(file, NOTE_OF_MOVING + MOVING);
      return true;
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** Notes that the move came to its end, unless the room is in the same directory again. */
  static void completeMove(Path data) {
    Path file = data.resolve(NAME);
    try {
      if (says(Files.readString(file, StandardCharsets.ISO_8859_1), MOVING)) {
        write(file, NOTE_OF_MOVE + MOVED);
      }
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static void write(Path file, String text) throws IOException {
    DurableFiles.write(file, (text + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** What the file said before {@link #beginMove}. */
  static Optional<Content> beforeMove(Path data) {
    Path file = data.resolve(FORMER);
    try {
      return Optional.of(parse(file, Files.readString(file, StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** Has the file say what it said before {@link #beginMove}. */
  static void undoMove(Path data) {
    try {
      DurableFiles.rename(data.resolve(FORMER), data.resolve(NAME));
    } catch (IOException e) {
      throw unusable(data.resolve(FORMER), e);
    }
  }

  /** Notes that a registry is to begin in a data directory that has none. */
  static void announce(Path data) {
    Path file = data.resolve(NAME);
    try {
      if (Files.notExists(file)) {
        DurableFiles.write(file, (TO_BEGIN + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** Whether there is such a note. */
  static boolean isToBegin(Path data) {
    try {
      return Files.readString(data.resolve(NAME), StandardCharsets.ISO_8859_1)
          .strip()
          .equals(TO_BEGIN);
    } catch (IOException none) {
      return false;
    }
  }

  /** Makes the file say {@code content}, of whatever room it said it is, and keeps it open. */
  static RegistryMark open(Path data, Content content) {
    Path file = data.resolve(NAME);
    try {
      Optional<Content> there = read(data);
      Content kept = new Content(content.place(), content.changes(), there.flatMap(Content::room));
      if (!there.equals(Optional.of(kept))) {
        DurableFiles.write(file, kept.bytes());
      }
      return new RegistryMark(file, open(file), kept);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** Not a channel, which an interrupt would close. */
  private static RandomAccessFile open(Path file) throws IOException {
    return new RandomAccessFile(file.toFile(), "rw");
  }

  /** Makes it say whose registry it is. */
  synchronized void belongTo(FeedId owner) {
    if (room.equals(Optional.of(owner))) {
      return;
    }
    room = Optional.of(owner);
    try {
      file.close();
      DurableFiles.write(path, new Content(place, changes, room).bytes());
      file = open(path);
    } catch (IOException e) {
      throw unusable(path, e);
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
      file.write(new Content(place, change, room).bytes());
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
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("cannot close the file {}: {}", NAME, Failures.reason(e));
    }
  }
}
