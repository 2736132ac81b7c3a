package alcove.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.ops.terminal.CommandException;
import alcove.room.Room;
import alcove.room.model.RefusedException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An operator at a terminal, with a room in a data directory that a server runs, or none does. */
final class Operator implements AutoCloseable {
  /** Where the operator's commands are carried out. */
  enum Way {
    /** By the server, through its control socket. */
    SERVED,
    /** By the command's own process. */
    ALONE
  }

  /** What a command left behind. */
  record Result(int code, String out, String err) {
    /** The lines of the standard output of a command that worked. */
    List<String> lines() {
      assertThat(this).matches(result -> result.code == 0 && result.err.isEmpty(), "success");
      return out.lines().toList();
    }

    /** The JSON of a list command. */
    JsonNode json() throws JsonProcessingException {
      assertThat(lines()).hasSize(1);
      return new JsonMapper().readTree(out);
    }

    void isRefused(String complaint) {
      assertThat(this).isEqualTo(new Result(1, "", "alcove: " + complaint + "\n"));
    }
  }

  private final Path data;
  private final @Nullable String jdbc;
  private final boolean isNode;
  private @Nullable RunningRoom running;

  private Operator(Path data) {
    this(data, null, false);
  }

  private Operator(Path data, @Nullable String jdbc, boolean isNode) {
    this.data = data;
    this.jdbc = jdbc;
    this.isNode = isNode;
  }

  /** One who deals with whatever is in {@code data}. */
  static Operator at(Path data) {
    return new Operator(data);
  }

  /** One whose room has the registry at a URL; null: in {@code data}. */
  static Operator at(Path data, @Nullable String jdbc) {
    return new Operator(data, jdbc, false);
  }

  /** One whose server is one of several nodes; commands do not say so. */
  static Operator ofNode(Path data, String jdbc) {
    return new Operator(data, jdbc, true);
  }

  /** One whose new room is in {@code data}, started and stopped once. */
  static Operator of(Path data) throws CommandException {
    Operator operator = new Operator(data);
    operator.start().close();
    operator.running = null;
    return operator;
  }

  /** What people did in the room meanwhile; nobody serves it. */
  interface Doing {
    void in(Room room) throws RefusedException;
  }

  Operator prepare(Doing doing) throws Exception {
    RoomConfig config = ConfigReader.read(settings(), Map.of());
    Identity identity = Identity.load(config.get(Setting.CRYPTO), DataDirectory.secretIn(data));
    try (OpenRoom open = OpenRoom.open(config, identity)) {
      doing.in(open.room());
    }
    return this;
  }

  Operator by(Way way) throws CommandException {
    if (way == Way.SERVED) {
      start();
    }
    return this;
  }

  RunningRoom start() throws CommandException {
    RunningRoom started = RunningRoom.start(ConfigReader.read(settings(), Map.of()));
    running = started;
    return started;
  }

  private Map<Setting<?>, String> settings() {
    Map<Setting<?>, String> settings =
        new HashMap<>(
            Map.of(
                Setting.DATA,
                data.toString(),
                Setting.LISTEN,
                "127.0.0.1",
                Setting.SSB_PORT,
                "0",
                Setting.HTTP_PORT,
                "0"));
    if (jdbc != null) {
      settings.put(Setting.JDBC_URL, jdbc);
    }
    if (isNode) {
      settings.put(Setting.CLUSTER, "yes");
    }
    return settings;
  }

  /** Calls {@code alcove} with these words and the data directory. */
  Result run(String... words) {
    return runWithInput("", words);
  }

  Result runWithInput(String input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = run(input, out, err, words);
    return new Result(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** What a command that worked wrote to its standard output, which is no text. */
  byte[] runForBytes(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertThat(run("", out, err, words)).as(err.toString(UTF_8)).isZero();
    assertThat(err.size()).isZero();
    return out.toByteArray();
  }

  /** Calls {@code alcove} with these words alone. */
  static Result call(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            new Terminal(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of()),
            words);
    return new Result(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  private int run(
      String input, ByteArrayOutputStream out, ByteArrayOutputStream err, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", data.toString()));
    if (jdbc != null) {
      all.addAll(List.of("--jdbc-url", jdbc));
    }
    return Main.run(
        new Terminal(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of()),
        all.toArray(String[]::new));
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
    }
  }
}
