package alcove.app;

import alcove.identity.AppKey;
import alcove.identity.MalformedException;
import alcove.room.PrivacyMode;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a setting's text must be.
 *
 * @param description completes the sentence "expected ..."
 * @param reader gives the value, or nothing when the text is not what is expected
 */
record Expected<T>(String description, Function<String, Optional<T>> reader) {
  /**
   * A host name as the DNS has it: labels of letters, digits and inner hyphens, 253 characters at
   * most.
   */
  private static final Pattern HOST_NAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  private static final int LONGEST_NAME = 128;

  Optional<T> read(String text) {
    return reader.apply(text);
  }

  static Expected<Integer> port() {
    return new Expected<>("a port, 0 to 65535", text -> number(text, 0, 65_535));
  }

  static Expected<Integer> count() {
    var most = 1_000_000;
    return new Expected<>("a number, 1 to " + most, text -> number(text, 1, most));
  }

  static Expected<Path> path() {
    return new Expected<>("a directory", Expected::pathOf);
  }

  /** Printable text that fits on a line. */
  static Expected<String> name() {
    return new Expected<>(
        "up to " + LONGEST_NAME + " printable characters",
        text ->
            Optional.of(text.strip())
                .filter(name -> name.length() <= LONGEST_NAME)
                .filter(name -> name.codePoints().noneMatch(Character::isISOControl)));
  }

  static Expected<String> hostName() {
    return new Expected<>(
        "a host name such as room.example, without scheme and port",
        text ->
            Optional.of(text.toLowerCase(Locale.ROOT))
                .filter(name -> HOST_NAME.matcher(name).matches()));
  }

  /**
   * {@code *}, {@code localhost} or an address in figures: nothing that would have to be looked up.
   */
  static Expected<String> listenAddress() {
    return new Expected<>(
        "*, localhost or an IP address",
        text ->
            text.equals(RoomConfig.Network.EVERYWHERE) || text.equals("localhost")
                ? Optional.of(text)
                : addressInFigures(text));
  }

  static Expected<AppKey> appKey() {
    return new Expected<>("32 bytes in base64", Expected::appKeyOf);
  }

  /**
   * {@code open}. Without members nobody could come into a room of the other modes, or everybody
   * could, and neither is what they promise.
   */
  static Expected<PrivacyMode> privacyMode() {
    return new Expected<>(
        "open: the other modes need members, which this version does not have",
        text -> Optional.of(PrivacyMode.OPEN).filter(mode -> word(mode).equals(text)));
  }

  /** The name of a constant, in lower case. */
  static <E extends Enum<E>> Expected<E> oneOf(Class<E> type) {
    var constants = type.getEnumConstants();
    var names = Arrays.stream(constants).map(Expected::word).collect(Collectors.joining(", "));
    return new Expected<>(
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
    try {
      return Optional.of(Path.of(text).toAbsolutePath().normalize());
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

  private static Optional<AppKey> appKeyOf(String text) {
    try {
      return Optional.of(AppKey.parse(text));
    } catch (MalformedException notAKey) {
      return Optional.empty();
    }
  }
}
