package alcove.web.page;

import alcove.identity.Word;

/**
 * A fault that the site itself finds in a request. Each has the texts {@code error.page.WORD.title}
 * and {@code error.page.WORD.text}.
 */
public enum ErrorPage implements Word {
  /** It cannot be understood. */
  MALFORMED(400),
  /** Another site made the browser send it. */
  FORGED(403),
  /** It is for members, and nobody is signed in. */
  SIGNED_OUT(403),
  /** Only members with another role can do this. */
  NOT_ALLOWED(403),
  /** The page of an invite is forgotten. */
  PAGE_TOO_OLD(404),
  /** Nothing is there. */
  NOT_FOUND(404),
  /** The path is for something else. */
  WRONG_METHOD(405),
  /** It was done already at another node, and what it showed cannot be shown again. */
  DONE_ALREADY(409),
  /** The body does not come. */
  TOO_SLOW(408),
  /** The body is too large. */
  TOO_LARGE(413),
  /** The link is too long. */
  TOO_LONG(414),
  /** The body is neither form nor JSON. */
  WRONG_TYPE(415),
  /** One of too many. */
  TOO_MANY(429),
  /** The room is not called that. */
  WRONG_HOST(421),
  /** Others could listen to what is secret in it. */
  NEEDS_HTTPS(403),
  /** The fault is ours. */
  FAULT(500),
  /** A key is out, which could not be written down. */
  UNKEPT_BLOCK(503),
  /** The registry has no time. */
  BUSY(503);

  private final int status;

  ErrorPage(int status) {
    this.status = status;
  }

  /** The status of HTTP that goes with it. */
  public int status() {
    return status;
  }

  /** The same of a JSON document: apps show the text only where that is 200. */
  public int statusOfJson() {
    return this == NEEDS_HTTPS ? 200 : status;
  }
}
