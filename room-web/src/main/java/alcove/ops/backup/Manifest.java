package alcove.ops.backup;

import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.ops.terminal.CommandException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The manifest of a backup: what it says about itself.
 *
 * @param program the version of the program that made it
 * @param room the room's key
 * @param schema the schema of its tables
 * @param entries what else is in the file, by name
 */
record Manifest(String program, FeedId room, Instant made, int schema, Map<String, Entry> entries) {
  /** The name of its own entry. */
  static final String NAME = "backup.json";

  private static final String FORMAT = "alcove-backup";
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One entry.
   *
   * @param rows how many, 0 for what is no table
   * @param sha256 of its bytes, in hexadecimal
   */
  record Entry(long rows, String sha256) {}

  Manifest {
    entries = Map.copyOf(entries);
  }

  byte[] encode() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT)
        .put("version", VERSION)
        .put("program", program)
        .put("room", room.toString())
        .put("made", made.toString())
        .put("schema", schema);
    ObjectNode all = root.putObject("entries");
    new TreeMap<>(entries)
        .forEach(
            (name, entry) ->
                all.putObject(name).put("rows", entry.rows()).put("sha256", entry.sha256()));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Whether this is what some version of this program says about a backup. */
  static boolean isOne(byte[] bytes) {
    try {
      return JSON.readTree(bytes).path("format").asText().equals(FORMAT);
    } catch (IOException another) {
      return false;
    }
  }

  static Manifest parse(byte[] bytes) throws CommandException {
    try {
      JsonNode root = JSON.readTree(bytes);
      if (!root.path("format").asText().equals(FORMAT)) {
        throw new CommandException("it is not a backup of Alcove");
      }
      int version = root.path("version").asInt();
      if (version != VERSION) {
        throw new CommandException(
            "it is a backup of form %s, but this Alcove knows form %s only"
                .formatted(version, VERSION));
      }
      Map<String, Entry> entries = new TreeMap<>();
      for (var each : root.path("entries").properties()) {
        JsonNode entry = each.getValue();
        entries.put(
            each.getKey(), new Entry(entry.path("rows").asLong(), entry.path("sha256").asText()));
      }
      return new Manifest(
          root.path("program").asText(),
          FeedId.parse(root.path("room").asText()),
          Instant.parse(root.path("made").asText()),
          root.path("schema").asInt(),
          entries);
    } catch (IOException | MalformedException | DateTimeParseException e) {
      throw new CommandException("its " + NAME + " is damaged", e);
    }
  }
}
