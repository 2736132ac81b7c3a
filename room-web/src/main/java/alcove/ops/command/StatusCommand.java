package alcove.ops.command;

import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Finding;
import alcove.health.Verdict;
import alcove.ops.backup.DailyBackups;
import alcove.ops.doctor.DoctorTexts;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.ExitCode;
import alcove.ops.terminal.FailureText;
import alcove.room.model.Invite;
import alcove.room.model.StorageException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alcove status}: how the room is, on one screen. */
@Command(
    name = "status",
    description = {
      "Show how the room is: since when it runs, its addresses, people, certificate and backup,"
          + " and what needs somebody.",
      "Ends with 0 if it runs, also if something needs somebody, and with 3 if it does not run."
    })
public final class StatusCommand extends RoomCommand implements Callable<Integer> {
  private static final int SECONDS = 30;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws CommandException {
    var openInvites = openInvites();
    var report =
        new StatusReport(
            access().room(),
            access().address(),
            access().program(),
            access().data(),
            access().measurements().orElseThrow().now(),
            access().measurements().orElseThrow().certificates(),
            now(),
            access().backups().flatMap(DailyBackups::next),
            openInvites,
            openInvites.isPresent() ? upkeep() : withoutDatabase(upkeep()));
    if (json) {
      JsonLine.print(report.toJson(), out());
    } else {
      report.lines().forEach(this::tell);
    }
    return 0;
  }

  /** Nothing if the registry does not say: all else is shown without it. */
  private OptionalLong openInvites() {
    try {
      return OptionalLong.of(
          room().invites().list().stream()
              .filter(invite -> invite.state(now()) == Invite.State.OPEN)
              .count());
    } catch (StorageException gone) {
      return OptionalLong.empty();
    }
  }

  /** The doctor may have looked a moment before it went away. */
  private List<Finding> withoutDatabase(List<Finding> findings) {
    var kind = access().database().isEmbedded() ? "H2" : "PostgreSQL";
    return findings.stream()
        .map(
            each ->
                each.check() == Check.DATABASE && each.verdict() != Verdict.FAILURE
                    ? Finding.of(Check.DATABASE, Diagnosis.DATABASE_FAILS, kind)
                    : each)
        .toList();
  }

  private List<Finding> upkeep() throws CommandException {
    try {
      return access()
          .doctor()
          .examine(Check.UPKEEP, done -> {})
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

  /** What needs somebody. */
  static List<Finding> warnings(List<Finding> findings) {
    return findings.stream()
        .filter(each -> each.verdict() == Verdict.WARNING || each.verdict() == Verdict.FAILURE)
        .toList();
  }

  @Override
  public OptionalInt withoutServer(Path data, PrintStream out) throws CommandException {
    boolean exists = isThere(data);
    if (json) {
      JsonLine.print(
          JsonNodeFactory.instance
              .objectNode()
              .put("running", false)
              .put("data", data.toString())
              .put("exists", exists),
          out);
    } else {
      out.println(
          exists
              ? "The room in %s is not running; alcove serve starts it.".formatted(data)
              : "There is no room in %s (is its disk mounted?); alcove serve creates one where none has been, --data names another place."
                  .formatted(data));
    }
    return OptionalInt.of(ExitCode.NOT_RUNNING.number());
  }

  /** Whoever may not look does not know whether something runs. */
  private static boolean isThere(Path data) throws CommandException {
    try {
      Files.readAttributes(data.resolve("secret"), BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException none) {
      return false;
    } catch (IOException e) {
      throw new CommandException("cannot look into %s: %s".formatted(data, FailureText.of(e)), e);
    }
  }

  /** One of its warnings, in the words of the doctor. */
  static String told(Finding finding) {
    return "%-8s %-12s %s"
        .formatted(finding.verdict().word(), finding.check().word(), DoctorTexts.found(finding));
  }
}
