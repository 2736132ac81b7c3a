package alcove.ops.alerts;

import alcove.health.Finding;
import alcove.identity.Word;

/** One thing to tell an operator: what was found, and whether it is new. */
record Alert(State state, Finding finding) {
  /** How far it is. */
  enum State implements Word {
    /** It needs somebody from now on. */
    BEGUN,
    /** It still does, after a day. */
    REMINDER,
    /** It does not any more. */
    ENDED
  }
}
