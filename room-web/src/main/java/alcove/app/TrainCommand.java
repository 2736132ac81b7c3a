package alcove.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;

/**
 * {@code alcove train}: starts and stops a room of its own that nobody sees, so that a JVM told to
 * write a cache learns what a start needs. The launcher calls it after a build.
 */
@Command(name = "train", hidden = true, description = "Start and stop a room that nobody sees.")
final class TrainCommand implements Callable<Integer> {
  @Override
  public Integer call() throws ConfigException, StartupException, IOException {
    LogConfigurator.setLevel(Level.WARN);
    var data = Files.createTempDirectory("alcove-train");
    try {
      var settings =
          Map.of(
              Setting.DATA, data.toString(),
              Setting.LISTEN, "localhost",
              Setting.SSB_PORT, "0",
              Setting.HTTP_PORT, "0");
      RunningRoom.start(ConfigReader.read(settings, Map.of())).close();
    } finally {
      delete(data);
    }
    return 0;
  }

  private static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
