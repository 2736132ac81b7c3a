package alcove.ops.bench;

import alcove.ops.control.ControlClient;
import alcove.ops.control.ControlRequest;
import alcove.ops.terminal.CommandException;
import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * Commands that the room's server carries out, as {@code alcove} has it do when it is called on
 * this machine. Thread-safe; everything blocks.
 *
 * @param data the room's data directory
 */
record RoomConsole(Path data) {
  /** Has a command carried out, and gives what it prints. */
  String run(String... words) throws CommandException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run(out, words);
    return out.toString(StandardCharsets.UTF_8).strip();
  }

  /** The same for one that prints JSON. */
  JsonNode ask(String... words) throws CommandException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run(out, words);
    try {
      return Json.parse(out.toByteArray());
    } catch (CallException malformed) {
      throw new CommandException(name(words) + " printed no JSON", malformed);
    }
  }

  /** The same with its output passed on as it comes. */
  void run(OutputStream out, String... words) throws CommandException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OptionalInt code;
    try {
      code = ControlClient.call(data, new ControlRequest(List.of(words), ""), out, err);
    } catch (IOException failure) {
      throw new CommandException(name(words) + ": " + failure.getMessage(), failure);
    }
    if (code.isEmpty()) {
      throw new CommandException("no server listens in " + data);
    }
    if (code.getAsInt() != 0) {
      String why = err.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
      throw new CommandException(
          "%s ended with %s: %s".formatted(name(words), code.getAsInt(), why));
    }
  }

  private static String name(String... words) {
    return String.join(" ", List.of(words).subList(0, Math.min(2, words.length)));
  }
}
