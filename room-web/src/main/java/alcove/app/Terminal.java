package alcove.app;

import java.io.PrintStream;
import java.util.Map;

/**
 * What a command sees of the world that called it: two streams and the environment. Thread-safe.
 */
record Terminal(PrintStream out, PrintStream err, Map<String, String> environment) {
  static Terminal system() {
    return new Terminal(System.out, System.err, System.getenv());
  }

  /** Tells the person at the terminal what is wrong, on one line. */
  void complain(String line) {
    err.println("alcove: " + line);
  }
}
