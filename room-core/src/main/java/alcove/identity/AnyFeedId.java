package alcove.identity;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The id of a peer in any of the forms in which people and apps hand it over. Immutable.
 *
 * <p>These are {@code @BASE64.ed25519}, the same without its first character or its end, and SSB
 * URIs such as {@code ssb:feed/ed25519/BASE64} and {@code ssb:feed:ed25519:BASE64}; with either
 * alphabet of Base64, with or without its padding; percent-encoded as a whole or not; and with
 * anything around it that nobody sees. They are what people enter: peers write ids in one way,
 * which {@link FeedId#parse} reads. Specification: ssb-uri-spec, "Canonical URIs".
 */
public final class AnyFeedId {
  /** Longest text that is looked at, in characters. */
  public static final int MAX_LENGTH = 200;

  private static final String SIGIL = "@";
  private static final String SUFFIX = ".ed25519";
  private static final List<String> PREFIXES =
      List.of(
          "ssb://feed/ed25519/",
          "ssb:feed/ed25519/",
          "ssb:feed:ed25519:",
          "ssb://feed/classic/",
          "ssb:feed/classic/",
          "ssb:feed:classic:");
  private static final int UNPADDED = 43;
  private static final String EXPECTED =
      "an SSB id, such as \"@BASE64.ed25519\" or \"ssb:feed/ed25519/BASE64\"";

  /** Letters without ink: fillers of Hangul, the blank of Braille, the joiner of graphemes. */
  private static final String BLANKS = "\u034f\u115f\u1160\u2800\u3164\uffa0";

  private AnyFeedId() {}

  /**
   * Reads an id.
   *
   * @throws MalformedException if it is none in any form, or more than one
   */
  public static FeedId parse(String text) throws MalformedException {
    return find(text).orElseThrow(() -> new MalformedException(text, EXPECTED));
  }

  /** The id that a text is, if it is one. */
  public static Optional<FeedId> find(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String seen = seen(text);
    return seen.indexOf('%') < 0
        ? read(seen)
        : decoded(seen).map(AnyFeedId::seen).flatMap(AnyFeedId::read);
  }

  /** Without what nobody sees at both ends. */
  private static String seen(String text) {
    int begin = 0;
    int end = text.length();
    while (begin < end && isUnseen(text.charAt(begin))) {
      begin++;
    }
    while (begin < end && isUnseen(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(begin, end);
  }

  private static boolean isUnseen(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || BLANKS.indexOf(c) >= 0;
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(PercentEncoding.decode(text));
    } catch (MalformedException none) {
      return Optional.empty();
    }
  }

  private static Optional<FeedId> read(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return PREFIXES.stream()
        .filter(lower::startsWith)
        .findFirst()
        .map(prefix -> text.substring(prefix.length()))
        .or(() -> Optional.of(bare(text, lower)))
        .flatMap(AnyFeedId::key);
  }

  private static String bare(String text, String lower) {
    int begin = text.startsWith(SIGIL) ? SIGIL.length() : 0;
    int end = lower.endsWith(SUFFIX) ? text.length() - SUFFIX.length() : text.length();
    return begin <= end ? text.substring(begin, end) : "";
  }

  private static Optional<FeedId> key(String base64) {
    String usual = base64.replace('-', '+').replace('_', '/');
    return Base64Text.decodeKey(usual.length() == UNPADDED ? usual + "=" : usual).map(FeedId::of);
  }
}
