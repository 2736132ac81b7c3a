package alcove.ops.backup;

import alcove.files.DurableFiles;
import alcove.health.BackupState;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code backups.json} of a data directory: what the room knows of the backups that it
 * makes by itself. Immutable.
 *
 * @param folder where they go; nothing: none are made
 * @param attempt when the last one was begun
 * @param success when the last attempt was begun that came to its end
 * @param failure what went wrong last
 * @param failures how often something went wrong
 * @param files those that it made and that were not deleted yet, oldest first
 */
public record BackupRecord(
    Optional<Path> folder,
    Optional<Instant> attempt,
    Optional<Instant> success,
    Optional<BackupState.Failure> failure,
    long failures,
    List<Made> files) {
  /** Its name. */
  public static final String NAME = "backups.json";

  private static final Logger LOG = LoggerFactory.getLogger(BackupRecord.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 1 << 20;

  private static final BackupRecord NONE =
      new BackupRecord(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, List.of());

  /**
   * A file that the room made.
   *
   * @param head the SHA-256 of its first bytes, by which it is told from one that only has its name
   */
  public record Made(String name, Instant made, long bytes, String head) {
    boolean isEncrypted() {
      return name.endsWith(Encryption.ENDING);
    }
  }

  /** Copies the list. */
  public BackupRecord {
    files = List.copyOf(files);
  }

  /** What a data directory has; one that cannot be read is as good as none. */
  public static BackupRecord in(Path data) {
    Path file = data.resolve(NAME);
    try {
      if (Files.size(file) > LONGEST) {
        throw new IOException("it is too long");
      }
      return parse(JSON.readTree(Files.readAllBytes(file)));
    } catch (NoSuchFileException none) {
      return NONE;
    } catch (IOException | DateTimeParseException e) {
      LOG.warn("{} cannot be read, and begins anew: {}", file, e.getMessage());
      return NONE;
    }
  }

  /** What others have to know. */
  public BackupState state() {
    return new BackupState(folder.isPresent(), success, failure, failures);
  }

  /** How large the last one was, if there is one. */
  public OptionalLong lastBytes() {
    return files.isEmpty() ? OptionalLong.empty() : OptionalLong.of(files.getLast().bytes());
  }

  /** The last one, if there is one. */
  Optional<Made> last() {
    return files.isEmpty() ? Optional.empty() : Optional.of(files.getLast());
  }

  /** Whether the last one was encrypted. */
  public boolean isEncrypted() {
    return last().filter(Made::isEncrypted).isPresent();
  }

  BackupRecord into(Optional<Path> where) {
    return new BackupRecord(where, attempt, success, failure, failures, files);
  }

  BackupRecord begun(Instant now) {
    return new BackupRecord(folder, Optional.of(now), success, failure, failures, files);
  }

  BackupRecord made(Made file) {
    List<Made> all = new ArrayList<>(files);
    all.add(file);
    return new BackupRecord(folder, attempt, success, failure, failures, all);
  }

  BackupRecord succeeded() {
    return new BackupRecord(folder, attempt, attempt, failure, failures, files);
  }

  BackupRecord failed(Instant now, String why) {
    return new BackupRecord(
        folder,
        attempt,
        success,
        Optional.of(new BackupState.Failure(now, why)),
        failures + 1,
        files);
  }

  BackupRecord without(List<String> names) {
    return new BackupRecord(
        folder,
        attempt,
        success,
        failure,
        failures,
        files.stream().filter(file -> !names.contains(file.name())).toList());
  }

  void save(Path data) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    folder.ifPresent(where -> root.put("folder", where.toString()));
    attempt.ifPresent(at -> root.put("attempt", at.toString()));
    success.ifPresent(at -> root.put("success", at.toString()));
    failure.ifPresent(
        what -> root.putObject("failure").put("at", what.at().toString()).put("why", what.why()));
    root.put("failures", failures);
    ArrayNode all = root.putArray("files");
    for (Made file : files) {
      all.addObject()
          .put("name", file.name())
          .put("made", file.made().toString())
          .put("bytes", file.bytes())
          .put("head", file.head());
    }
    DurableFiles.write(
        data.resolve(NAME), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
  }

  private static BackupRecord parse(JsonNode root) {
    List<Made> files = new ArrayList<>();
    for (JsonNode each : root.path("files")) {
      files.add(
          new Made(
              each.path("name").asText(),
              Instant.parse(each.path("made").asText()),
              each.path("bytes").asLong(),
              each.path("head").asText()));
    }
    JsonNode failure = root.path("failure");
    return new BackupRecord(
        root.hasNonNull("folder")
            ? Optional.of(Path.of(root.path("folder").asText()))
            : Optional.empty(),
        time(root, "attempt"),
        time(root, "success"),
        failure.isObject()
            ? time(failure, "at")
                .map(at -> new BackupState.Failure(at, failure.path("why").asText()))
            : Optional.empty(),
        root.path("failures").asLong(),
        files);
  }

  private static Optional<Instant> time(JsonNode node, String name) {
    return node.hasNonNull(name)
        ? Optional.of(Instant.parse(node.path(name).asText()))
        : Optional.empty();
  }
}
