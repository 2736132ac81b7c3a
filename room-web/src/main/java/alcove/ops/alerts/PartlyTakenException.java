package alcove.ops.alerts;

import java.io.IOException;

/** A letter that some have, and some have not. */
final class PartlyTakenException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient AlertChannel rest;

  /**
   * @param message why some have not, in words that may be logged
   * @param rest goes to those alone
   */
  PartlyTakenException(String message, AlertChannel rest, Throwable cause) {
    super(message, cause);
    this.rest = rest;
  }

  /** The way to those who have not. */
  AlertChannel rest() {
    return rest;
  }
}
