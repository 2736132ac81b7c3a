package alcove.ops.command;

import alcove.ops.terminal.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A parameter that names a file whose text a command takes; {@code -} is the standard input. The
 * process that was called reads it, because a server may have other rights.
 */
public record TextFile(String name) {
  /** The longest, in bytes. */
  public static final int LONGEST = 1 << 20;

  private static final String STANDARD_INPUT = "-";

  /**
   * The text.
   *
   * @param directory what the name is relative to
   * @throws CommandException if there is none, it is too long, or it is not UTF-8
   */
  public String read(Path directory, InputStream standardInput) throws CommandException {
    try {
      byte[] bytes = name.equals(STANDARD_INPUT) ? head(standardInput) : readFile(directory);
      if (bytes.length > LONGEST) {
        throw new CommandException("%s has more than %s bytes".formatted(name, LONGEST));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw new CommandException(name + " is not a text in UTF-8", malformed);
    } catch (NoSuchFileException missing) {
      throw new CommandException("no such file: " + name, missing);
    } catch (IOException | InvalidPathException unreadable) {
      throw new CommandException(
          "cannot read %s: %s".formatted(name, unreadable.getMessage()), unreadable);
    }
  }

  private byte[] readFile(Path directory) throws IOException {
    try (InputStream file = Files.newInputStream(directory.resolve(name))) {
      return head(file);
    }
  }

  private static byte[] head(InputStream input) throws IOException {
    return input.readNBytes(LONGEST + 1);
  }
}
