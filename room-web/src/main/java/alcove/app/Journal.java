package alcove.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The journal of systemd, which takes the priority of a line from its beginning.
 *
 * @see <a href="https://www.freedesktop.org/software/systemd/man/latest/sd-daemon.html">sd-daemon
 *     </a>
 */
final class Journal {
  /** What systemd says is the journal: device and inode of a stream. */
  static final String VARIABLE = "JOURNAL_STREAM";

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Journal() {}

  /** Whether the standard error of this process goes there, and nowhere else meanwhile. */
  static boolean isStandardError() {
    return isStream(System.getenv(VARIABLE), STANDARD_ERROR);
  }

  /** Where people find the log of this process. */
  static String whereTheLogIs() {
    return isStandardError() ? "journalctl -u alcove" : "the standard error of the room";
  }

  static boolean isStream(@Nullable String stream, Path file) {
    return stream != null && place(file).filter(stream::equals).isPresent();
  }

  private static Optional<String> place(Path file) {
    try {
      var place = Files.readAttributes(file, "unix:dev,ino");
      return Optional.of("%s:%s".formatted(place.get("dev"), place.get("ino")));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException notLinux) {
      return Optional.empty();
    }
  }
}
