package alcove.store.goroom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A copy of a SQLite database and of the journals beside it, in a directory of its own that nobody
 * else may enter.
 */
record PrivateCopy(Path file) implements AutoCloseable {
  /** What SQLite needs to finish or undo what was interrupted. */
  private static final List<String> JOURNALS = List.of("-journal", "-wal");

  /** Copies a database that no program is writing. */
  static PrivateCopy of(Path database) throws IOException {
    var original = database.toRealPath();
    var copy = new PrivateCopy(Files.createTempDirectory("alcove-import-").resolve("roomdb"));
    try {
      Files.copy(original, copy.file);
      for (var suffix : JOURNALS) {
        var journal = original.resolveSibling(original.getFileName() + suffix);
        if (Files.exists(journal)) {
          Files.copy(journal, copy.file.resolveSibling(copy.file.getFileName() + suffix));
        }
      }
      return copy;
    } catch (IOException e) {
      copy.close();
      throw e;
    }
  }

  /** Deletes the copy and whatever was made beside it. */
  @Override
  public void close() throws IOException {
    var directory = file.resolveSibling("");
    try (var files = Files.list(directory)) {
      for (var each : files.toList()) {
        Files.delete(each);
      }
    }
    Files.delete(directory);
  }
}
