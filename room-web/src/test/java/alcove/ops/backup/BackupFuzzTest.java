package alcove.ops.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.Choices;
import alcove.fuzz.FuzzTarget;
import alcove.identity.FeedId;
import alcove.ops.terminal.CommandException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Any bytes as a backup, and backups that were damaged: refused, if anything of it was changed. */
class BackupFuzzTest extends FuzzTarget {
  @Override
  protected void test(byte[] input) throws Exception {
    check(input);
    manifest(input);
    var choices = new Choices(input);
    byte[] whole = backup(choices);
    assertThat(check(whole)).isTrue();
    byte[] damaged = damaged(whole, choices);
    // Times and other attributes of entries are not read.
    if (check(damaged)) {
      assertThat(contents(damaged)).isEqualTo(contents(whole));
    }
  }

  private static boolean check(byte[] bytes) {
    try {
      Backup.Summary summary = Backup.check(new ByteArrayInputStream(bytes));
      assertThat(summary.tables()).isNotNegative();
      return true;
    } catch (CommandException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
      return false;
    }
  }

  private static void manifest(byte[] bytes) throws CommandException {
    Manifest manifest;
    try {
      manifest = Manifest.parse(bytes);
    } catch (CommandException refused) {
      return;
    }
    assertThat(Manifest.parse(manifest.encode())).isEqualTo(manifest);
  }

  private static byte[] backup(Choices choices) throws Exception {
    Map<String, byte[]> contents = new TreeMap<>();
    for (int left = choices.between(0, 3); left > 0; left--) {
      contents.put(
          "tables/" + choices.of("members", "aliases", "config", "notices") + ".jsonl",
          choices.bytes(choices.between(0, 40)));
    }
    if (choices.flag()) {
      contents.put("secret", "a secret".getBytes(UTF_8));
    }
    Map<String, Manifest.Entry> entries = new TreeMap<>();
    for (var each : contents.entrySet()) {
      entries.put(each.getKey(), new Manifest.Entry(1, sha256(each.getValue())));
    }
    var bytes = new ByteArrayOutputStream();
    var zip = new ZipOutputStream(bytes);
    contents = new TreeMap<>(contents);
    var manifest = new Manifest("1.0", FeedId.of(new byte[32]), Instant.EPOCH, 1, entries);
    put(zip, Manifest.NAME, manifest.encode());
    for (var each : contents.entrySet()) {
      put(zip, each.getKey(), each.getValue());
    }
    zip.finish();
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] damaged(byte[] whole, Choices choices) {
    byte[] damaged = whole.clone();
    for (int left = choices.between(1, 3); left > 0; left--) {
      damaged[choices.between(0, damaged.length - 1)] ^= (byte) choices.between(0, 255);
    }
    return choices.between(0, 3) == 0
        ? Arrays.copyOf(damaged, choices.between(0, damaged.length))
        : damaged;
  }

  /** The names and contents of all entries, as whoever restores it reads them. */
  private static List<String> contents(byte[] bytes) throws IOException, CommandException {
    var archive = new Archive(new ByteArrayInputStream(bytes));
    List<String> contents = new ArrayList<>();
    for (var name = archive.next(); name.isPresent(); name = archive.next()) {
      contents.add(name.get());
      byte[] content = archive.bytes().readAllBytes();
      contents.add(
          name.get().equals(Manifest.NAME)
              ? Manifest.parse(content).entries().toString()
              : HexFormat.of().formatHex(content));
    }
    return contents;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
