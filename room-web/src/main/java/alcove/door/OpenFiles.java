package alcove.door;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/** The number of things that this process may have open at once: files, and sockets among them. */
public final class OpenFiles {
  private OpenFiles() {}

  /** How many, if that can be told. */
  public static OptionalLong most() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.UnixOperatingSystemMXBean unix
        ? OptionalLong.of(unix.getMaxFileDescriptorCount())
        : OptionalLong.empty();
  }
}
