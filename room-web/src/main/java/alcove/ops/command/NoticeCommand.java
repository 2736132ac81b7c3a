package alcove.ops.command;

import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.Printable;
import alcove.room.model.Notice;
import alcove.room.model.NoticeKind;
import alcove.room.model.RefusedException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alcove notice}: what the room says to its visitors. */
@Command(name = "notice", description = "Show and write the room's texts for its visitors.")
public final class NoticeCommand extends RoomCommand {
  private static final String LANGUAGE = "Such as en or de-CH. Default: the room's language.";
  private static final Listing<Notice> LISTING =
      Listing.<Notice>create()
          .exact("kind", notice -> notice.kind().word())
          .exact("language", Notice::language)
          .text("changed", Notice::changed)
          .text("title", Notice::title)
          .onlyJson("content", notice -> JsonNodeFactory.instance.textNode(notice.content()));

  @Command(name = "list", description = "List the notices, by kind and language.")
  void list(@Option(names = "--json", description = "Print one JSON array.") boolean json) {
    list(LISTING, room().notices().list(), json);
  }

  @Command(name = "show", description = "Print the text of a notice.")
  void show(
      @Parameters(paramLabel = "KIND") NoticeKind kind,
      @Option(names = "--language", paramLabel = "TAG", description = LANGUAGE)
          Optional<String> language,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws CommandException {
    String wanted = inLanguage(language);
    Notice notice =
        find(kind, wanted)
            .orElseThrow(
                () ->
                    new CommandException(
                        "there is no notice %s in %s".formatted(kind.word(), wanted)));
    if (json) {
      LISTING.printJson(notice, out());
      return;
    }
    String text = Printable.text(notice.content());
    out().print(text.endsWith("\n") ? text : text + "\n");
  }

  @Command(name = "set", description = "Write a notice, in Markdown.")
  void set(
      @Parameters(
              index = "0",
              paramLabel = "KIND",
              description = "description, news, code-of-conduct or privacy-policy.")
          NoticeKind kind,
      @Parameters(
              index = "1",
              paramLabel = "FILE",
              arity = "0..1",
              defaultValue = "-",
              description = "Where its text is. Default: the standard input.")
          TextFile file,
      @Option(names = "--language", paramLabel = "TAG", description = LANGUAGE)
          Optional<String> language,
      @Option(
              names = "--title",
              paramLabel = "TEXT",
              description = "Its headline. Default: the one it has.")
          Optional<String> title)
      throws RefusedException {
    String wanted = inLanguage(language);
    String headline = title.or(() -> find(kind, wanted).map(Notice::title)).orElse("");
    room().notices().save(operator(), kind, wanted, headline, input());
    say("%s (%s): saved".formatted(kind.word(), wanted));
  }

  @Command(name = "delete", description = "Delete a notice.")
  void delete(
      @Parameters(paramLabel = "KIND") NoticeKind kind,
      @Option(names = "--language", paramLabel = "TAG", description = LANGUAGE)
          Optional<String> language,
      @Mixin Caution caution)
      throws RefusedException {
    String wanted = inLanguage(language);
    room().notices().delete(operator(), kind, wanted);
    say(
        (caution.isTrial() ? "would delete %s (%s)" : "%s (%s): deleted")
            .formatted(kind.word(), wanted));
  }

  private String inLanguage(Optional<String> language) {
    return language.orElseGet(() -> room().settings().language());
  }

  private Optional<Notice> find(NoticeKind kind, String language) {
    return room().notices().list().stream()
        .filter(notice -> notice.kind() == kind && notice.language().equals(language))
        .findFirst();
  }
}
