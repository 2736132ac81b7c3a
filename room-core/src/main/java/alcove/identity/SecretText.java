package alcove.identity;

import alcove.crypto.Crypto;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The text of a secret file. Exceptions from here name fields and lines, never values. */
final class SecretText {
  private static final String CURVE = "ed25519";
  private static final String SUFFIX = "." + CURVE;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SecretText() {}

  static String format(FeedKeyPair keys) {
    String publicKey = keys.id().base64();
    return """
    # WARNING: this file is a secret. Whoever reads it can pretend to be you.
    #
    # Never show it to anyone and never edit it.
    # Never use it in two places at the same time: the two would contradict each other,
    # and others would stop listening to both.
    # Do keep a copy in a safe place. If it is lost, this identity is lost with it.
    #
    {
      "curve": "ed25519",
      "public": "%s.ed25519",
      "private": "%s.ed25519",
      "id": "%s"
    }
    #
    # The only part that is safe to share is the public name:
    #
    #   %s
    """
        .formatted(publicKey, Base64Text.encode(concat(keys)), keys.id(), keys.id());
  }

  static FeedKeyPair parse(String text, Crypto crypto) throws MalformedException {
    JsonNode json = json(withoutComments(text));
    require(string(json, "curve").equals(CURVE), "has another \"curve\" than \"ed25519\"");
    byte[] publicKey = bytes(json, "public", 32);
    byte[] privateKey = bytes(json, "private", 64);
    var keys = FeedKeyPair.ofSeed(crypto, Arrays.copyOf(privateKey, 32));
    require(
        Arrays.equals(keys.id().bytes(), publicKey),
        "has a \"public\" that does not belong to \"private\"");
    require(
        Arrays.equals(privateKey, concat(keys)),
        "has a \"private\" whose two halves do not belong together");
    require(
        string(json, "id").equals(keys.id().toString()),
        "has an \"id\" that does not belong to \"public\"");
    return keys;
  }

  private static byte[] concat(FeedKeyPair keys) {
    byte[] both = Arrays.copyOf(keys.seed(), 64);
    System.arraycopy(keys.id().bytes(), 0, both, 32, 32);
    return both;
  }

  /** Comments become empty lines, so that line numbers stay right. */
  private static String withoutComments(String text) {
    return text.lines()
        .map(line -> line.stripLeading().startsWith("#") ? "" : line)
        .collect(Collectors.joining("\n"));
  }

  private static JsonNode json(String text) throws MalformedException {
    try {
      JsonNode json = JSON.readTree(text);
      require(json.isObject(), "holds no JSON object");
      return json;
    } catch (JsonProcessingException e) {
      // The parser quotes what it read, so its exception goes no further.
      throw new MalformedException("is not valid JSON (line " + line(e) + ")");
    }
  }

  private static String line(JsonProcessingException e) {
    return e.getLocation() == null ? "unknown" : Integer.toString(e.getLocation().getLineNr());
  }

  private static String string(JsonNode json, String field) throws MalformedException {
    JsonNode value = json.path(field);
    require(value.isTextual(), "has no \"" + field + "\"");
    return value.textValue();
  }

  private static byte[] bytes(JsonNode json, String field, int length) throws MalformedException {
    String text = string(json, field);
    String expected =
        "has a \"%s\" that is not the Base64 of %s bytes followed by %s"
            .formatted(field, length, SUFFIX);
    require(text.endsWith(SUFFIX), expected);
    return Base64Text.decode(text.substring(0, text.length() - SUFFIX.length()))
        .filter(bytes -> bytes.length == length)
        .orElseThrow(() -> new MalformedException(expected));
  }

  private static void require(boolean condition, String problem) throws MalformedException {
    if (!condition) {
      throw new MalformedException(problem);
    }
  }
}
