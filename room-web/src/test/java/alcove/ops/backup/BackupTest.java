package alcove.ops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedKeyPair;
import alcove.identity.FeedSignature;
import alcove.identity.SecretFile;
import alcove.ops.terminal.CommandException;
import alcove.room.Room;
import alcove.room.aliases.AliasRegistration;
import alcove.room.audit.AuditEntry;
import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import alcove.room.model.Invite;
import alcove.room.model.InviteTerms;
import alcove.room.model.NoticeKind;
import alcove.room.model.Picture;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.Report;
import alcove.room.model.RoomSettings;
import alcove.room.passkeys.Passkey;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import alcove.store.Dump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  private Path source = Path.of("");
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
    source = Files.createDirectory(folder.resolve("source"));
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
    room.reports().make(CAROL.id(), DAVE.id(), Report.Reason.SPAM, "again");
    room.rules().accept(CAROL.id());
    room.blocks().block(operator, DAVE.id(), "a reason", Optional.empty());
    room.pictures().change(operator, Optional.of(picture()));
    room.notices().save(operator, NoticeKind.NEWS, "de", "Neues", "# Hallo\n\u2028\ud83d\ude00");
    return token;
  }

  private static Picture picture() {
    return Picture.of(
        Picture.WIDTHS.stream()
            .collect(Collectors.toMap(width -> width, width -> new byte[] {1, 2, 3})));
  }

  /** What else a room gets that people use. */
  private static void fill(Database database) throws RefusedException {
    Instant now = Instant.parse("2026-05-04T03:00:00Z");
    database.write(
        tables -> {
          tables
              .passkeys()
              .insert(
                  ALICE.id(),
                  "blue key",
                  "room.example",
                  new Passkey.Credential("id", "key", "handle", 7, true, false),
                  now);
          return now;
        });
    database.note(tables -> tables.sums().put(new Sums.Kept(Span.HOUR, now, Sums.NONE)));
  }

  private static void register(Room room, FeedKeyPair who, String alias) throws RefusedException {
    String text = new AliasRegistration(IDENTITY.id(), who.id(), alias).signedText();
    byte[] signature = who.sign(CRYPTO, text.getBytes(StandardCharsets.UTF_8));
    room.aliases().register(who.id(), alias, FeedSignature.of(signature).toString());
  }

  private void backUp(Database database, Room room, boolean withIdentity) throws Exception {
    Path secret = folder.resolve("secret");
    Files.deleteIfExists(secret);
    SecretFile.write(secret, IDENTITY);
    BackupFiles.make(
        file,
        source,
        database,
        room.id(),
        InstantSource.system().instant(),
        withIdentity ? Optional.of(Files.readString(secret)) : Optional.empty());
  }

  /** Writes a backup of a filled room to {@link #file}. */
  private Map<String, Dump.Sum> backUpFilledRoom(boolean withIdentity) throws Exception {
    try (Database database = Database.open(DatabaseUrl.in(source), source, IDENTITY.id())) {
      Room room = open(database);
      fill(room);
      fill(database);
      backUp(database, room, withIdentity);
      return database.<Map<String, Dump.Sum>, RuntimeException>dump(Dump::sums);
    }
  }

  private long restore(boolean revokeInvites) throws CommandException {
    return new Restoration(
            Backup.read(file), target, DatabaseUrl.in(target), CRYPTO, InstantSource.system())
        .run(revokeInvites);
  }

  private static Map<String, Dump.Sum> withoutOwn(Map<String, Dump.Sum> tables) {
    Map<String, Dump.Sum> rest = new TreeMap<>(tables);
    rest.keySet().removeAll(OF_THEIR_OWN);
    return rest;
  }

  @Test
  void everyTable_afterBackupAndRestore_isTheSame() throws Exception {
    Map<String, Dump.Sum> before = backUpFilledRoom(true);

    restore(false);

    try (Database database = Database.open(DatabaseUrl.in(target))) {
      Room room = open(database);
      Map<String, Dump.Sum> restored =
          database.<Map<String, Dump.Sum>, RuntimeException>dump(Dump::sums);
      assertThat(restored.keySet()).isEqualTo(before.keySet());
      assertThat(withoutOwn(restored)).isEqualTo(withoutOwn(before));
      assertThat(restored)
          .hasEntrySatisfying("setup_token", sum -> assertThat(sum.rows()).isZero());
      assertThat(room.audit().newest(Actor.operator(), 1, null))
          .extracting(AuditEntry::action)
          .containsExactly("restored");
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
    Map<String, Dump.Sum> tables = backUpFilledRoom(true);

    assertThat(tables.entrySet())
        .filteredOn(table -> table.getValue().rows() == 0)
        .extracting(Map.Entry::getKey)
        .containsExactly("web_session");
  }

  @Test
  void invites_canBeRevokedWhileRestoring() throws Exception {
    String token;
    try (Database database = Database.open(DatabaseUrl.in(source), source, IDENTITY.id())) {
      Room room = open(database);
      token = fill(room);
      backUp(database, room, true);
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

  /** The entries of the backup in {@link #file}, which a test changes. */
  private Map<String, byte[]> entries() throws Exception {
    if (Files.notExists(file)) {
      backUpFilledRoom(true);
    }
    return BackupFiles.entries(file);
  }

  private void zip(Map<String, byte[]> entries) throws IOException {
    BackupFiles.zip(file, entries);
  }

  private void assertRefused(String words) {
    assertThatThrownBy(() -> restore(false))
        .isInstanceOf(CommandException.class)
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
      assertThatThrownBy(() -> restore(false)).isInstanceOf(CommandException.class);
      assertThat(target).isEmptyDirectory();
    }
  }

  @Test
  void fileThatIsNotExactlyOneBackup_isRefused() throws Exception {
    backUpFilledRoom(true);
    byte[] whole = Files.readAllBytes(file);
    assertThat(Backup.read(file).summary().tables()).isPositive();
    for (int missing : new int[] {1, 21, 22, 23, 40}) {
      Files.write(file, Arrays.copyOf(whole, whole.length - missing));
      assertRefused("it is damaged: its end is missing");
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertRefused("it is damaged: its end is missing, or something stands behind it");
    byte[] doubled = Arrays.copyOf(whole, 2 * whole.length);
    System.arraycopy(whole, 0, doubled, whole.length, whole.length);
    Files.write(file, doubled);
    assertRefused("it is damaged: there is more in the file than one backup");
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

  @Test
  void schemaOfANewerProgram_isRefused() throws Exception {
    backUpFilledRoom(true);
    BackupFiles.forgeFirst(file, "schema", Integer.toString(Dump.newestSchema() + 1));

    assertRefused("a newer one made it");
  }

  @Test
  void identityOfAnotherRoom_isRefused() throws Exception {
    backUpFilledRoom(true);
    BackupFiles.forgeFirst(file, "room", "\"" + ALICE.id() + "\"");

    assertRefused("that of another room");
  }

  @Test
  void fileThatIsNoFile_isRefused() throws Exception {
    Files.createDirectory(file);
    assertRefused("it is not a file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "change_count | {\"changes\":\"1; DROP TABLE member\"} | row 1 of change_count",
        "change_count | {\"changes\":1,\"more\":2} | has not its 1 columns",
        "change_count | {\"changes\":1}~{\"changes\":1} | change_count has 2 rows, expected 1",
        "change_count | | change_count has 0 rows, expected 1",
        "change_count | x | is not JSON",
        "setting | {\"name\":\"privacy-mode\",\"contents\":\"foo\"} | setting privacy-mode:"
            + " expected",
        "setting | {\"name\":\"name\",\"contents\":\"a\\u0000b\"} | row 1 of setting has a value",
        "invite | {\"id\":1,\"token_hash\":\"a\",\"label\":\"\",\"created_kind\":\"operator\","
            + "\"created_by\":null,\"created\":\"2026-01-01T00:00Z\",\"uses\":1,\"uses_left\":2,\"expires\":null,\"revoked\":null,\"introduce\":false}"
            + " | invite 1 has 2 uses left of 1",
        "audit_entry |"
            + " {\"id\":1,\"happened\":\"2026-01-01T00:00Z\",\"by_kind\":\"operator\",\"by_id\":null,\"action\":\"danced\",\"subject\":\"\",\"other\":null,\"event\":\"{}\"}"
            + " | the audit log tells of something that this program does not know",
        "audit_entry |"
            + " {\"id\":1,\"happened\":\"2026-01-01T00:00Z\",\"by_kind\":\"peer\",\"by_id\":\"me\",\"action\":\"blocked\",\"subject\":\"\",\"other\":null,\"event\":\"{}\"}"
            + " | column by_id",
        "audit_entry |"
            + " {\"id\":1,\"happened\":\"2026-01-01T00:00Z\",\"by_kind\":\"operator\",\"by_id\":null,\"action\":\"blocked\",\"subject\":\"\",\"other\":null,\"event\":\"{}\"}"
            + " | column event holds no event of the kind blocked",
        "member |"
            + " {\"id\":\"me\",\"role\":\"admin\",\"since\":\"2026-01-01T00:00Z\",\"invited_by\":null,\"invite\":null,\"name\":\"\",\"note\":\"\",\"last_seen\":null}"
            + " | column id",
      })
  void rowThatIsRight_butNoneOfARoom_endsInOneLine_andLeavesNothing(
      String table, @Nullable String row, String words) throws Exception {
    backUpFilledRoom(true);
    // claims refer to invites
    BackupFiles.forge(file, "invite_claim", "");
    BackupFiles.forge(file, table, row == null ? "" : row.replace('~', '\n') + "\n");

    assertThatThrownBy(() -> restore(false))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(words)
        .message()
        .doesNotContain("SQL", "Exception")
        .hasLineCount(1);
    assertThat(target).isEmptyDirectory();
    // and nothing is open: the same place takes a good one
    Files.delete(file);
    try (Database database = Database.open(DatabaseUrl.in(source), source, IDENTITY.id())) {
      backUp(database, open(database), true);
    }
    restore(false);
  }

  @Test
  void aliasThatItsOwnerNeverSigned_isRefused() throws Exception {
    backUpFilledRoom(true);
    String alias = BackupFiles.table(file, "alias");
    BackupFiles.forge(file, "alias", alias.replace("\"name\":\"bob\"", "\"name\":\"eve\""));

    assertRefused("alias eve is not signed by its owner for this room");
  }

  /** A block ends membership and leaves the aliases, which sleep, also after it is lifted. */
  @Test
  void aliasOfSomebodyWhoIsNoMember_isRestored() throws Exception {
    try (Database database = Database.open(DatabaseUrl.in(source), source, IDENTITY.id())) {
      Room room = open(database);
      fill(room);
      room.blocks().block(Actor.operator(), BOB.id(), "", Optional.empty());
      room.blocks().unblock(Actor.operator(), BOB.id());
      backUp(database, room, true);
    }

    restore(false);

    try (Database database = Database.open(DatabaseUrl.in(target))) {
      assertThat(open(database).aliases().of(BOB.id())).containsExactly("bob");
    }
  }

  @Test
  void bomb_isRefusedInBoundedMemory() throws Exception {
    backUpFilledRoom(true);
    String long1 = "x".repeat((1 << 20) + 1);
    BackupFiles.forge(file, "setting", long1);

    assertRefused("row 1 of setting is longer than 1048576 bytes");
  }
}
