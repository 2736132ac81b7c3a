package alcove.ops.control;

import alcove.ops.terminal.Screen;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A command that somebody else shall carry out.
 *
 * @param arguments the words of the command line
 * @param input the text that the command takes, may be empty
 * @param screen what shows the output to whoever called it; null, and not sent, if nothing does
 */
public record ControlRequest(
    List<String> arguments,
    String input,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Screen screen) {
  static final int MOST_ARGUMENTS = 256;
  private static final int LONGEST_ARGUMENT = 64 << 10;
  private static final int LONGEST_INPUT = 1 << 20;

  /** Copies the list. */
  public ControlRequest {
    arguments = List.copyOf(arguments);
    Objects.requireNonNull(input);
  }

  /** One of whoever does not look at the output. */
  public ControlRequest(List<String> arguments, String input) {
    this(arguments, input, null);
  }

  /** What shows the output, for the command. */
  public Screen shown() {
    return screen == null ? Screen.PLAIN : screen;
  }

  /**
   * Refuses what somebody sent who does not keep to the limits.
   *
   * @throws IOException if there is more than a command takes, or no text
   */
  void requireBounded() throws IOException {
    requireAtMost(MOST_ARGUMENTS, arguments.size());
    for (String argument : arguments) {
      requireAtMost(LONGEST_ARGUMENT, length(argument));
    }
    requireAtMost(LONGEST_INPUT, length(input));
  }

  private static int length(String text) throws IOException {
    return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
  }

  private static void requireAtMost(int most, int length) throws ProtocolException {
    if (length > most) {
      throw new ProtocolException("length " + length + " (at most " + most + ")");
    }
  }
}
