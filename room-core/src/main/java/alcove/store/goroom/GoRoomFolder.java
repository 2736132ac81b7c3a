package alcove.store.goroom;

import alcove.crypto.Crypto;
import alcove.identity.FeedKeyPair;
import alcove.identity.SecretFile;
import alcove.identity.SecretFileException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** The folder in which a go-ssb-room keeps everything. It is read and never written. Blocks. */
public final class GoRoomFolder {
  private static final String SECRET = "secret";
  private static final String DATABASE = "roomdb";

  private final Path path;

  private GoRoomFolder(Path path) {
    this.path = path;
  }

  /**
   * The folder at {@code path}.
   *
   * @throws GoRoomException if there is none, or it is not one of go-ssb-room
   */
  public static GoRoomFolder of(Path path) throws GoRoomException {
    if (!Files.isDirectory(path)) {
      throw new GoRoomException(path + " is not a directory");
    }
    for (var file : new String[] {SECRET, DATABASE}) {
      if (Files.notExists(path.resolve(file))) {
        throw new GoRoomException(
            "%s has no file %s: go-ssb-room keeps both secret and roomdb where its flag -repo says"
                .formatted(path, file));
      }
    }
    return new GoRoomFolder(path);
  }

  /**
   * Reads everything, and decides what a new room takes of it.
   *
   * @param now what stands for moments that were never written down
   * @throws GoRoomException if something cannot be read or understood
   */
  public ImportPlan plan(Crypto crypto, Instant now) throws GoRoomException {
    var findings = new Findings();
    var keys = readSecret(crypto, findings);
    var rows = readDatabase(findings);
    var contents = new ImportMapping(rows, keys.id(), crypto, now, findings).contents();
    return new ImportPlan(keys, contents, findings.report(keys.id()));
  }

  private FeedKeyPair readSecret(Crypto crypto, Findings findings) throws GoRoomException {
    var file = path.resolve(SECRET);
    try {
      var keys = SecretFile.loadCopied(file, crypto);
      if (SecretFile.isOpenToOthers(file)) {
        findings.note(file + " can be read by others than its owner; the room's new one cannot");
      }
      return keys;
    } catch (SecretFileException e) {
      throw new GoRoomException(String.valueOf(e.getMessage()), e);
    }
  }

  private GoRoomRows readDatabase(Findings findings) throws GoRoomException {
    var file = path.resolve(DATABASE);
    try (var snapshot = SqliteSnapshot.open(file);
        var database = Jdbi.open(snapshot.connection())) {
      remark(file, snapshot, findings);
      return readRows(database, file, findings);
    } catch (JdbiException e) {
      throw e.getCause() instanceof SQLException cause
          ? SqliteSnapshot.refusal(file, cause)
          : new GoRoomException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static GoRoomRows readRows(Handle database, Path file, Findings findings)
      throws GoRoomException {
    var schema = GoRoomSchema.read(database, file);
    if (!schema.unknownMigrations().isEmpty()) {
      findings.note(
          "%s was changed by a go-ssb-room newer than this importer (%s): what that added is left"
              .formatted(file, String.join(", ", schema.unknownMigrations())));
    }
    return new GoRoomReader(database, schema).read();
  }

  private void remark(Path file, SqliteSnapshot snapshot, Findings findings) {
    if (snapshot.isRepaired()) {
      findings.note(
          file
              + " was left in the middle of a change, as by a power cut: what was not finished is"
              + " undone, in a copy");
    }
    if (Files.exists(path.resolve("socket"), LinkOption.NOFOLLOW_LINKS)) {
      findings.note(
          path.resolve("socket")
              + " is there: go-ssb-room may still be running, stop it before you import, or what"
              + " changes after is lost");
    }
    if (Files.isDirectory(path.resolve("i18n"))) {
      findings.note(path.resolve("i18n") + ": translations of go-ssb-room's pages are left");
    }
  }
}
