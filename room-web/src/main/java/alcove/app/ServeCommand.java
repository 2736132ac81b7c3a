package alcove.app;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code alcove serve}: runs the room until the process is told to end. */
@Command(name = "serve", description = "Run the room.")
final class ServeCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final SettingOptions options;

  ServeCommand(Terminal terminal, SettingOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  @Override
  public Integer call() throws ConfigException, StartupException, InterruptedException {
    var config = ConfigReader.read(options.given(), terminal.environment());
    LogConfigurator.setLevel(config.get(Setting.LOG_LEVEL));
    var room = RunningRoom.start(config);
    Runtime.getRuntime().addShutdownHook(new Thread(room::close, "stop"));
    room.greeting().forEach(terminal.out()::println);
    terminal.out().flush();
    untilTheProcessEnds();
    return 0;
  }

  /** The signal that ends the process runs the shutdown hook; this thread just stays. */
  private static void untilTheProcessEnds() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
