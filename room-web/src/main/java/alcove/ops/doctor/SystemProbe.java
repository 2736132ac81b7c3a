package alcove.ops.doctor;

import alcove.door.OpenFiles;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.OptionalLong;

/** The probe of the machine and the network around a room. Its methods may block. */
interface SystemProbe {
  /** The addresses of a name; none if the DNS does not know it. */
  List<InetAddress> resolve(String name);

  /** How many files this process may have open, if that can be told. */
  OptionalLong openFiles();

  /** Whether more wants to run than there are processors, so that whatever is late may be so. */
  boolean isBusy();

  /** The real ones. */
  final class Real implements SystemProbe {
    private static final double BUSY = 1.5;

    @Override
    public List<InetAddress> resolve(String name) {
      try {
        return List.of(InetAddress.getAllByName(name));
      } catch (UnknownHostException unknown) {
        return List.of();
      }
    }

    @Override
    public OptionalLong openFiles() {
      return OpenFiles.most();
    }

    @Override
    public boolean isBusy() {
      var system = ManagementFactory.getOperatingSystemMXBean();
      return system.getSystemLoadAverage() > BUSY * system.getAvailableProcessors();
    }
  }
}
