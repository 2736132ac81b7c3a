package alcove.app;

/** A form of the log. */
enum LogFormat {
  /** Lines for people. */
  TEXT,
  /** One JSON object a line, for programs that collect logs. */
  JSON
}
