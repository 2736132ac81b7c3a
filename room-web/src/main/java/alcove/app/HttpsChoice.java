package alcove.app;

/** The choices of who cares for HTTPS. */
enum HttpsChoice {
  /** The room itself, with certificates that it gets from an authority. */
  AUTO,
  /** Somebody else: a web server in front, or a program that keeps two files fresh. */
  NO
}
