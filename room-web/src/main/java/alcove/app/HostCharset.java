package alcove.app;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The charset by which Java reads a process' arguments and variables: it reads them in the charset
 * of the locale, and puts a sign of replacement for each byte that has no place there. Whoever
 * starts a room with the launcher has a locale of UTF-8; a cron job that calls {@code java} has
 * none.
 *
 * @param charset that of the locale
 * @param moreThanAscii whether the bytes that the process was started with were more than ASCII
 */
record HostCharset(Charset charset, boolean moreThanAscii) {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int LAST_OF_ASCII = 0x7f;
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  /** That of this process. */
  static HostCharset ofThisProcess() {
    var charset = Charset.forName(System.getProperty("sun.jnu.encoding"), StandardCharsets.UTF_8);
    return new HostCharset(
        charset, commandLine().codePoints().anyMatch(each -> each > LAST_OF_ASCII));
  }

  /** A character for each byte. */
  private static String commandLine() {
    try {
      return Files.readString(COMMAND_LINE, StandardCharsets.ISO_8859_1);
    } catch (IOException noSuchFile) {
      return "";
    }
  }

  /** What cannot be read as it was meant, and what mends it; nothing if all can. */
  Optional<String> complaint(List<String> arguments, Map<String, String> environment) {
    return brokenArgument(arguments)
        .or(() -> brokenVariable(environment))
        .map(
            broken ->
                "%s cannot be read in this locale, whose charset is %s: set LC_ALL=C.UTF-8"
                    .formatted(broken, charset.name()));
  }

  /** In ASCII, arguments get a question mark instead, which may as well have been meant. */
  private Optional<String> brokenArgument(List<String> arguments) {
    boolean replaced = arguments.stream().anyMatch(HostCharset::isBroken);
    boolean asked =
        charset.equals(StandardCharsets.US_ASCII)
            && arguments.stream().anyMatch(each -> each.indexOf('?') >= 0)
            && moreThanAscii;
    return replaced || asked ? Optional.of("an argument") : Optional.empty();
  }

  private static Optional<String> brokenVariable(Map<String, String> environment) {
    return new TreeMap<>(environment)
        .entrySet().stream()
            .filter(each -> each.getKey().startsWith(Variables.PREFIX))
            .filter(each -> isBroken(each.getValue()))
            .map(Map.Entry::getKey)
            .findFirst();
  }

  private static boolean isBroken(String text) {
    return text.indexOf(REPLACEMENT) >= 0;
  }
}
