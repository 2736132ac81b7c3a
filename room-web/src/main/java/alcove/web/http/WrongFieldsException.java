package alcove.web.http;

import alcove.room.model.RefusedException;
import java.util.Map;

/** A form in which more than one field may be wrong. */
public final class WrongFieldsException extends Exception {
  /** Immutable, which its type does not say. */
  @SuppressWarnings("serial")
  private final Map<String, RefusedException> problems;

  /** One with what is wrong by field; at least one is. */
  public WrongFieldsException(Map<String, RefusedException> problems) {
    super("wrong fields", null, false, false);
    this.problems = Map.copyOf(problems);
  }

  Map<String, RefusedException> problems() {
    return problems;
  }
}
