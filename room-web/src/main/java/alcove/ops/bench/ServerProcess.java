package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The server's process on this machine, or those of several together, as Linux describes them under
 * {@code /proc} (proc(5)). Thread-safe.
 */
final class ServerProcess {
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  private final List<Long> pids;

  ServerProcess(long pid) throws CommandException {
    this(List.of(pid));
  }

  ServerProcess(List<Long> pids) throws CommandException {
    this.pids = List.copyOf(pids);
    cpuSeconds();
  }

  List<Long> pids() {
    return pids;
  }

  /** CPU time of all their threads since they began, in steps of a hundredth of a second. */
  double cpuSeconds() throws CommandException {
    double seconds = 0;
    for (long pid : pids) {
      seconds += cpuSeconds(pid);
    }
    return seconds;
  }

  private static double cpuSeconds(long pid) throws CommandException {
    String stat = read(pid, "stat");
    // The program's name stands in parentheses and may hold anything.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
        / TICKS_PER_SECOND;
  }

  /** Bytes of their memory that are in RAM. */
  long resident() throws CommandException {
    long bytes = 0;
    for (long pid : pids) {
      bytes += resident(pid);
    }
    return bytes;
  }

  private static long resident(long pid) throws CommandException {
    return number(pid, "VmRSS:") << 10;
  }

  private static long number(long pid, String label) throws CommandException {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith(label))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }

  /** Files and sockets that they have open. */
  long descriptors() throws CommandException {
    long count = 0;
    for (long pid : pids) {
      try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
        count += open.count();
      } catch (IOException hidden) {
        throw new CommandException("no process of ours is " + pid + " on this machine", hidden);
      }
    }
    return count;
  }

  /** Threads that they have, as the system counts them. */
  long threads() throws CommandException {
    long count = 0;
    for (long pid : pids) {
      count += number(pid, "Threads:");
    }
    return count;
  }

  private static String read(long pid, String file) throws CommandException {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException gone) {
      throw new CommandException("no process " + pid + " on this machine", gone);
    }
  }
}
