package alcove.ops.control;

import java.io.PrintStream;

/** Carries out commands. Thread-safe; may block. */
@FunctionalInterface
public interface ControlHandler {
  /** Carries one out, and returns its exit code, 0 to 255. */
  int run(ControlRequest request, PrintStream out, PrintStream err);
}
