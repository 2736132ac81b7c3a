package alcove.app;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoUnavailableException;
import alcove.ops.bench.Rehearsal;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;

/**
 * {@code alcove train}: a room of its own that nobody sees, on loopback and in a temporary
 * directory, does for half a minute what rooms do, so that a JVM told to write a cache learns what
 * that needs. The launcher calls it after a build.
 *
 * <p>What could not be rehearsed is said, and the rest is learned all the same.
 */
@Command(name = "train", hidden = true, description = "Rehearse a room's life for the JVM's cache.")
final class TrainCommand implements Callable<Integer> {
  private static final Pattern INVITE = Pattern.compile("invite=([-_A-Za-z0-9]+)");
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("invite", "list"),
          List.of("member", "list", "--json"),
          List.of("setting", "get"),
          List.of("audit", "list"));

  private final Terminal terminal;
  private boolean complained;

  TrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, CryptoUnavailableException, IOException {
    LogConfigurator.setLevel(Level.WARN);
    var data = Files.createTempDirectory("alcove-train");
    try {
      var config = config(data);
      var crypto = config.get(Setting.CRYPTO).load();
      try (var room = RunningRoom.start(config)) {
        step("commands", () -> callCommands(data));
        step("pages", () -> visit(room, data, crypto));
        Rehearsal.run(
            room.address().address().toString(),
            room.address().webSocketAddress().toString(),
            crypto,
            this::complain);
      }
      try (var again = RunningRoom.start(config)) {
        step("commands", () -> callCommands(data));
        again.greeting();
      }
    } finally {
      delete(data);
    }
    return complained ? ExitCode.FAILED.number() : 0;
  }

  /** Something to rehearse. */
  private interface Step {
    void run() throws Exception;
  }

  private void step(String name, Step step) {
    try {
      step.run();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (Exception problem) {
      complain(name + ": " + problem.getMessage());
    }
  }

  private void complain(String problem) {
    complained = true;
    terminal.complain("not rehearsed: " + problem);
  }

  private static RoomConfig config(Path data) throws ConfigException {
    var settings =
        Map.of(
            Setting.DATA, data.toString(),
            Setting.LISTEN, "localhost",
            Setting.SSB_PORT, "0",
            Setting.HTTP_PORT, "0",
            Setting.PRIVACY_MODE, "open");
    return ConfigReader.read(settings, Map.of());
  }

  private static void visit(RunningRoom room, Path data, Crypto crypto) throws Exception {
    var app = new TrainingApp(room.address(), crypto);
    try (app;
        var browser = new TrainingBrowser(room.address().site().toString())) {
      browser.setUp(room.greeting(), app.id());
      browser.claim(invite(data), app.newId());
      app.connect();
      app.registerAlias(TrainingBrowser.ALIAS);
      browser.signIn(app);
      browser.lookAround();
    }
  }

  private static String invite(Path data) throws CommandException {
    Matcher invite = INVITE.matcher(run(data, List.of("invite", "create")));
    if (!invite.find()) {
      throw new CommandException("alcove invite create gave no invite");
    }
    return invite.group(1);
  }

  private static void callCommands(Path data) throws CommandException {
    for (var words : COMMANDS) {
      run(data, words);
    }
  }

  /** Gives what a command prints. */
  private static String run(Path data, List<String> words) throws CommandException {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    var line =
        Stream.concat(words.stream(), Stream.of("--data", data.toString(), "--log-level", "warn"))
            .toArray(String[]::new);
    if (Main.run(new Terminal(stream, stream, Map.of()), line) != 0) {
      throw new CommandException("alcove %s failed".formatted(String.join(" ", words)));
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
