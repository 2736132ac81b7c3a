package alcove.app;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of hosts in the form that the DNS has, which is ASCII. */
final class HostsInAscii {
  private static final Pattern NAME = Pattern.compile("[^:/@\\[\\]]+");

  /** What the older rules of the DNS, which Java knows, turn into other letters than the newer. */
  private static final Pattern AMBIGUOUS = Pattern.compile("[\u00DF\u03C2\u200C\u200D]");

  private HostsInAscii() {}

  /**
   * {@code text}, in which {@code räume.example} has become {@code xn--rume-loa.example}; what
   * cannot be converted stays, and is no name of a host.
   */
  static String convert(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text)
        ? text
        : NAME.matcher(text)
            .replaceAll(name -> Matcher.quoteReplacement(convertName(name.group())));
  }

  private static String convertName(String name) {
    if (AMBIGUOUS.matcher(name).find()) {
      return name;
    }
    try {
      return IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES);
    } catch (IllegalArgumentException noName) {
      return name;
    }
  }
}
