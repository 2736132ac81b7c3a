package alcove.ops.command;

import alcove.health.Finding;
import alcove.health.Verdict;
import alcove.ops.doctor.DoctorTexts;
import alcove.ops.terminal.CommandException;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alcove doctor}: whether the room is well set up. */
@Command(
    name = "doctor",
    description = {
      "Look whether the room is well set up, from within and through its public URL.",
      "Ends with 0 if nothing fails, and with 1 otherwise; warnings do not count."
    })
public final class DoctorCommand extends RoomCommand implements Callable<Integer> {
  private static final int SECONDS = 30;

  private static final Listing<Finding> LISTING =
      Listing.<Finding>create()
          .text("check", finding -> finding.check().word())
          .text("verdict", finding -> finding.verdict().word())
          .text("found", DoctorTexts::found)
          .optional("todo", DoctorTexts::todo)
          .onlyJson("diagnosis", finding -> TextNode.valueOf(finding.diagnosis().word()));

  @Option(names = "--json", description = "Print one JSON array.")
  private boolean json;

  @Override
  public Integer call() throws CommandException {
    var findings = examine();
    if (json) {
      list(LISTING, findings, true);
    } else {
      findings.forEach(this::tell);
    }
    return findings.stream().anyMatch(each -> each.verdict() == Verdict.FAILURE) ? 1 : 0;
  }

  private void tell(Finding finding) {
    tell(
        "%-8s %-12s %s"
            .formatted(
                finding.verdict().word(), finding.check().word(), DoctorTexts.found(finding)));
    DoctorTexts.todo(finding).ifPresent(todo -> say(" ".repeat(22) + todo));
  }

  private List<Finding> examine() throws CommandException {
    try {
      return access()
          .doctor()
          .examine(done -> {})
          .toCompletionStage()
          .toCompletableFuture()
          .get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new CommandException("the checks did not come to an end", e);
    }
  }
}
