package alcove.health;

import alcove.identity.Word;

/** The outcome of a check. */
public enum Verdict implements Word {
  /** As it should be. */
  OK,
  /** It works, and somebody should look at it. */
  WARNING,
  /** It does not work. */
  FAILURE,
  /** It cannot be told, or does not apply here. */
  UNKNOWN
}
