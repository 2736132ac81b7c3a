package alcove.app;

import alcove.ops.notify.ServiceManager;
import alcove.ops.terminal.CommandException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code alcove serve}: runs the room until the process is told to end. */
@Command(name = "serve", description = "Run the room.")
final class ServeCommand implements Callable<Integer> {
  private final SettingOptions options;

  ServeCommand(SettingOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    var config = options.read();
    var environment = options.terminal().environment();
    var manager = ServiceManager.in(environment);
    var room = RunningRoom.start(config);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(room, manager), "stop"));
    if (room.draining().isPossible()) {
      StopSignal.onSecond(room.draining()::cutShort);
    }
    room.greeting().forEach(options.terminal().out()::println);
    options.terminal().out().flush();
    manager.ready(environment, room.loops());
    untilTheProcessEnds();
    return 0;
  }

  private static void stop(RunningRoom room, ServiceManager manager) {
    manager.stopping();
    room.draining().run();
    room.close();
  }

  /** The signal that ends the process runs the shutdown hook; this thread just stays. */
  private static void untilTheProcessEnds() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
