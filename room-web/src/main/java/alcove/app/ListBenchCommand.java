package alcove.app;

import alcove.ops.terminal.CommandException;
import alcove.room.model.Member;
import alcove.room.model.RefusedException;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.policy.Role;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code alcove bench-lists}: how long the lists of the dashboard take in a room of many people,
 * from the request to the last byte of HTML. A room that is new is filled first; any other is
 * measured as it is, to which sessions and the audit of exports are added.
 */
@Command(
    name = "bench-lists",
    hidden = true,
    sortOptions = false,
    description = "Measure the lists of a room of many people, made for it in --data.")
final class ListBenchCommand implements Callable<Integer> {
  /** The settings that it has for flags. */
  static final List<Setting<?>> SETTINGS = List.of(Setting.DATA, Setting.JDBC_URL);

  private final SettingOptions options;

  @Option(names = "--members", paramLabel = "N", defaultValue = "20000", description = "how many")
  private int members;

  @Option(names = "--invites", paramLabel = "N", defaultValue = "5000", description = "how many")
  private int invites;

  @Option(names = "--entries", paramLabel = "N", defaultValue = "100000", description = "how many")
  private int entries;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "how often each page is asked for after the first time, of which the median is")
  private int rounds;

  @Option(names = "--only", paramLabel = "TEXT", description = "only pages with this in their path")
  private String only = "";

  @Option(names = "--gzip", description = "take answers that are made smaller, as browsers do")
  private boolean gzip;

  ListBenchCommand(SettingOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws CommandException {
    LogConfigurator.setLevel(Level.WARN);
    var given = options.read();
    Map<Setting<?>, String> texts = new HashMap<>(given.texts());
    texts.put(Setting.LISTEN, "localhost");
    texts.put(Setting.SSB_PORT, "0");
    texts.put(Setting.HTTP_PORT, "0");
    var config = new RoomConfig(given.data(), texts);
    Visitor visitor = prepare(config);
    PrintStream out = options.terminal().out();
    try (var room = RunningRoom.start(config);
        var meter =
            new PageMeter(room.address().site().toString(), visitor.session(), gzip, config)) {
      out.printf(
          Locale.ROOT,
          "%-76s %9s %9s %9s %9s %9s%n",
          "page",
          "bytes",
          "cpu ms",
          "wall ms",
          "1st cpu",
          "1st wall");
      var pages =
          ListPages.of(visitor.moderator(), visitor.member()).stream()
              .filter(page -> page.contains(only))
              .toList();
      meter.measure(pages, rounds, (page, measured) -> out.println(measured.line(page)));
    }
    return 0;
  }

  /** The admin whose browser asks, and people who are looked for. */
  private record Visitor(String session, Member moderator, Member member) {}

  private Visitor prepare(RoomConfig config) throws CommandException {
    try (var directory = DataDirectory.open(config.data())) {
      var identity =
          Identity.loadOrCreate(config.get(Setting.CRYPTO), directory.secret(), config.database());
      try (var open = OpenRoom.open(config, identity)) {
        if (open.room().members().count() == 0) {
          new CrowdedRoom(open.database(), new CrowdedRoom.Size(members, invites, entries)).fill();
        }
      }
      try (var open = OpenRoom.open(config, identity)) {
        var all = open.room().members().list();
        var admin = first(all, Role.ADMIN);
        var session =
            open.room().sessions().open(admin.id(), SignInWay.PASSWORD, Session.Device.UNKNOWN, "");
        return new Visitor(
            session.token().text(), first(all, Role.MODERATOR), first(all, Role.MEMBER));
      }
    } catch (RefusedException impossible) {
      throw new CommandException(impossible.getMessage(), impossible);
    }
  }

  private static Member first(List<Member> all, Role role) throws CommandException {
    return all.stream()
        .filter(each -> each.role() == role && !each.name().isEmpty())
        .findFirst()
        .orElseThrow(() -> new CommandException("the room has nobody who is " + role.word()));
  }
}
