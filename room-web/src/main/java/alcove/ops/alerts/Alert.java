package alcove.ops.alerts;

import alcove.health.Finding;
import alcove.identity.Word;

/** One thing to tell an operator. */
sealed interface Alert {
  /** What a check found, and whether it is new. */
  record OfCheck(State state, Finding finding) implements Alert {}

  /** What the room itself did wrong. */
  record OfFaults(FaultReport report) implements Alert {}

  /** How far something is. */
  enum State implements Word {
    /** It needs somebody from now on. */
    BEGUN,
    /** It was a warning that was told, and is a failure now. */
    WORSE,
    /** It still does, after a day. */
    REMINDER,
    /** It does not any more. */
    ENDED
  }
}
