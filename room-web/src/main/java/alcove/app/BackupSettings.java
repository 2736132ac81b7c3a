package alcove.app;

import alcove.identity.FeedId;
import alcove.ops.backup.BackupPlan;
import alcove.ops.backup.BackupTimes;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The settings of the backups that the room makes by itself, and the plan that follows. */
final class BackupSettings {
  private static final Pattern RECIPIENT = Pattern.compile("age1[0-9a-z]{20,4000}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

  static final Setting<Optional<Path>> FOLDER =
      Setting.optional(
          "backup-folder",
          ValueParser.path(),
          "Where the room makes a backup each day; it has to be there (none are made).");
  static final Setting<Optional<LocalTime>> TIME_OF_DAY =
      Setting.optional(
          "backup-time",
          new ValueParser<>("HH:MM", "a time such as 03:30", BackupSettings::time),
          "When, by this machine's clock (some time between 2 and 5).");
  static final Setting<Optional<String>> RECIPIENT_KEY =
      Setting.optional(
          "backup-recipient",
          new ValueParser<>(
              "KEY",
              "a recipient of age, which begins with age1; what begins with AGE-SECRET-KEY- is the"
                  + " secret key to it, and stays where no server is",
              text -> Optional.of(text).filter(key -> RECIPIENT.matcher(key).matches())),
          "To whom these are encrypted, by the program age.");
  static final Setting<Optional<Path>> COMMAND =
      Setting.optional(
          "backup-command",
          new ValueParser<>(
              "PROGRAM",
              "the whole path of a program",
              text -> ValueParser.pathAsWritten(text).filter(Path::isAbsolute)),
          "What is called with the file's name after each of these.");

  static final List<Setting<?>> ALL = List.of(FOLDER, TIME_OF_DAY, RECIPIENT_KEY, COMMAND);

  private BackupSettings() {}

  /** What does not fit together. */
  static List<String> problems(RoomConfig config) {
    List<String> problems = new ArrayList<>();
    var folder = config.get(FOLDER);
    if (folder.isEmpty()) {
      Stream.of(TIME_OF_DAY, RECIPIENT_KEY, COMMAND)
          .filter(each -> config.get(each).isPresent())
          .map(each -> "%s needs %s".formatted(each.flag(), FOLDER.flag()))
          .forEach(problems::add);
    }
    folder
        .filter(each -> isWithin(each, config.data()))
        .map(
            each ->
                "%s: %s is in the data directory, and would be lost with it"
                    .formatted(FOLDER.flag(), each))
        .ifPresent(problems::add);
    return problems;
  }

  private static boolean isWithin(Path folder, Path data) {
    return folder.toAbsolutePath().normalize().startsWith(data.toAbsolutePath().normalize());
  }

  private static Optional<LocalTime> time(String text) {
    try {
      return Optional.of(LocalTime.parse(text, TIME));
    } catch (DateTimeParseException another) {
      return Optional.empty();
    }
  }

  /** What the operator chose for a room, if the room makes any. */
  static Optional<BackupPlan> plan(RoomConfig config, FeedId room) {
    return config
        .get(FOLDER)
        .map(
            folder ->
                new BackupPlan(
                    folder,
                    BackupTimes.of(config.get(TIME_OF_DAY), room, ZoneId.systemDefault()),
                    config.get(RECIPIENT_KEY),
                    config.get(COMMAND).map(Path::toString)));
  }
}
