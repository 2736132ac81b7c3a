package alcove.ops.backup;

import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import alcove.ops.terminal.Printable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Another program, started without a shell and without the room's own variables, of which some hold
 * passwords.
 *
 * @param words its name and its arguments
 * @param input what it reads, if anything
 * @param output the file that it writes to, which has to be there; nothing: what it says is not
 *     wanted
 */
record OutsideProgram(List<String> words, Optional<Path> input, Optional<Path> output) {
  private static final String VARIABLES = "ALCOVE_";
  private static final int LONGEST_COMPLAINT = 300;
  private static final long PAUSE_MILLIS = 100;

  OutsideProgram {
    words = List.copyOf(words);
  }

  private String name() {
    return words.getFirst();
  }

  /**
   * Runs it to its end. Blocks.
   *
   * @param isStopping whether it shall be ended before
   * @throws CommandException if it cannot be started, fails, or takes too long
   */
  void run(Duration most, BooleanSupplier isStopping) throws CommandException {
    Process process = start();
    try {
      CompletableFuture<String> complaint =
          CompletableFuture.supplyAsync(
              () -> firstOf(process.getErrorStream()), Thread::startVirtualThread);
      long end = System.nanoTime() + most.toNanos();
      while (!process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        if (isStopping.getAsBoolean()) {
          throw new CommandException("the room was stopped before %s ended".formatted(name()));
        }
        if (System.nanoTime() - end > 0) {
          throw new CommandException(
              "%s took longer than %s minutes, and was ended".formatted(name(), most.toMinutes()));
        }
      }
      if (process.exitValue() != 0) {
        // what it started may hold the other end open
        String said = complaint.completeOnTimeout("", 1, TimeUnit.SECONDS).join();
        throw new CommandException(
            "%s ended with %s%s"
                .formatted(name(), process.exitValue(), said.isEmpty() ? "" : ": " + said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted while %s ran".formatted(name()), e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Whether there is a program of a name, or at a path, that may be run. */
  static boolean isThere(String name) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder).resolve(name))
        .anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
  }

  private Process start() throws CommandException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(name -> name.startsWith(VARIABLES));
    builder.redirectOutput(
        output
            .map(file -> ProcessBuilder.Redirect.to(file.toFile()))
            .orElse(ProcessBuilder.Redirect.DISCARD));
    input.ifPresent(file -> builder.redirectInput(file.toFile()));
    try {
      Process process = builder.start();
      if (input.isEmpty()) {
        process.getOutputStream().close();
      }
      return process;
    } catch (IOException e) {
      throw new CommandException(
          "%s cannot be started: %s".formatted(name(), FailureText.of(e)), e);
    }
  }

  /** All is read, so that it never waits for us, and little is kept. */
  private static String firstOf(InputStream errors) {
    try (errors) {
      byte[] first = errors.readNBytes(LONGEST_COMPLAINT);
      errors.transferTo(OutputStream.nullOutputStream());
      return Printable.line(new String(first, StandardCharsets.UTF_8)).strip();
    } catch (IOException ended) {
      return "";
    }
  }
}
