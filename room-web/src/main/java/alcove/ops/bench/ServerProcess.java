package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The server's process on this machine, as Linux describes it under {@code /proc} (proc(5)).
 * Thread-safe.
 */
final class ServerProcess {
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  private final long pid;
  private final Path directory;

  ServerProcess(long pid) throws CommandException {
    this.pid = pid;
    this.directory = Path.of("/proc", Long.toString(pid));
    cpuSeconds();
  }

  /** CPU time of all its threads since it began, in steps of a hundredth of a second. */
  double cpuSeconds() throws CommandException {
    String stat = read("stat");
    // The program's name stands in parentheses and may hold anything.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
        / TICKS_PER_SECOND;
  }

  /** Bytes of its memory that are in RAM. */
  long resident() throws CommandException {
    return read("status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
        .findFirst()
        .orElse(0);
  }

  private String read(String file) throws CommandException {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException gone) {
      throw new CommandException("no process " + pid + " on this machine", gone);
    }
  }
}
