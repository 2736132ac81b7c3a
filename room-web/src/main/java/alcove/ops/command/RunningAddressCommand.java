package alcove.ops.command;

import alcove.address.PublicAddress;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The question that {@code alcove address} asks a server that runs: where its room is found. */
@Command(name = "address", description = "Print the room's addresses.")
public final class RunningAddressCommand extends RoomCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print one JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    print(access().address(), json, out());
    return 0;
  }

  /** Prints them, one a line or as one JSON array. */
  public static void print(PublicAddress address, boolean json, PrintStream out) {
    if (json) {
      var array = JsonNodeFactory.instance.arrayNode();
      address.lines().forEach(array::add);
      JsonLine.print(array, out);
    } else {
      address.lines().forEach(out::println);
    }
  }
}
