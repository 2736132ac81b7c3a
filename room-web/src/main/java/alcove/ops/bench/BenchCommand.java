package alcove.ops.bench;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.AppKey;
import alcove.identity.MalformedException;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.ExitCode;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alcove bench}: loads a room, this one or any other, and prints what it can carry. */
@Command(
    name = "bench",
    sortOptions = false,
    description = {
      "Measure what a room can carry. Load only a room that is yours.",
      "Ends with 1 if it cannot be measured, or if something unexpected happens in a soak."
    })
public final class BenchCommand implements Callable<Integer> {
  private record Plan(
      RoomAddress room,
      @Nullable RoomAddress second,
      AppKey appKey,
      @Nullable StartedServer server,
      List<Measurement> measurements) {}

  private static final int MOST_ROUNDS = 1000;

  private final PrintStream out;

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "ADDRESS",
      description = "the room: net:HOST:PORT~shs:KEY or ws://HOST:PORT~shs:KEY")
  private String address = "";

  @Parameters(
      index = "1..*",
      paramLabel = "MEASUREMENT",
      description = "any of ${COMPLETION-CANDIDATES} (default: all but soak)")
  private List<LoadOptions.Kind> kinds = List.of();

  @Mixin private LoadOptions load = new LoadOptions();

  @Option(
      names = "--pid",
      paramLabel = "PID",
      description = "the server's process on this machine: measure its CPU time and memory, too")
  private @Nullable Long pid;

  @Option(
      names = "--start",
      paramLabel = "COMMAND",
      description =
          "start the server with this, measure what its process uses, and stop it at the end;"
              + " the room has to be at ADDRESS then")
  private @Nullable String start;

  @Option(
      names = "--second",
      paramLabel = "ADDRESS",
      description =
          "another node of the same room: bulk and messages go by turns between peers at the first"
              + " one, and from the first to this one; the figures are medians")
  private @Nullable String second;

  @Option(
      names = "--second-pid",
      paramLabel = "PID",
      description = "that node's process on this machine: its CPU time counts as well")
  private @Nullable Long secondPid;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      paramLabel = "N",
      description = "with --second: how many turns (default: 5)")
  private int rounds;

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  private boolean json;

  @Option(
      names = "--app-key",
      paramLabel = "BASE64",
      description = "the network that the room is on (default: the main network)")
  private @Nullable String appKey;

  @Option(
      names = "--crypto",
      defaultValue = "auto",
      paramLabel = "auto|native|java",
      description = "which cryptography the peers use (default: auto)")
  private CryptoChoice crypto = CryptoChoice.AUTO;

  /** The command, printing figures to {@code out}. */
  public BenchCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws CommandException, CryptoUnavailableException {
    return carryOut(plan()) ? ExitCode.DONE.number() : ExitCode.FAILED.number();
  }

  /** What the command line asks for; it can be refused before anything happens. */
  private Plan plan() {
    try {
      RoomAddress room = RoomAddress.parse(address);
      if (second != null) {
        return new Plan(
            room, secondOf(room, second), readAppKey(), null, load.measurementsOfNodes(kinds));
      }
      StartedServer server = start == null ? null : new StartedServer(start, room);
      return new Plan(room, null, readAppKey(), server, load.measurements(kinds, server));
    } catch (CommandException mistake) {
      throw new ParameterException(command.commandLine(), mistake.getMessage(), mistake);
    }
  }

  private RoomAddress secondOf(RoomAddress room, String text) throws CommandException {
    RoomAddress other = RoomAddress.parse(text);
    if (!other.key().equals(room.key())) {
      throw new CommandException("--second " + text + " (expected the key of the same room)");
    }
    if (start != null) {
      throw new CommandException(
          "--second goes with --pid, not with --start: start both nodes first");
    }
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new CommandException("--rounds %s (1 to %s)".formatted(rounds, MOST_ROUNDS));
    }
    return other;
  }

  /** Says whether all was as it should be. */
  private boolean carryOut(Plan plan) throws CommandException, CryptoUnavailableException {
    Crypto loaded = crypto.load();
    try (StartedServer server = plan.server) {
      if (server != null) {
        server.start();
      }
      return carryOut(plan, loaded);
    }
  }

  private boolean carryOut(Plan plan, Crypto loaded) throws CommandException {
    Function<RoomAddress, Swarm> swarms = at -> new Swarm(at, loaded, plan.appKey, load.patience());
    RoomAddress room = tried(plan.room, plan, swarms);
    RoomAddress other = plan.second == null ? null : tried(plan.second, plan, swarms);
    LoadReport report = json ? new LoadReport.OneObject(out, plan.room) : new LoadReport.Table(out);
    try (Proceedings proceedings = Proceedings.open(report)) {
      boolean isGood = true;
      for (Measurement measurement : plan.measurements) {
        if (other == null) {
          Result result = measure(measurement, swarms.apply(room), plan.server, proceedings);
          proceedings.add(result);
          isGood &= result.surprises().isEmpty();
        } else {
          new NodeComparison(rounds)
              .measure(
                  isAcross ->
                      measure(
                          measurement,
                          new Swarm(
                              room, isAcross ? other : room, loaded, plan.appKey, load.patience()),
                          null,
                          proceedings))
              .forEach(proceedings::add);
        }
      }
      return isGood;
    }
  }

  /** The address of the room where it sets the fewest limits, by which the load can be had. */
  private static RoomAddress tried(RoomAddress room, Plan plan, Function<RoomAddress, Swarm> swarms)
      throws CommandException {
    RoomAddress nearest = Trial.nearest(room, swarms);
    try (Swarm swarm = swarms.apply(nearest)) {
      Trial.pass(swarm, plan.measurements);
    }
    return nearest;
  }

  private Result measure(
      Measurement measurement, Swarm peers, @Nullable StartedServer server, Proceedings proceedings)
      throws CommandException {
    try (Swarm swarm = peers) {
      proceedings.begin(swarm);
      return measurement.measure(swarm, process(server));
    }
  }

  private @Nullable ServerProcess process(@Nullable StartedServer server) throws CommandException {
    if (server != null) {
      return server.process();
    }
    List<Long> pids = Stream.of(pid, secondPid).filter(Objects::nonNull).toList();
    return pids.isEmpty() ? null : new ServerProcess(pids);
  }

  private AppKey readAppKey() throws CommandException {
    try {
      return appKey == null ? AppKey.MAIN : AppKey.parse(appKey);
    } catch (MalformedException malformed) {
      throw new CommandException("--app-key: " + malformed.getMessage(), malformed);
    }
  }
}
