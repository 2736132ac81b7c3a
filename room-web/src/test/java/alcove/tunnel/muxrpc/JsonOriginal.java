package alcove.tunnel.muxrpc;

import static alcove.fuzz.KnownDifference.DEEP_JSON;
import static alcove.fuzz.KnownDifference.DUPLICATE_NAME;
import static alcove.fuzz.KnownDifference.HALF_CHARACTER;
import static alcove.fuzz.KnownDifference.LONG_JSON;
import static alcove.fuzz.KnownDifference.NO_UTF_8;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Matcher.quoteReplacement;

import alcove.fuzz.KnownDifference;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What the original's answers about JSON are compared with. */
final class JsonOriginal {
  private static final String NEGATIVE_ZERO = "d8000000000000000";
  private static final String ZERO = "d0000000000000000";
  private static final JsonMapper NO_DUPLICATES =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final JsonMapper LENIENT = JsonMapper.builder().build();
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"");
  private static final Pattern LONG_NUMBER = Pattern.compile("[-+.0-9eE]{65}");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|.)");
  private static final int DEEPEST = 16;
  private static final int LONGEST_NAME = 1024;

  private JsonOriginal() {}

  /** A value as the original's answers write it. */
  static String written(JsonNode json) {
    return switch (json.getNodeType()) {
      case NULL -> "n";
      case BOOLEAN -> json.booleanValue() ? "t" : "f";
      case STRING -> string(json.textValue());
      case NUMBER -> "d" + HexFormat.of().toHexDigits(Double.doubleToLongBits(json.doubleValue()));
      case ARRAY ->
          StreamSupport.stream(json.spliterator(), false)
              .map(JsonOriginal::written)
              .collect(Collectors.joining(",", "[", "]"));
      default ->
          json.properties().stream()
              .map(each -> string(each.getKey()) + ":" + written(each.getValue()))
              .sorted()
              .collect(Collectors.joining(",", "{", "}"));
    };
  }

  static String string(String text) {
    return "s" + HexFormat.of().formatHex(text.getBytes(UTF_16LE));
  }

  static boolean isNegativeZero(String theirs) {
    return theirs.contains(NEGATIVE_ZERO);
  }

  static String withoutNegativeZero(String written) {
    return written.replace(NEGATIVE_ZERO, ZERO);
  }

  /** Why we refuse a body that the original takes; empty if there is no reason for it. */
  static Optional<KnownDifference> whyRefused(byte[] body) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return Optional.of(NO_UTF_8);
    }
    if (hasHalf(text)) {
      return Optional.of(HALF_CHARACTER);
    }
    String bare = STRING.matcher(text).replaceAll("");
    if (LONG_NUMBER.matcher(bare).find() || hasLongName(text)) {
      return Optional.of(LONG_JSON);
    }
    if (depth(bare) > DEEPEST) {
      return Optional.of(DEEP_JSON);
    }
    return hasDuplicate(body) ? Optional.of(DUPLICATE_NAME) : Optional.empty();
  }

  /** Whether escapes write a surrogate that has no partner. */
  private static boolean hasHalf(String text) {
    String written =
        ESCAPE
            .matcher(text)
            .replaceAll(
                escape ->
                    escape.group(1) == null
                        ? "."
                        : quoteReplacement(
                            Character.toString((char) Integer.parseInt(escape.group(1), 16))));
    return written.chars().anyMatch(c -> Character.isSurrogate((char) c))
        && !UTF_16LE.newEncoder().canEncode(written);
  }

  private static boolean hasLongName(String text) {
    return STRING
        .matcher(text)
        .results()
        .anyMatch(string -> string.group().getBytes(UTF_8).length > LONGEST_NAME);
  }

  private static int depth(String bare) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < bare.length(); i++) {
      char c = bare.charAt(i);
      depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  private static boolean hasDuplicate(byte[] body) {
    try {
      LENIENT.readTree(body);
    } catch (IOException malformed) {
      return false;
    }
    try {
      NO_DUPLICATES.readTree(body);
      return false;
    } catch (IOException duplicate) {
      return true;
    }
  }
}
