package alcove.ops.command;

import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.Nearest;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alcove setting}: what admins choose while the room runs. */
@Command(
    name = "setting",
    description =
        "Show and change what the room keeps: its privacy mode, name, description, language,"
            + " the form of aliases, how many a member has, and what its front page says.")
public final class SettingCommand extends RoomCommand {
  @Command(name = "get", description = "Print a setting, or all of them.")
  void get(
      @Parameters(paramLabel = "NAME", arity = "0..1") Optional<RoomSetting> setting,
      @Option(names = "--json", description = "Print one JSON array.") boolean json) {
    if (setting.isPresent() && !json) {
      say(room().settings().get(setting.get()));
      return;
    }
    Listing<RoomSetting> listing =
        Listing.<RoomSetting>create()
            .exact("name", RoomSetting::word)
            .text("value", room().settings()::get);
    list(listing, setting.map(List::of).orElse(List.of(RoomSetting.values())), json);
  }

  @Command(name = "set", description = "Change a setting, now and for good.")
  void set(
      @Parameters(index = "0", paramLabel = "NAME") RoomSetting setting,
      @Parameters(index = "1", paramLabel = "VALUE") String value,
      @Option(names = Caution.DRY_RUN, description = "Say what it would do, and do nothing.")
          boolean isTrial)
      throws RefusedException, CommandException {
    Optional<RefusedException> problem = setting.problem(value);
    if (problem.isPresent()) {
      throw new CommandException(
          problem.get().text() + Nearest.hint(value, setting.choices()), problem.get());
    }
    String kept = room().change(operator(), setting, value).get(setting);
    if (isTrial) {
      say(
          "would set %s to %s; it is %s now%s"
              .formatted(
                  setting.word(), kept, room().settings().get(setting), loss(setting, value)));
      return;
    }
    say(setting.word() + ": " + kept);
  }

  /** What goes for good by that. */
  private String loss(RoomSetting setting, String value) {
    if (room().settings().get(setting).equals(value)) {
      return "";
    }
    return switch (setting) {
      case LAST_SEEN -> value.equals("no") ? ", and the days that are kept would be deleted" : "";
      case AUDIT_LOG_DAYS ->
          value.matches("[0-9]+")
              ? ", and entries and closed reports of more than %s days would be deleted"
                  .formatted(value)
              : "";
      default -> "";
    };
  }
}
