package alcove.app;

import alcove.address.TrustedProxies;
import alcove.address.WebOrigin;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.HostAndPort;
import alcove.identity.MalformedException;
import alcove.identity.Word;
import alcove.room.policy.PrivacyMode;
import alcove.store.DatabaseUrl;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The parser of a setting's text.
 *
 * @param placeholder what it is called in the help
 * @param description completes the sentence "expected ..."
 * @param reader gives the value, or nothing when the text is not what is expected
 * @param choices all values, where they are a few words; else empty
 */
record ValueParser<T>(
    String placeholder,
    String description,
    Function<String, Optional<T>> reader,
    List<String> choices) {
  /** What stands for all addresses of this machine. */
  static final String EVERYWHERE = "*";

  static final String YES_OR_NO = "yes|no";

  private static final int LONGEST_NAME = 128;
  private static final Pattern MAIL = Pattern.compile("[!-?A-~]{1,64}@[!-?A-~]{1,255}");
  private static final Pattern KEY = Pattern.compile("[-_A-Za-z0-9]{16,1024}");

  ValueParser {
    choices = List.copyOf(choices);
  }

  /** One whose values are more than a few words. */
  ValueParser(String placeholder, String description, Function<String, Optional<T>> reader) {
    this(placeholder, description, reader, List.of());
  }

  Optional<T> read(String text) {
    return reader.apply(text);
  }

  static ValueParser<Integer> port() {
    return new ValueParser<>("PORT", "a port, 0 to 65535", text -> number(text, 0, 65_535));
  }

  static ValueParser<Integer> count(int most) {
    return new ValueParser<>("N", "a number, 1 to " + most, text -> number(text, 1, most));
  }

  static ValueParser<Path> path() {
    return new ValueParser<>("DIR", "a directory", ValueParser::pathOf);
  }

  static ValueParser<Path> file() {
    return new ValueParser<>("FILE", "a file", ValueParser::pathOf);
  }

  /** Printable text that fits on a line. */
  static ValueParser<String> name() {
    return new ValueParser<>(
        "TEXT",
        "up to " + LONGEST_NAME + " printable characters",
        text ->
            Optional.of(text.strip())
                .filter(name -> name.length() <= LONGEST_NAME)
                .filter(name -> name.codePoints().noneMatch(Character::isISOControl)));
  }

  static ValueParser<String> hostName() {
    return new ValueParser<>(
        "NAME",
        "a host name such as room.example, without scheme and port, in its xn-- form if need be",
        text ->
            Optional.of(HostsInAscii.convert(text).toLowerCase(Locale.ROOT))
                .filter(HostAndPort::isHostName));
  }

  /**
   * {@code *}, {@code localhost} or an address in figures: nothing that would have to be looked up.
   */
  static ValueParser<String> listenAddress() {
    return new ValueParser<>(
        "ADDR",
        "*, localhost or an IP address",
        text ->
            text.equals(EVERYWHERE) || text.equals("localhost")
                ? Optional.of(text)
                : addressInFigures(text));
  }

  static ValueParser<AppKey> appKey() {
    return new ValueParser<>("BASE64", "32 bytes in base64", parsed(AppKey::parse));
  }

  static ValueParser<FeedId> feedId() {
    return new ValueParser<>("@ID", "an id such as @BASE64.ed25519", parsed(FeedId::parse));
  }

  static ValueParser<HostAndPort> hostAndPort() {
    return new ValueParser<>(
        "HOST:PORT",
        "HOST:PORT, with an IPv6 address in brackets",
        parsed(text -> HostAndPort.parse(HostsInAscii.convert(text))));
  }

  static ValueParser<WebOrigin> webOrigin() {
    return new ValueParser<>(
        "URL",
        "a URL such as https://room.example, without a path",
        parsed(text -> WebOrigin.parse(HostsInAscii.convert(text))));
  }

  /** An address of the web with a path. */
  static ValueParser<URI> httpsUrl() {
    return new ValueParser<>(
        "URL",
        "a URL that begins with https://",
        text -> uri(text).filter(url -> "https".equals(url.getScheme()) && url.getHost() != null));
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException notOne) {
      return Optional.empty();
    }
  }

  static ValueParser<String> mailAddress() {
    return new ValueParser<>(
        "MAIL", "an address for mail", text -> Optional.of(text).filter(MAIL.asMatchPredicate()));
  }

  /** A key in the alphabet of URLs. */
  static ValueParser<String> base64Url() {
    return new ValueParser<>(
        "BASE64",
        "a key in Base64 as URLs have it",
        text -> Optional.of(text).filter(KEY.asMatchPredicate()));
  }

  static ValueParser<TrustedProxies> trustedProxies() {
    return new ValueParser<>(
        "CIDR[,CIDR...]",
        "networks such as 10.0.0.0/8,fd00::/8, with no bits set behind the prefix",
        parsed(TrustedProxies::parse));
  }

  static ValueParser<PrivacyMode> privacyMode() {
    var words = Arrays.stream(PrivacyMode.values()).map(Word::word).toList();
    return new ValueParser<>(
        "MODE",
        "one of " + String.join(", ", words),
        word -> Word.named(PrivacyMode.class, word),
        words);
  }

  static ValueParser<Boolean> yesOrNo() {
    return new ValueParser<>(
        YES_OR_NO,
        "yes or no",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "yes", "true" -> Optional.of(true);
              case "no", "false" -> Optional.of(false);
              default -> Optional.empty();
            },
        List.of("yes", "no"));
  }

  /** The address of a database server. */
  static ValueParser<DatabaseUrl> jdbcUrl() {
    return new ValueParser<>(
        "URL",
        "a URL that begins with jdbc:postgresql:, and has user and password behind ? if at all:"
            + " jdbc:postgresql://HOST/NAME?user=U&password=P",
        text ->
            DatabaseUrl.parse(text)
                .filter(_ -> !isUserBeforeHost(text))
                .filter(url -> text.codePoints().noneMatch(Character::isISOControl)));
  }

  /** The driver would take user and password for a part of the host, and messages show hosts. */
  private static boolean isUserBeforeHost(String url) {
    return url.replaceFirst("\\?.*", "").contains("@");
  }

  /** The name of a constant, in lower case. */
  static <E extends Enum<E>> ValueParser<E> oneOf(String placeholder, Class<E> type) {
    var constants = type.getEnumConstants();
    var names = Arrays.stream(constants).map(ValueParser::word).toList();
    return new ValueParser<>(
        placeholder,
        "one of " + String.join(", ", names),
        text -> Arrays.stream(constants).filter(e -> word(e).equals(text)).findFirst(),
        names);
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Integer> number(String text, int least, int most) {
    try {
      return Optional.of(Integer.valueOf(text)).filter(n -> n >= least && n <= most);
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<Path> pathOf(String text) {
    return pathAsWritten(text).map(path -> path.toAbsolutePath().normalize());
  }

  /** The path, which may be relative. */
  static Optional<Path> pathAsWritten(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  private static Optional<String> addressInFigures(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text).getHostAddress());
    } catch (IllegalArgumentException notInFigures) {
      return Optional.empty();
    }
  }

  private static <T> Function<String, Optional<T>> parsed(Parser<T> parser) {
    return text -> {
      try {
        return Optional.of(parser.parse(text));
      } catch (MalformedException notIt) {
        return Optional.empty();
      }
    };
  }

  /** Reads a text strictly. */
  private interface Parser<T> {
    T parse(String text) throws MalformedException;
  }
}
