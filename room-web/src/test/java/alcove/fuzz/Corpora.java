package alcove.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The program that {@code .ci/fuzz} keeps corpora with: {@code unpack CORPUS FOLDER} makes a file
 * of each line, {@code pack FOLDER CORPUS} lines of files, and {@code show FILE...} prints these
 * lines.
 */
final class Corpora {
  private Corpora() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "unpack" -> Corpus.parse(Files.readString(Path.of(args[1]))).unpack(Path.of(args[2]));
      case "pack" -> Corpus.of(Path.of(args[1])).pack(Path.of(args[2]));
      case "show" -> {
        for (int i = 1; i < args.length; i++) {
          System.out.println(Corpus.line(Files.readAllBytes(Path.of(args[i]))));
        }
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  static FuzzTarget target(String name) throws ReflectiveOperationException {
    var constructor = Class.forName(name).getDeclaredConstructor();
    constructor.setAccessible(true);
    return (FuzzTarget) constructor.newInstance();
  }
}
