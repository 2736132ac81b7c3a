package alcove.tunnel.link;

/** The other node broke the format of links; this one cannot go on. No stack trace. */
final class LinkException extends Exception {
  private static final long serialVersionUID = 1L;

  LinkException(String message) {
    super(message, null, false, false);
  }
}
