package alcove.app;

import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code alcove manual FOLDER}: writes the manual's pages, for those who make packages. Their day
 * is that of {@code SOURCE_DATE_EPOCH}, so that the same program gives the same pages.
 */
@Command(
    name = "manual",
    hidden = true,
    description = "Write the pages of the manual into a folder, for man.")
final class ManualCommand implements Callable<Integer> {
  private static final String MOMENT = "SOURCE_DATE_EPOCH";

  private final Terminal terminal;
  private final Supplier<CommandLine> program;

  @Parameters(paramLabel = "DIR", description = "Where to; it is made if it is not there.")
  private Path folder = Path.of("");

  /**
   * The command of a terminal.
   *
   * @param program gives all commands
   */
  ManualCommand(Terminal terminal, Supplier<CommandLine> program) {
    this.terminal = terminal;
    this.program = program;
  }

  @Override
  public Integer call() throws CommandException {
    var pages = new ManualPages(program.get(), day(), VersionCommand.current()).all();
    try {
      Files.createDirectories(folder);
      for (var page : pages.entrySet()) {
        Files.writeString(folder.resolve(page.getKey()), page.getValue());
      }
    } catch (IOException e) {
      throw new CommandException(
          "cannot write the manual into %s: %s".formatted(folder, FailureText.of(e)), e);
    }
    terminal.out().println("%s: %s pages".formatted(folder, pages.size()));
    return 0;
  }

  private String day() throws CommandException {
    try {
      return Optional.ofNullable(terminal.environment().get(MOMENT))
          .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
          .orElseGet(Instant::now)
          .atZone(ZoneOffset.UTC)
          .toLocalDate()
          .toString();
    } catch (NumberFormatException e) {
      throw new CommandException(MOMENT + ": expected seconds since 1970", e);
    }
  }
}
