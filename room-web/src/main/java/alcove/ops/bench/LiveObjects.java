package alcove.ops.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The objects in the heap of a Java process on this machine, garbage left out, as the {@code jcmd}
 * of its JDK tells. Looking stops that process for a moment, and has it collect all its garbage.
 *
 * @param bytes of all objects
 * @param timers tasks that wait for their time, of event loops and of other executors
 */
record LiveObjects(long bytes, long timers) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> TIMERS =
      Set.of(
          "io.netty.util.concurrent.ScheduledFutureTask",
          "java.util.concurrent.ScheduledThreadPoolExecutor$ScheduledFutureTask");

  /** {@code number: instances bytes class}, and behind the class where it comes from. */
  private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

  /** Empty if one of the processes is not Java's, or its Java has no such tool. Blocks. */
  static Optional<LiveObjects> of(List<Long> pids) {
    List<LiveObjects> all = new ArrayList<>();
    for (long pid : pids) {
      try {
        of(pid).ifPresent(all::add);
      } catch (IOException refused) {
        return Optional.empty();
      }
    }
    return all.size() == pids.size() ? all.stream().reduce(LiveObjects::plus) : Optional.empty();
  }

  private LiveObjects plus(LiveObjects other) {
    return new LiveObjects(bytes + other.bytes, timers + other.timers);
  }

  private static Optional<LiveObjects> of(long pid) throws IOException {
    Optional<Path> tool =
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().command())
            .map(java -> Path.of(java).resolveSibling("jcmd"))
            .filter(Files::isExecutable);
    if (tool.isEmpty()) {
      return Optional.empty();
    }
    // Into a file: the process stands still until all is written, and nobody need read meanwhile.
    Path histogram = Files.createTempFile("alcove", ".histogram");
    try {
      Process process =
          new ProcessBuilder(tool.get().toString(), Long.toString(pid), "GC.class_histogram")
              .redirectOutput(histogram.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      awaitEnd(process);
      LiveObjects read = parse(Files.readString(histogram, StandardCharsets.ISO_8859_1));
      return read.bytes == 0 ? Optional.empty() : Optional.of(read);
    } finally {
      Files.delete(histogram);
    }
  }

  private static void awaitEnd(Process process) throws IOException {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("jcmd takes too long");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Reads a histogram of classes. */
  static LiveObjects parse(String histogram) {
    long bytes = 0;
    long timers = 0;
    for (Matcher row : histogram.lines().map(LINE::matcher).filter(Matcher::matches).toList()) {
      bytes += Long.parseLong(row.group(2));
      timers += TIMERS.contains(row.group(3)) ? Long.parseLong(row.group(1)) : 0;
    }
    return new LiveObjects(bytes, timers);
  }
}
