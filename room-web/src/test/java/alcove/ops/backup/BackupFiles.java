package alcove.ops.backup;

import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.room.Room;
import alcove.room.model.RoomSettings;
import alcove.room.policy.PrivacyMode;
import alcove.store.Database;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Backups as tests make and change them. */
final class BackupFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BackupFiles() {}

  /** Makes one, in place of an earlier one. */
  static void make(
      Path file, Path data, Database database, FeedId room, Instant made, Optional<String> secret)
      throws Exception {
    try (BackupTarget target = BackupTarget.of(file, true, data)) {
      database.<Integer, IOException>dump(
          dump -> {
            Backup.write(dump, "1.0", room, made, secret, target.out());
            return 0;
          });
      target.finish();
    }
  }

  /** What is in one, in its order. */
  static Map<String, byte[]> entries(Path file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  /** The text of a table in one. */
  static String table(Path file, String table) throws IOException {
    return new String(
        entries(file).getOrDefault("tables/" + table + ".jsonl", new byte[0]),
        StandardCharsets.UTF_8);
  }

  /** Writes entries as they are. */
  static void zip(Path file, Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
  }

  /** Makes a backup, whose sums are right, of another with other rows in a table. */
  static void forge(Path file, String table, String rows) throws Exception {
    Map<String, byte[]> entries = entries(file);
    String name = "tables/" + table + ".jsonl";
    entries.put(name, rows.getBytes(StandardCharsets.UTF_8));
    ObjectNode first = (ObjectNode) JSON.readTree(entries.get("backup.json"));
    ((ObjectNode) first.path("entries"))
        .putObject(name)
        .put("rows", rows.lines().count())
        .put("sha256", sha256(entries.get(name)));
    zip(file, with(entries, first));
  }

  /** The same with something else in what it says about itself. */
  static void forgeFirst(Path file, String member, String json) throws Exception {
    Map<String, byte[]> entries = entries(file);
    ObjectNode first = (ObjectNode) JSON.readTree(entries.get("backup.json"));
    first.set(member, JSON.readTree(json));
    zip(file, with(entries, first));
  }

  private static Map<String, byte[]> with(Map<String, byte[]> entries, ObjectNode first)
      throws IOException {
    entries.put("backup.json", JSON.writeValueAsBytes(first));
    return entries;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** The room of a registry. */
  static Room open(Database database, FeedId id, Crypto crypto) {
    return Room.open(
        database,
        id,
        crypto,
        InstantSource.system(),
        Set.of(),
        RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Room"));
  }
}
