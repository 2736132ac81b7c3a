package alcove.ops.bench;

import org.jspecify.annotations.Nullable;

/** A measurement that cannot be made; the message is one line for the person who asked for it. */
final class BenchException extends Exception {
  BenchException(String line) {
    super(line);
  }

  BenchException(@Nullable String line, Throwable cause) {
    super(line, cause);
  }
}
