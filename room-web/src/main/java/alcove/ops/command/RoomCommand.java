package alcove.ops.command;

import alcove.health.Verdict;
import alcove.identity.FeedId;
import alcove.identity.Word;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.Printable;
import alcove.ops.terminal.Screen;
import alcove.room.Room;
import alcove.room.policy.Actor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A command that works on a room. Made anew for each call; confined to the thread that runs it.
 *
 * <p>What it does, it does as the operator. It may throw {@code RefusedException}, {@code
 * StorageException} and {@link CommandException}, whose messages the caller gets to see.
 */
public abstract class RoomCommand {
  private @Nullable RoomAccess access;
  private @Nullable PrintStream out;
  private String input = "";
  private Screen screen = Screen.PLAIN;

  /** For subclasses. */
  protected RoomCommand() {}

  /**
   * Says what the command works on, before it runs.
   *
   * @param output for what was asked for
   * @param text that of the caller's {@link TextFile}, empty for commands that take none
   * @param shown what shows the output
   */
  public final void workOn(RoomAccess opened, PrintStream output, String text, Screen shown) {
    access = opened;
    out = output;
    input = text;
    screen = shown;
  }

  /**
   * Answers in the process that was called where no server runs the room, for a command that is
   * about a server.
   *
   * @return the exit code; nothing for those that open the room by themselves then
   * @throws CommandException if it cannot be told whether one runs
   */
  public OptionalInt withoutServer(Path data, PrintStream output) throws CommandException {
    return OptionalInt.empty();
  }

  /** What it works on. */
  protected final RoomAccess access() {
    return Objects.requireNonNull(access, "a room");
  }

  /** The room. */
  protected final Room room() {
    return access().room();
  }

  /** Who does what the command does. */
  protected static Actor operator() {
    return Actor.operator();
  }

  /** The output of whoever called it. */
  protected final PrintStream out() {
    return Objects.requireNonNull(out, "an output");
  }

  /** The text that whoever called it has read. */
  protected final String input() {
    return input;
  }

  /** The time. */
  protected final Instant now() {
    return access().clock().instant();
  }

  /** Tells the caller something, on one line. */
  protected final void say(String line) {
    out().println(Printable.line(line));
  }

  /** Tells the caller something, on one line, whose first word may be a verdict. */
  final void tell(String line) {
    String text = Printable.line(line);
    String word = text.strip().split(" ", 2)[0];
    out()
        .println(
            Word.named(Verdict.class, word)
                .map(verdict -> text.replaceFirst(word, screen.draw(ink(verdict), word)))
                .orElse(text));
  }

  private static Screen.Ink ink(Verdict verdict) {
    return switch (verdict) {
      case OK -> Screen.Ink.GREEN;
      case WARNING, UNKNOWN -> Screen.Ink.YELLOW;
      case FAILURE -> Screen.Ink.RED;
    };
  }

  /** Prints rows, as a table or as one JSON array. */
  final <T> void list(Listing<T> listing, List<T> rows, boolean json) {
    if (json) {
      listing.printJson(rows, out());
    } else {
      listing.printTable(rows, out(), screen);
    }
  }

  /** Whether {@code id} is the one that was asked for, if one was. */
  static boolean isWanted(Optional<FeedId> wanted, FeedId id) {
    return wanted.isEmpty() || wanted.get().equals(id);
  }
}
