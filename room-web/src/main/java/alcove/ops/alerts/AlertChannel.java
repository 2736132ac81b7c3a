package alcove.ops.alerts;

import java.io.IOException;

/** A way to an operator. Thread-safe. */
interface AlertChannel {
  /** The flag that chose it. */
  String setting();

  /**
   * Sends a letter, once. Blocks, for some seconds at most.
   *
   * @throws PartlyTakenException if only some have it
   * @throws IOException if it was not taken; the message says why, in words that may be logged
   */
  void send(AlertLetter letter) throws IOException, InterruptedException;
}
