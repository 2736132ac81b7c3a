package alcove.app;

import alcove.ops.terminal.ExitCode;
import alcove.ops.terminal.Screen;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The terminal that called a command: streams and the environment. Thread-safe. */
record Terminal(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
  private static final int LONGEST_ANSWER = 10;
  private static final List<String> TERMINALS = List.of("/dev/pts/", "/dev/tty", "/dev/console");
  private static final Path OUTPUT_ON_LINUX = Path.of("/proc/self/fd/1");

  /** Whoever sends its input by other ways. */
  Terminal(PrintStream out, PrintStream err, Map<String, String> environment) {
    this(InputStream.nullInputStream(), out, err, environment);
  }

  static Terminal system() {
    return new Terminal(System.in, System.out, System.err, System.getenv());
  }

  /** Whether what is written to the output is shown to somebody, and not led elsewhere. */
  boolean isOutSeen() {
    return out.equals(System.out) && isOutputATerminal();
  }

  /** What shows the output, for those who make it fit. */
  Screen screen() {
    return Screen.of(environment, isOutSeen());
  }

  /** Whether the standard error is shown to somebody, on what can take a line away again. */
  boolean isErrorSeen() {
    var term = environment.getOrDefault("TERM", "");
    return err.equals(System.err) && isTerminal(2) && !term.isEmpty() && !term.equals("dumb");
  }

  /**
   * Whether somebody sits there who can be asked: nothing is led elsewhere, neither what they type
   * nor what they read.
   */
  boolean isAnswered() {
    return in.equals(System.in) && isTerminal(0) && isTerminal(2) && isOutSeen();
  }

  /** Asks for a yes; whatever else is answered is a no. */
  boolean confirm(String question) {
    err.print(question + " [y/N] ");
    err.flush();
    try {
      var answer = new StringBuilder();
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        if (answer.length() < LONGEST_ANSWER) {
          answer.append((char) next);
        }
      }
      return Set.of("y", "yes").contains(answer.toString().strip().toLowerCase(Locale.ROOT));
    } catch (IOException gone) {
      return false;
    }
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return TERMINALS.stream().anyMatch(file::startsWith);
    } catch (IOException | UnsupportedOperationException notLinux) {
      return false;
    }
  }

  /** Java's console is one only if the standard input is a terminal as well. */
  private static boolean isOutputATerminal() {
    try {
      String file = Files.readSymbolicLink(OUTPUT_ON_LINUX).toString();
      return TERMINALS.stream().anyMatch(file::startsWith);
    } catch (IOException | UnsupportedOperationException notLinux) {
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
  }

  /**
   * The exit code of a command that ended with {@code code}: another one if not all of what it said
   * could be written, of which a print stream says nothing by itself.
   */
  int conclude(int code) {
    if (!out.checkError() || code != ExitCode.DONE.number()) {
      return code;
    }
    if (isReadByAProgram()) {
      return ExitCode.UNREAD.number();
    }
    complain(
        "what the command said could not be written to the standard output; what it did is done");
    return ExitCode.FAILED.number();
  }

  /** One that has read enough, such as head, is gone then, and wants no complaint. */
  private boolean isReadByAProgram() {
    try {
      var file = Files.readSymbolicLink(OUTPUT_ON_LINUX).toString();
      return out.equals(System.out) && (file.startsWith("pipe:") || file.startsWith("socket:"));
    } catch (IOException | UnsupportedOperationException notLinux) {
      return false;
    }
  }

  /** Tells the person at the terminal what is wrong, on one line. */
  void complain(String line) {
    err.println("alcove: " + line);
  }
}
