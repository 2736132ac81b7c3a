package alcove.app;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The terminal that called a command: streams and the environment. Thread-safe. */
record Terminal(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
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

  /** Java's console is one only if the standard input is a terminal as well. */
  private static boolean isOutputATerminal() {
    try {
      String file = Files.readSymbolicLink(OUTPUT_ON_LINUX).toString();
      return Stream.of("/dev/pts/", "/dev/tty", "/dev/console").anyMatch(file::startsWith);
    } catch (IOException | UnsupportedOperationException notLinux) {
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
  }

  /** Tells the person at the terminal what is wrong, on one line. */
  void complain(String line) {
    err.println("alcove: " + line);
  }
}
