package alcove.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The inputs that are kept of a target: a resource beside its class, {@code NAME.corpus}, a line
 * for each. One that is mostly text stands in quotes, with {@code \n}, {@code \r}, {@code \\} and
 * {@code \xHH}; any other in base64.
 *
 * @param inputs shortest first
 */
record Corpus(List<byte[]> inputs) {
  private static final HexFormat HEX = HexFormat.of();

  /** What is kept of a target; at least one input. */
  static Corpus of(Class<?> target) {
    try (InputStream in = target.getResourceAsStream(target.getSimpleName() + ".corpus")) {
      if (in == null) {
        throw new AssertionError("no corpus of " + target.getName());
      }
      return parse(new String(in.readAllBytes(), US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Corpus parse(String text) {
    return new Corpus(text.lines().map(Corpus::input).toList());
  }

  /** The files of a folder. */
  static Corpus of(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new Corpus(
          files
              .filter(Files::isRegularFile)
              .map(Corpus::bytes)
              .sorted(
                  Comparator.comparingInt((byte[] input) -> input.length)
                      .thenComparing(Corpus::line))
              .toList());
    }
  }

  /** Writes each input to a file of its own, named by its place. */
  void unpack(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(folder.resolve("kept-" + i), inputs.get(i));
    }
  }

  void pack(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, inputs.stream().map(Corpus::line).toList(), US_ASCII);
  }

  /** An input as a line. */
  static String line(byte[] input) {
    String text = quoted(input);
    String base64 = Base64.getEncoder().encodeToString(input);
    return text.length() <= 2 * base64.length() + 2 && isMostlyText(input) ? text : base64;
  }

  private static boolean isMostlyText(byte[] input) {
    long others = new String(input, ISO_8859_1).chars().filter(c -> c < ' ' || c > '~').count();
    return others * 4 <= input.length;
  }

  private static String quoted(byte[] input) {
    var line = new StringBuilder("\"");
    for (byte b : input) {
      switch (b) {
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\\' -> line.append("\\\\");
        default -> {
          if (b >= ' ' && b <= '~') {
            line.append((char) b);
          } else {
            line.append("\\x").append(HEX.toHexDigits(b));
          }
        }
      }
    }
    return line.append('"').toString();
  }

  /** The input of a line. */
  static byte[] input(String line) {
    if (!line.startsWith("\"")) {
      return Base64.getDecoder().decode(line);
    }
    var input = new StringBuilder();
    for (int i = 1; i < line.length() - 1; i++) {
      char c = line.charAt(i);
      if (c != '\\') {
        input.append(c);
        continue;
      }
      char kind = line.charAt(++i);
      switch (kind) {
        case 'n' -> input.append('\n');
        case 'r' -> input.append('\r');
        case 'x' -> {
          input.append((char) HexFormat.fromHexDigits(line, i + 1, i + 3));
          i += 2;
        }
        default -> input.append(kind);
      }
    }
    return input.toString().getBytes(ISO_8859_1);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
