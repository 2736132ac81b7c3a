package alcove.app;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The kind of standard output that this process has. */
final class StandardOutput {
  private static final Path LINUX = Path.of("/proc/self/fd/1");

  private StandardOutput() {}

  /** Java's console is one only if the standard input is a terminal as well. */
  static boolean isTerminal() {
    try {
      String file = Files.readSymbolicLink(LINUX).toString();
      return Stream.of("/dev/pts/", "/dev/tty", "/dev/console").anyMatch(file::startsWith);
    } catch (IOException | UnsupportedOperationException notLinux) {
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
  }
}
