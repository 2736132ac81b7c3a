package alcove.app;

import java.util.List;

/** The part of the manual that follows from no command and no setting. */
final class ManualTexts {
  /** A word, and what it means. */
  record Entry(String word, String meaning) {}

  static final List<String> PROGRAM =
      List.of(
          "Alcove is a room of Scuttlebutt (SSB): a place where peers meet and connect to each"
              + " other through it, with members, invites, aliases and a dashboard. alcove serve"
              + " runs it, and the other commands tend it.",
          "A command on a room is carried out by the server that runs it, at once, and by itself"
              + " where none does. Whoever may read the room's data directory may do everything.",
          "What lists or shows something takes --json: one line for programs, whose fields keep"
              + " their names. What takes something away takes --dry-run, and asks at a terminal"
              + " unless --yes is given.");

  static final List<Entry> ENVIRONMENT =
      List.of(
          new Entry(
              "ALCOVE_...",
              "Each setting: --data is ALCOVE_DATA. The command line counts before them, and they"
                  + " before the file of settings."),
          new Entry("ALCOVE_JAVA_OPTS", "Further options of the Java that runs the program."),
          new Entry("JAVA_HOME", "Where that Java is looked for first."),
          new Entry(
              "NO_COLOR",
              "Where it is set, there are no colours and no bold letters. There are none either"
                  + " where TERM is dumb, and where the output is led elsewhere."),
          new Entry("CLICOLOR_FORCE", "Where it is set and not 0, there are colours in any case."),
          new Entry(
              "COLUMNS",
              "How wide the terminal is, for tables. Where it is not set, the terminal is asked."));

  static final List<Entry> FILES =
      List.of(
          new Entry("~/.alcove", "The data directory, where no other is chosen."),
          new Entry("/var/lib/alcove", "That of the service, with the Debian package."),
          new Entry("/etc/default/alcove", "The settings of the service, as variables."),
          new Entry(
              "secret", "In the data directory: the room's identity. Losing it loses the room."),
          new Entry("room.mv.db", "The registry: members, invites, aliases, settings."),
          new Entry("alcove.properties", "Settings, if somebody wrote any."),
          new Entry("texts", "Texts of your own, by language."));

  static final List<String> SETTINGS =
      List.of(
          "The file alcove.properties in the data directory has a setting on each line. Each is"
              + " also an option of alcove serve and a variable of the environment, and these count"
              + " before the file. A name that is no setting ends the start with a line that says"
              + " so.",
          "Changes hold from the next start on. What admins change while the room runs (its privacy"
              + " mode, name, language and so on) is in the registry: see alcove-setting(1).");

  static final List<String> SETTINGS_EXAMPLE =
      List.of("domain = room.example", "https = auto", "max-tunnels-per-peer = 64");

  private ManualTexts() {}
}
