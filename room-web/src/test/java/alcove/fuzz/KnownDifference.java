package alcove.fuzz;

/** A way in which Alcove reads something else than the original does, and is meant to. */
public enum KnownDifference {
  /**
   * The original takes any packet without a body for the goodbye, whatever else its header says.
   * Here that are nine zeros alone, as the protocol guide has it; any other such packet is one with
   * an empty body.
   */
  EMPTY_PACKET,
  /** A request number that is 0, or has no positive counterpart, belongs to no call. */
  BAD_REQUEST_NUMBER,
  /**
   * A body of JSON that is not taken fails its call; the original, which parses within its decoder,
   * ends the connection.
   */
  MALFORMED_JSON_ENDS_A_CALL,
  /** The type 3 is refused at the header; the original first waits for the whole body. */
  UNKNOWN_TYPE_AT_ITS_HEADER,
  /** JSON deeper than 16 levels: what parses it must not be led astray. */
  DEEP_JSON,
  /** Two members of one name: of which one is meant nobody can be sure. */
  DUPLICATE_NAME,
  /** Numbers longer than 64 characters, and names longer than 1,024 bytes, which no call has. */
  LONG_JSON,
  /** A surrogate without its partner: no text, and UTF-8 cannot say it. */
  HALF_CHARACTER,
  /**
   * Bytes that are no UTF-8, which the original replaces before it parses. Where a string is passed
   * on they are replaced here as well, by another number of marks.
   */
  NO_UTF_8,
  /** {@code -0} is 0, which no call tells apart. */
  NEGATIVE_ZERO,
  /** A body of more than 4,096 bytes, which no encoder makes. */
  LONG_BOX,
  /** Whatever follows the goodbye is an error; the original has stopped to listen. */
  AFTER_GOODBYE,
  /**
   * A stream that ends between a box's header and its body is cut off. The original takes that for
   * its end, because pull-reader counts on bytes that it has given away.
   */
  CUT_AFTER_A_HEADER,
  /**
   * An ephemeral key that is not below the prime of Curve25519, or has the bit above that set. What
   * makes keys makes none of those; here each key has one spelling, so that nobody can say the same
   * thing in two ways.
   */
  ODD_POINT,
  /** More than 2,048 characters of address, 4,096 of a URI. */
  LONG_TEXT,
  /**
   * Ids of feeds that end as ids of messages do, or have any character for the dot, which a pattern
   * of ssb-ref lets pass.
   */
  OTHER_SUFFIX,
  /** A {@code +} is a plus: keys in Base64 have many, and no spaces. */
  PLUS_IS_A_PLUS,
  /**
   * URIs that name a parameter twice, have none, or no action, are not encoded as URIs are, or have
   * a fragment; and ids in them that are none, or stand behind something else.
   */
  LOOSE_URI,
  /** Schemes are the same in upper case, by RFC 3986. */
  UPPER_CASE_SCHEME
}
