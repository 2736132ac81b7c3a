package alcove.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;

/**
 * {@code alcove train}: starts and stops a room of its own that nobody sees, and calls commands on
 * it, so that a JVM told to write a cache learns what a start and a command need. The launcher
 * calls it after a build.
 */
@Command(name = "train", hidden = true, description = "Start and stop a room that nobody sees.")
final class TrainCommand implements Callable<Integer> {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("invite", "create"),
          List.of("invite", "list"),
          List.of("member", "list", "--json"),
          List.of("setting", "get"));

  @Override
  public Integer call() throws ConfigException, StartupException, IOException {
    LogConfigurator.setLevel(Level.WARN);
    var data = Files.createTempDirectory("alcove-train");
    try {
      try (var room = start(data)) {
        room.greeting();
        callCommands(data);
      }
      start(data).close();
      callCommands(data);
    } finally {
      delete(data);
    }
    return 0;
  }

  private static RunningRoom start(Path data) throws ConfigException, StartupException {
    var settings =
        Map.of(
            Setting.DATA, data.toString(),
            Setting.LISTEN, "localhost",
            Setting.SSB_PORT, "0",
            Setting.HTTP_PORT, "0");
    return RunningRoom.start(ConfigReader.read(settings, Map.of()));
  }

  private static void callCommands(Path data) throws StartupException {
    var nowhere = new PrintStream(OutputStream.nullOutputStream());
    var terminal = new Terminal(nowhere, nowhere, Map.of());
    for (var words : COMMANDS) {
      var line =
          Stream.concat(words.stream(), Stream.of("--data", data.toString(), "--log-level", "warn"))
              .toArray(String[]::new);
      if (Main.run(terminal, line) != 0) {
        throw new StartupException("alcove %s failed".formatted(String.join(" ", words)));
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
