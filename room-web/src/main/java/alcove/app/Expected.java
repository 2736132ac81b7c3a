package alcove.app;

import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.HostAndPort;
import alcove.identity.MalformedException;
import alcove.room.PrivacyMode;
import alcove.room.TrustedProxies;
import alcove.room.WebOrigin;
import alcove.store.DatabaseUrl;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a setting's text must be.
 *
 * @param placeholder what it is called in the help
 * @param description completes the sentence "expected ..."
 * @param reader gives the value, or nothing when the text is not what is expected
 */
record Expected<T>(String placeholder, String description, Function<String, Optional<T>> reader) {
  /** What stands for all addresses of this machine. */
  static final String EVERYWHERE = "*";

  static final String YES_OR_NO = "yes|no";

  private static final int LONGEST_NAME = 128;

  Optional<T> read(String text) {
    return reader.apply(text);
  }

  static Expected<Integer> port() {
    return new Expected<>("PORT", "a port, 0 to 65535", text -> number(text, 0, 65_535));
  }

  static Expected<Integer> count() {
    var most = 1_000_000;
    return new Expected<>("N", "a number, 1 to " + most, text -> number(text, 1, most));
  }

  static Expected<Path> path() {
    return new Expected<>("DIR", "a directory", Expected::pathOf);
  }

  static Expected<Path> file() {
    return new Expected<>("FILE", "a file", Expected::pathOf);
  }

  /** Printable text that fits on a line. */
  static Expected<String> name() {
    return new Expected<>(
        "TEXT",
        "up to " + LONGEST_NAME + " printable characters",
        text ->
            Optional.of(text.strip())
                .filter(name -> name.length() <= LONGEST_NAME)
                .filter(name -> name.codePoints().noneMatch(Character::isISOControl)));
  }

  static Expected<String> hostName() {
    return new Expected<>(
        "NAME",
        "a host name such as room.example, without scheme and port, in its xn-- form if need be",
        text ->
            Optional.of(HostsInAscii.convert(text).toLowerCase(Locale.ROOT))
                .filter(HostAndPort::isHostName));
  }

  /**
   * {@code *}, {@code localhost} or an address in figures: nothing that would have to be looked up.
   */
  static Expected<String> listenAddress() {
    return new Expected<>(
        "ADDR",
        "*, localhost or an IP address",
        text ->
            text.equals(EVERYWHERE) || text.equals("localhost")
                ? Optional.of(text)
                : addressInFigures(text));
  }

  static Expected<AppKey> appKey() {
    return new Expected<>("BASE64", "32 bytes in base64", parsed(AppKey::parse));
  }

  static Expected<FeedId> feedId() {
    return new Expected<>("@ID", "an id such as @BASE64.ed25519", parsed(FeedId::parse));
  }

  static Expected<HostAndPort> hostAndPort() {
    return new Expected<>(
        "HOST:PORT",
        "HOST:PORT, with an IPv6 address in brackets",
        parsed(text -> HostAndPort.parse(HostsInAscii.convert(text))));
  }

  static Expected<WebOrigin> webOrigin() {
    return new Expected<>(
        "URL",
        "a URL such as https://room.example, without a path",
        parsed(text -> WebOrigin.parse(HostsInAscii.convert(text))));
  }

  static Expected<TrustedProxies> trustedProxies() {
    return new Expected<>(
        "CIDR[,CIDR...]",
        "networks such as 10.0.0.0/8,fd00::/8, with no bits set behind the prefix",
        parsed(TrustedProxies::parse));
  }

  static Expected<PrivacyMode> privacyMode() {
    return new Expected<>("MODE", "one of open, community, restricted", PrivacyMode::named);
  }

  static Expected<Boolean> yesOrNo() {
    return new Expected<>(
        YES_OR_NO,
        "yes or no",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "yes", "true" -> Optional.of(true);
              case "no", "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  /** The address of a database server. */
  static Expected<DatabaseUrl> jdbcUrl() {
    return new Expected<>(
        "URL",
        "a URL that begins with jdbc:postgresql:",
        text ->
            DatabaseUrl.parse(text)
                .filter(url -> text.codePoints().noneMatch(Character::isISOControl)));
  }

  /** The name of a constant, in lower case. */
  static <E extends Enum<E>> Expected<E> oneOf(String placeholder, Class<E> type) {
    var constants = type.getEnumConstants();
    var names = Arrays.stream(constants).map(Expected::word).collect(Collectors.joining(", "));
    return new Expected<>(
        placeholder,
        "one of " + names,
        text -> Arrays.stream(constants).filter(e -> word(e).equals(text)).findFirst());
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
