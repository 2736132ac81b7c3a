package alcove.identity;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An experimental SSB URI, {@code ssb:experimental?action=ACTION&name=value...}, by which a page
 * hands something over to an app. Immutable.
 *
 * <p>Read in two spellings, {@code ssb:experimental?} and {@code ssb://experimental?}; written in
 * the first, with the parameters in order of their names and everything but unreserved characters
 * percent-encoded. A {@code +} is a plus: keys in Base64 hold many and no spaces. Specification:
 * ssb-uri-spec, "Experimental SSB URIs".
 */
public final class SsbUri {
  /** Longest text that is looked at, in characters. */
  public static final int MAX_LENGTH = 4096;

  private static final List<String> PREFIXES = List.of("ssb:experimental?", "ssb://experimental?");
  private static final String ACTION = "action";
  private static final String EXPECTED =
      "an SSB URI \"ssb:experimental?action=...\" of at most " + MAX_LENGTH + " characters";

  private final TreeMap<String, String> parameters;

  private SsbUri(Map<String, String> parameters) {
    this.parameters = new TreeMap<>(parameters);
  }

  /** The URI for an action with these parameters, unencoded; {@code action} is not one of them. */
  public static SsbUri of(String action, Map<String, String> parameters) {
    if (parameters.containsKey(ACTION)) {
      throw new IllegalArgumentException("parameter \"action\" given twice");
    }
    var all = new TreeMap<>(parameters);
    all.put(ACTION, action);
    return new SsbUri(all);
  }

  /**
   * Reads a URI.
   *
   * @throws MalformedException if it is of another kind, has no action, is too long or wrongly
   *     encoded, has a fragment, or names a parameter twice
   */
  public static SsbUri parse(String text) throws MalformedException {
    if (text.length() > MAX_LENGTH || !text.chars().allMatch(SsbUri::isOfAQuery)) {
      throw malformed(text);
    }
    String query = query(text);
    var parameters = new TreeMap<String, String>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw malformed(text);
      }
      String name = PercentEncoding.decode(pair.substring(0, equals));
      String value = PercentEncoding.decode(pair.substring(equals + 1));
      if (parameters.put(name, value) != null) {
        throw malformed(text);
      }
    }
    if (!parameters.containsKey(ACTION)) {
      throw malformed(text);
    }
    return new SsbUri(parameters);
  }

  /** A fragment is no part of a query, and no URI has blanks or letters of other scripts. */
  private static boolean isOfAQuery(int character) {
    return character > ' ' && character < 0x7f && character != '#';
  }

  private static String query(String text) throws MalformedException {
    for (String prefix : PREFIXES) {
      if (text.regionMatches(true, 0, prefix, 0, prefix.length())) {
        return text.substring(prefix.length());
      }
    }
    throw malformed(text);
  }

  private static MalformedException malformed(String text) {
    return new MalformedException(text, EXPECTED);
  }

  /** What the app should do, such as {@code claim-http-invite}. */
  public String action() {
    return Objects.requireNonNull(parameters.get(ACTION));
  }

  /** The decoded value of a parameter, if it is there. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** All parameters, the action included, decoded and in order of their names. */
  public SortedMap<String, String> parameters() {
    return Collections.unmodifiableSortedMap(parameters);
  }

  /** The URI in its canonical spelling. */
  @Override
  public String toString() {
    return parameters.entrySet().stream()
        .map(e -> PercentEncoding.encode(e.getKey()) + "=" + PercentEncoding.encode(e.getValue()))
        .collect(Collectors.joining("&", PREFIXES.getFirst(), ""));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SsbUri that && parameters.equals(that.parameters);
  }

  @Override
  public int hashCode() {
    return parameters.hashCode();
  }
}
