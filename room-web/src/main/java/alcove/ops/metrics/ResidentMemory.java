package alcove.ops.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The memory that the system has given to this process. */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String KEY = "VmRSS:";

  private ResidentMemory() {}

  /** Nothing where there is no such file, as on systems other than Linux. Blocks. */
  static OptionalLong bytes() {
    try {
      return parse(Files.readString(STATUS));
    } catch (IOException notLinux) {
      return OptionalLong.empty();
    }
  }

  /** The line is {@code VmRSS: 1234 kB}. */
  static OptionalLong parse(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith(KEY) && line.endsWith(" kB"))
        .mapToLong(
            line -> Long.parseLong(line.substring(KEY.length(), line.length() - 3).strip()) * 1024)
        .findFirst();
  }
}
