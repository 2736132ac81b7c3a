package alcove.ops.command;

import alcove.identity.Word;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.model.RefusedException;
import alcove.room.model.Report;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code alcove report}: whom members reported. */
@Command(name = "report", description = "List what members reported, and close it.")
public final class ReportCommand extends RoomCommand {
  private static final String OUTCOMES =
      Arrays.stream(Report.Outcome.values()).map(Word::word).collect(Collectors.joining(", "));

  private static final Listing<Report> LISTING =
      Listing.<Report>create()
          .number("number", Report::id)
          .text("about", Report::about)
          .text("reason", each -> each.reason().word())
          .text("by", Report::by)
          .text("created", Report::created)
          .optional("takenBy", Report::takenBy)
          .optional("outcome", each -> each.closing().map(closing -> closing.outcome().word()))
          .onlyJson("text", each -> JsonNodeFactory.instance.textNode(each.text()));

  /** An outcome as it is typed. */
  static final class Outcomes implements CommandLine.ITypeConverter<Report.Outcome> {
    @Override
    public Report.Outcome convert(String text) {
      return Word.named(Report.Outcome.class, text)
          .orElseThrow(() -> new TypeConversionException("expected one of " + OUTCOMES));
    }
  }

  @Command(name = "list", description = "List those that wait, oldest first.")
  void list(
      @Option(names = "--closed", description = "Those that are closed, newest first.")
          boolean closed,
      @Option(names = "--json", description = "Print one JSON array, with what they wrote.")
          boolean json)
      throws RefusedException {
    Page<Report> page = room().reports().page(operator(), !closed, new Paging(1, Paging.MOST_ROWS));
    list(LISTING, page.rows(), json);
  }

  @Command(name = "close", description = "Say what came of a report.")
  void close(
      @Parameters(paramLabel = "NUMBER") long number,
      @Parameters(
              paramLabel = "OUTCOME",
              converter = Outcomes.class,
              description = "nothing, talked, removed or blocked.")
          Report.Outcome outcome)
      throws RefusedException {
    room().reports().close(operator(), number, outcome);
    say("report " + number + ": closed");
  }
}
