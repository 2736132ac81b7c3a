package alcove.ops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.FeedSignature;
import alcove.identity.SecretFile;
import alcove.room.Actor;
import alcove.room.AliasRegistration;
import alcove.room.AuditAction;
import alcove.room.AuditEntry;
import alcove.room.Invite;
import alcove.room.InviteTerms;
import alcove.room.NoticeKind;
import alcove.room.PrivacyMode;
import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.room.Role;
import alcove.room.Room;
import alcove.room.RoomSettings;
import alcove.room.Standing;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import alcove.store.Dump;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  private static final Crypto CRYPTO = crypto();
  private static final FeedKeyPair IDENTITY = keys(1);
  private static final FeedKeyPair ALICE = keys(2);
  private static final FeedKeyPair BOB = keys(3);
  private static final FeedKeyPair CAROL = keys(4);
  private static final FeedKeyPair DAVE = keys(5);

  /** The tables of which a restored room knows less or more than the one that was backed up. */
  private static final Set<String> OF_THEIR_OWN =
      Set.of("web_session", "setup_token", "reset_link", "audit_entry", "change_count");

  @TempDir private Path folder;
  private Path file = Path.of("");
  private Path target = Path.of("");

  private static Crypto crypto() {
    try {
      return CryptoChoice.JAVA.load();
    } catch (CryptoUnavailableException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static FeedKeyPair keys(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return FeedKeyPair.ofSeed(CRYPTO, bytes);
  }

  @BeforeEach
  void choosePlaces() throws IOException {
    file = folder.resolve("backup.zip");
    target = Files.createDirectory(folder.resolve("target"));
  }

  private static Room open(Database database) {
    return Room.open(
        database,
        IDENTITY.id(),
        CRYPTO,
        InstantSource.system(),
        Set.of(),
        RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Room"));
  }

  /** A room that has something in each table. */
  private static String fill(Room room) throws RefusedException {
    Actor operator = Actor.operator();
    room.setup().newToken();
    room.members().add(operator, ALICE.id(), Role.ADMIN);
    room.members().add(operator, BOB.id(), Role.MODERATOR);
    room.members().add(operator, DAVE.id(), Role.MEMBER);
    room.passwords().set(ALICE.id(), "ten letters");
    room.passwords().newResetLink(operator, BOB.id());
    register(room, BOB, "bob");
    register(room, DAVE, "dave");
    room.aliases().revoke(operator, "dave");
    InviteTerms terms =
        new InviteTerms(
            2,
            Optional.of(InstantSource.system().instant().plusSeconds(3600)),
            "\u00fc \"quoted\"",
            true);
    String token = room.invites().create(Actor.of(BOB.id()), terms).token().text();
    room.invites().claim(token, CAROL.id());
    room.blocks().block(operator, DAVE.id(), "line\nbreak", Optional.empty());
    room.notices().save(operator, NoticeKind.NEWS, "de", "Neues", "# Hallo\n\u2028\ud83d\ude00");
    return token;
  }

  private static void register(Room room, FeedKeyPair who, String alias) throws RefusedException {
    String text = new AliasRegistration(IDENTITY.id(), who.id(), alias).signedText();
    byte[] signature = who.sign(CRYPTO, text.getBytes(StandardCharsets.UTF_8));
    room.aliases().register(who.id(), alias, FeedSignature.of(signature).toString());
  }

  private Backup backUp(Room room, boolean withIdentity) throws Exception {
    Path secret = folder.resolve("secret");
    Files.deleteIfExists(secret);
    SecretFile.write(secret, IDENTITY);
    return new Backup(
        "1.0",
        room.id(),
        InstantSource.system().instant(),
        room.whileNothingChanges(Dump::of),
        withIdentity ? Optional.of(Files.readString(secret)) : Optional.empty());
  }

  /** Writes a backup of a filled room to {@link #file}. */
  private Backup backUpFilledRoom(boolean withIdentity) throws Exception {
    try (Database database = Database.open(DatabaseUrl.in(folder))) {
      Room room = open(database);
      fill(room);
      Backup backup = backUp(room, withIdentity);
      backup.write(file, false);
      return backup;
    }
  }

  private long restore(boolean revokeInvites) throws BackupException {
    Backup backup = Backup.read(file);
    backup.verify();
    return new Restoration(backup, target, CRYPTO, InstantSource.system()).run(revokeInvites);
  }

  private static Map<String, Dump.Table> withoutOwn(Dump dump) {
    Map<String, Dump.Table> tables = new TreeMap<>(dump.tables());
    tables.keySet().removeAll(OF_THEIR_OWN);
    return tables;
  }

  @Test
  void everyTable_afterBackupAndRestore_isTheSame() throws Exception {
    Backup backup = backUpFilledRoom(true);

    restore(false);

    try (Database database = Database.open(DatabaseUrl.in(target))) {
      Room room = open(database);
      Dump restored = room.whileNothingChanges(Dump::of);
      assertThat(restored.tables().keySet()).isEqualTo(backup.dump().tables().keySet());
      assertThat(withoutOwn(restored)).isEqualTo(withoutOwn(backup.dump()));
      assertThat(restored.tables().get("setup_token")).isEqualTo(new Dump.Table(0, ""));
      assertThat(room.audit().newest(Actor.operator(), 1, null))
          .extracting(AuditEntry::action)
          .containsExactly(AuditAction.RESTORED);
      assertThat(room.members().add(Actor.operator(), keys(9).id(), Role.MEMBER).id())
          .isEqualTo(keys(9).id());
      room.invites().create(Actor.operator(), InviteTerms.SINGLE);
    }
    assertThat(SecretFile.load(target.resolve("secret"), CRYPTO).id()).isEqualTo(IDENTITY.id());
    try (Stream<Path> files = Files.list(target)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("secret", "registry", "room.mv.db");
    }
  }

  @Test
  void everyTable_butThatOfSessions_hasRowsInTheRoundTrip() throws Exception {
    Dump dump = backUpFilledRoom(true).dump();

    assertThat(dump.tables().entrySet())
        .filteredOn(table -> table.getValue().rows() == 0)
        .extracting(Map.Entry::getKey)
        .containsExactly("web_session");
  }

  @Test
  void invites_canBeRevokedWhileRestoring() throws Exception {
    String token;
    try (Database database = Database.open(DatabaseUrl.in(folder))) {
      Room room = open(database);
      token = fill(room);
      backUp(room, true).write(file, false);
    }

    assertThat(restore(true)).isZero();

    try (Database database = Database.open(DatabaseUrl.in(target))) {
      Room room = open(database);
      assertThat(room.invites().list())
          .extracting(invite -> invite.state(InstantSource.system().instant()))
          .containsOnly(Invite.State.REVOKED);
      assertThatThrownBy(() -> room.invites().claim(token, keys(8).id()))
          .isInstanceOf(RefusedException.class)
          .extracting(refused -> ((RefusedException) refused).reason())
          .isEqualTo(Refusal.INVITE_REVOKED);
      assertThat(room.standings().of(DAVE.id())).isEqualTo(Standing.BLOCKED);
    }
  }

  @Test
  void openInvites_thatAreLeft_areCounted() throws Exception {
    backUpFilledRoom(true);

    assertThat(restore(false)).isEqualTo(1);
  }

  @Test
  void backupWithoutIdentity_needsThatOfItsRoom() throws Exception {
    backUpFilledRoom(false);
    assertThatThrownBy(() -> restore(false)).hasMessageContaining("without the identity");

    SecretFile.write(target.resolve("secret"), ALICE);
    assertThatThrownBy(() -> restore(false)).hasMessageContaining("is not empty: secret");

    Files.delete(target.resolve("secret"));
    SecretFile.write(target.resolve("secret"), IDENTITY);
    restore(false);

    assertThat(target.resolve("room.mv.db")).exists();
  }

  @Test
  void target_thatHoldsARoom_isLeftAsItIs() throws Exception {
    backUpFilledRoom(true);
    restore(false);
    byte[] before = Files.readAllBytes(target.resolve("room.mv.db"));

    assertThatThrownBy(() -> restore(false)).hasMessageContaining("is not empty");

    assertThat(Files.readAllBytes(target.resolve("room.mv.db"))).isEqualTo(before);
  }

  @Test
  void file_thatIsThere_isReplacedOnlyByForce() throws Exception {
    Backup backup = backUpFilledRoom(true);

    assertThatThrownBy(() -> backup.write(file, false)).hasMessageContaining("--force");
    backup.write(file, true);

    assertThat(Backup.read(file)).isEqualTo(backup);
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
  }

  /** The entries of the backup in {@link #file}, which a test changes. */
  private Map<String, byte[]> entries() throws Exception {
    backUpFilledRoom(true);
    Map<String, byte[]> entries = new LinkedHashMap<>(Archive.read(file));
    Files.delete(file);
    return entries;
  }

  private void zip(Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
  }

  private void assertRefused(String words) {
    assertThatThrownBy(() -> restore(false))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(words);
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void fileThatIsNoBackup_isRefused() throws Exception {
    assertRefused("cannot read");
    Files.writeString(file, "hello");
    assertRefused("not a backup");
    zip(Map.of("../secret", new byte[1]));
    assertRefused("not a backup");
    zip(Map.of("secret", new byte[1]));
    assertRefused("not a backup");
  }

  @Test
  void fileCutOffWithinItsEntries_isRefused() throws Exception {
    backUpFilledRoom(true);
    byte[] whole = Files.readAllBytes(file);
    // What is behind the entries only lists them once more.
    int end = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\001\002");
    for (int length = 100; length < end; length += 311) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> restore(false)).isInstanceOf(BackupException.class);
      assertThat(target).isEmptyDirectory();
    }
  }

  @Test
  void changedEntry_isRefused() throws Exception {
    Map<String, byte[]> entries = entries();
    entries.put("tables/member.jsonl", new byte[0]);
    zip(entries);

    assertRefused("member.jsonl is not as it was");
  }

  @Test
  void missingOrFurtherEntry_isRefused() throws Exception {
    Map<String, byte[]> entries = entries();
    byte[] members = entries.remove("tables/member.jsonl");
    zip(entries);
    assertRefused("not all that it should hold");

    entries.put("tables/member.jsonl", members);
    entries.put("tables/more.jsonl", new byte[0]);
    zip(entries);
    assertRefused("not all that it should hold");
  }

  private void writeMadeUp(Map<String, Dump.Table> changed, int schema, FeedId room)
      throws Exception {
    Backup good = backUpFilledRoom(true);
    Files.delete(file);
    Map<String, Dump.Table> tables = new TreeMap<>(good.dump().tables());
    tables.putAll(changed);
    new Backup("1.0", room, good.made(), new Dump(schema, tables), good.secret())
        .write(file, false);
  }

  @Test
  void schemaOfANewerProgram_isRefused() throws Exception {
    writeMadeUp(Map.of(), Dump.newestSchema() + 1, IDENTITY.id());

    assertRefused("a newer one made it");
  }

  @Test
  void identityOfAnotherRoom_isRefused() throws Exception {
    writeMadeUp(Map.of(), Dump.newestSchema(), ALICE.id());

    assertThatThrownBy(() -> restore(false)).hasMessageContaining("that of another room");
    assertThat(target.resolve("secret")).doesNotExist();
  }

  @Test
  void rowsThatAreNone_areRefused() throws Exception {
    for (String line :
        new String[] {
          "{\"changes\":\"1; DROP TABLE member\"}", "{\"changes\":1,\"more\":2}", "{}", "[]", "x"
        }) {
      Files.deleteIfExists(file);
      try (Stream<Path> files = Files.list(folder)) {
        for (Path each : files.filter(Files::isRegularFile).toList()) {
          Files.delete(each);
        }
      }
      writeMadeUp(
          Map.of("change_count", new Dump.Table(1, line + "\n")),
          Dump.newestSchema(),
          IDENTITY.id());
      assertRefused("damaged");
    }
  }
}
