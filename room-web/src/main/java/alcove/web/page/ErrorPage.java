package alcove.web.page;

import alcove.identity.Word;

/**
 * A fault that the site itself finds in a request. Each has the texts {@code error.page.WORD.title}
 * and {@code error.page.WORD.text}.
 */
public enum ErrorPage implements Word {
  /** It cannot be understood. */
  MALFORMED,
  /** Another site made the browser send it. */
  FORGED,
  /** It is for members, and nobody is signed in. */
  SIGNED_OUT,
  /** It is for members with another role. */
  NOT_ALLOWED,
  /** The page of an invite is forgotten. */
  PAGE_TOO_OLD,
  /** Nothing is there. */
  NOT_FOUND,
  /** The path is for something else. */
  WRONG_METHOD,
  /** The body does not come. */
  TOO_SLOW,
  /** The body is too large. */
  TOO_LARGE,
  /** The link is too long. */
  TOO_LONG,
  /** The body is neither form nor JSON. */
  WRONG_TYPE,
  /** One of too many. */
  TOO_MANY,
  /** The room is not called that. */
  WRONG_HOST,
  /** Others could listen to what is secret in it. */
  NEEDS_HTTPS,
  /** The fault is ours. */
  FAULT,
  /** A key is out, which could not be written down. */
  UNKEPT_BLOCK,
  /** The registry has no time. */
  BUSY
}
