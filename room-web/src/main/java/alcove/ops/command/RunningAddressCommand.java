package alcove.ops.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The question that {@code alcove address} asks a server that runs: where its room is found. */
@Command(name = "address", description = "Print the room's addresses.")
public final class RunningAddressCommand extends RoomCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    access().address().lines().forEach(out()::println);
    return 0;
  }
}
