package alcove.ops.command;

import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.ExitCode;
import alcove.room.model.StorageException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alcove cluster}: the nodes of the room, as the one that is asked sees them. */
@Command(
    name = "cluster",
    description = {
      "Show the nodes of a room that runs on several: since when each runs, its peers and tunnels,"
          + " the generation of the registry by which it judges, and what lags.",
      "Ends with 0 if this node runs, also if another lags, and with 3 if it does not run."
    })
public final class ClusterCommand extends RoomCommand implements Callable<Integer> {
  /** What nodes have to follow a change before it is said that they lag. */
  private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

  private static final Duration PAUSE = Duration.ofMillis(200);

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws CommandException {
    Optional<Supplier<List<NodeState>>> nodes = access().nodes();
    OptionalLong generation = generation();
    List<NodeState> states = nodes.isEmpty() ? List.of() : follow(nodes.get(), generation);
    if (json) {
      JsonLine.print(toJson(states, generation), out());
    } else if (states.isEmpty()) {
      say("this room runs on one node, or this one has no --cluster-listen by which to see others");
    } else {
      list(listing(generation), states, false);
      say(
          generation.isPresent()
              ? "the registry is at generation " + generation.getAsLong()
              : "the database does not answer, so nobody knows whether a node lags");
    }
    return 0;
  }

  /** Nothing if the registry does not say: nodes can be asked without it. */
  private OptionalLong generation() {
    try {
      return OptionalLong.of(room().generations().kept());
    } catch (StorageException gone) {
      return OptionalLong.empty();
    }
  }

  /** Asks until all have come as far as the registry, or long enough. */
  private static List<NodeState> follow(Supplier<List<NodeState>> nodes, OptionalLong generation)
      throws CommandException {
    long end = System.nanoTime() + PATIENCE;
    while (true) {
      List<NodeState> states = nodes.get();
      if (states.stream().allMatch(each -> each.hasReached(generation))
          || System.nanoTime() - end > 0) {
        return states;
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandException("interrupted", e);
      }
    }
  }

  private static Listing<NodeState> listing(OptionalLong generation) {
    return Listing.<NodeState>create()
        .text("node", each -> each.name() + (each.isAsked() ? " (this one)" : ""))
        .text("release", NodeState::release)
        .text("since", NodeState::since)
        .optional("peers", each -> each.figures().map(NodeState.Figures::peers))
        .optional("tunnels", each -> each.figures().map(NodeState.Figures::tunnels))
        .optional("generation", each -> each.figures().map(NodeState.Figures::generation))
        .text("lags", each -> each.lag(generation));
  }

  private static ObjectNode toJson(List<NodeState> states, OptionalLong generation) {
    ObjectNode all =
        JsonNodeFactory.instance
            .objectNode()
            .put("cluster", !states.isEmpty())
            .put("generation", generation.isPresent() ? generation.getAsLong() : null);
    var nodes = all.putArray("nodes");
    for (NodeState each : states) {
      ObjectNode node =
          nodes
              .addObject()
              .put("name", each.name())
              .put("self", each.isAsked())
              .put("release", each.release())
              .put("since", each.since().toString())
              .put("answers", each.figures().isPresent());
      each.figures()
          .ifPresent(
              figures ->
                  node.put("peers", figures.peers())
                      .put("tunnels", figures.tunnels())
                      .put("generation", figures.generation()));
      node.put("lags", !each.hasReached(generation));
    }
    return all;
  }

  @Override
  public OptionalInt withoutServer(Path data, PrintStream output) {
    if (json) {
      JsonLine.print(JsonNodeFactory.instance.objectNode().put("running", false), output);
    } else {
      output.println(
          "The room in %s is not running; only one that runs sees other nodes.".formatted(data));
    }
    return OptionalInt.of(ExitCode.NOT_RUNNING.number());
  }
}
