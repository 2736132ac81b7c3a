package alcove.crypto;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Test vectors from a resource file: one per line, columns separated by spaces, {@code #} starts a
 * comment.
 */
final class Vectors {
  private Vectors() {}

  /** A line of a file, cut into columns. */
  record Vector(List<String> columns) {
    String text(int column) {
      return columns.get(column);
    }

    /** The bytes that a column holds in hexadecimal; a dash stands for none. */
    byte[] bytes(int column) {
      return HexFormat.of().parseHex(text(column).equals("-") ? "" : text(column));
    }
  }

  static List<Vector> read(String file) {
    var stream = Objects.requireNonNull(Vectors.class.getResourceAsStream(file), file);
    try (var in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return in.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> new Vector(List.of(line.split(" +"))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
