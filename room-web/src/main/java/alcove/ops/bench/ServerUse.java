package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The use of the server's process while something is measured: its CPU time, and its resident
 * memory at the beginning, at the end and at most.
 */
final class ServerUse implements AutoCloseable {
  private static final Duration SAMPLE = Duration.ofMillis(50);

  private final ServerProcess process;
  private final double cpuBefore;
  private final long residentBefore;
  private final Thread sampler;
  private volatile long peak;

  ServerUse(ServerProcess process) throws CommandException {
    this.process = process;
    this.cpuBefore = process.cpuSeconds();
    this.residentBefore = process.resident();
    this.peak = residentBefore;
    this.sampler = Thread.ofVirtual().name("memory-sampler").start(this::sample);
  }

  /** Begins to watch; null if there is no process to watch. */
  static @Nullable ServerUse begin(@Nullable ServerProcess process) throws CommandException {
    return process == null ? null : new ServerUse(process);
  }

  private void sample() {
    try {
      while (true) {
        Thread.sleep(SAMPLE);
        peak = Math.max(peak, process.resident());
      }
    } catch (InterruptedException | CommandException over) {
      // Nobody watches any more, or there is nothing left to watch.
    }
  }

  /** CPU seconds since the beginning. */
  double cpuSeconds() throws CommandException {
    return process.cpuSeconds() - cpuBefore;
  }

  /** Adds what the memory did. */
  void addMemory(Result result) throws CommandException {
    long now = process.resident();
    result.add("server memory before", mebibytes(residentBefore), "MiB");
    result.add("server memory peak", mebibytes(Math.max(peak, now)), "MiB");
    result.add("server memory after", mebibytes(now), "MiB");
  }

  long residentBefore() {
    return residentBefore;
  }

  long resident() throws CommandException {
    return process.resident();
  }

  private static double mebibytes(long bytes) {
    return bytes / 1048576.0;
  }

  @Override
  public void close() {
    sampler.interrupt();
  }
}
