package alcove.app;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/** The terminal that called a command: streams and the environment. Thread-safe. */
record Terminal(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
  /** Whoever sends its input by other ways. */
  Terminal(PrintStream out, PrintStream err, Map<String, String> environment) {
    this(InputStream.nullInputStream(), out, err, environment);
  }

  static Terminal system() {
    return new Terminal(System.in, System.out, System.err, System.getenv());
  }

  /** Whether what is written to the output is shown to somebody, and not led elsewhere. */
  boolean isOutSeen() {
    return out.equals(System.out) && StandardOutput.isTerminal();
  }

  /** Tells the person at the terminal what is wrong, on one line. */
  void complain(String line) {
    err.println("alcove: " + line);
  }
}
