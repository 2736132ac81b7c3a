package alcove.health;

import java.util.List;

/**
 * The result of one check.
 *
 * @param arguments what the texts of the diagnosis have in their places; no secrets, and nothing of
 *     visitors
 */
public record Finding(Check check, Diagnosis diagnosis, List<String> arguments) {
  /** Copies the list. */
  public Finding {
    arguments = List.copyOf(arguments);
  }

  /** A finding whose texts have these in their places. */
  public static Finding of(Check check, Diagnosis diagnosis, Object... arguments) {
    return new Finding(
        check, diagnosis, List.of(arguments).stream().map(Object::toString).toList());
  }

  /** How bad it is. */
  public Verdict verdict() {
    return diagnosis.verdict();
  }
}
