package alcove.web.http;

import alcove.web.page.ErrorPage;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names and values as queries and forms write them, {@code a=1&b=2}. Of a name that is there twice
 * the first counts; pairs that are wrongly encoded are left out, and those after the 64th.
 * Immutable.
 */
public final class Fields {
  private static final int MOST = 64;

  private final Map<String, String> values = new HashMap<>();

  private Fields() {}

  /** Reads what is there, from null nothing. */
  static Fields parse(@Nullable String text) {
    Fields fields = new Fields();
    if (text != null) {
      String[] pairs = text.split("&", MOST + 1);
      for (int i = 0; i < Math.min(pairs.length, MOST); i++) {
        fields.add(pairs[i]);
      }
    }
    return fields;
  }

  private void add(String pair) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      return;
    }
    try {
      values.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
    } catch (IllegalArgumentException malformed) {
      // As if it were not there: what needs it says that it is missing.
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /**
   * The value of a field that the page's form always has, be it empty.
   *
   * @throws Rejection if it is missing, so that nothing is taken for emptied that was not sent
   */
  public String need(String name) throws Rejection {
    String value = values.get(name);
    if (value == null) {
      throw new Rejection(400, ErrorPage.MALFORMED);
    }
    return value;
  }

  /** The value of a field, if it is there. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
