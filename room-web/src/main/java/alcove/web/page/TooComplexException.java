package alcove.web.page;

/** A text that takes too long to make a page of. */
public final class TooComplexException extends Exception {
  TooComplexException() {
    super("too complex", null, false, false);
  }
}
