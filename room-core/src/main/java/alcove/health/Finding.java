package alcove.health;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The result of one check.
 *
 * @param arguments what the texts of the diagnosis have in their places; no secrets, and nothing of
 *     visitors
 * @param moment what it is about has one: when a certificate ends, when a backup was made
 */
public record Finding(
    Check check, Diagnosis diagnosis, List<String> arguments, Optional<Instant> moment) {
  /** Copies the list. */
  public Finding {
    arguments = List.copyOf(arguments);
  }

  /** A finding whose texts have these in their places. */
  public static Finding of(Check check, Diagnosis diagnosis, Object... arguments) {
    return new Finding(
        check,
        diagnosis,
        List.of(arguments).stream().map(Object::toString).toList(),
        Optional.empty());
  }

  /** The same, of something that has this moment. */
  public Finding at(Instant when) {
    return new Finding(check, diagnosis, arguments, Optional.of(when));
  }

  /** How bad it is. */
  public Verdict verdict() {
    return diagnosis.verdict();
  }
}
