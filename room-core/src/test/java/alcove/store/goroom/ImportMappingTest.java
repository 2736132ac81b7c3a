package alcove.store.goroom;

import static alcove.store.goroom.ImportReport.Kind.ADMIN;
import static alcove.store.goroom.ImportReport.Kind.ALIAS;
import static alcove.store.goroom.ImportReport.Kind.BLOCKED_ID;
import static alcove.store.goroom.ImportReport.Kind.INVITE;
import static alcove.store.goroom.ImportReport.Kind.MEMBER;
import static alcove.store.goroom.ImportReport.Kind.MODERATOR;
import static alcove.store.goroom.ImportReport.Kind.NOTICE;
import static alcove.store.goroom.ImportReport.Kind.SETTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.identity.FeedKeyPair;
import alcove.room.ImportedRoom.ImportedInvite;
import alcove.room.model.Alias;
import alcove.room.model.BlockedId;
import alcove.room.model.Member;
import alcove.room.model.NoticeKind;
import alcove.room.model.RoomSetting;
import alcove.room.model.SecretToken;
import alcove.room.policy.Role;
import alcove.store.goroom.GoRoomFixture.Level;
import alcove.store.goroom.ImportReport.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportMappingTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final String GABBY =
      "ssb:feed/gabbygrove-v1/dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q=";

  @TempDir private Path directory;
  private final Crypto crypto = CryptoChoice.JAVA.load();
  private final FeedKeyPair alice = FeedKeyPair.create(crypto);
  private final FeedKeyPair bob = FeedKeyPair.create(crypto);
  private final FeedKeyPair carol = FeedKeyPair.create(crypto);
  private GoRoomFixture room;

  ImportMappingTest() throws Exception {}

  @BeforeEach
  void createRoom() throws Exception {
    room = GoRoomFixture.in(directory.resolve("newest"), crypto);
  }

  @AfterEach
  void closeRoom() throws Exception {
    room.close();
  }

  private ImportPlan plan() throws Exception {
    return GoRoomFolder.of(room.folder()).plan(crypto, NOW);
  }

  @ParameterizedTest
  @EnumSource(Level.class)
  void room_ofEachSchema_isTakenWhole(Level level) throws Exception {
    try (var old = GoRoomFixture.in(directory.resolve("old"), crypto, level)) {
      var admin = old.member(3, alice);
      old.alias("alice", admin, alice);
      var link = old.invite(admin, 1);
      old.deny(bob.id().toString(), "spam");

      var plan = GoRoomFolder.of(old.folder()).plan(crypto, NOW);

      assertThat(plan.keys().id()).isEqualTo(old.room());
      assertThat(plan.report().room()).isEqualTo(old.room());
      assertThat(plan.report().left()).isEmpty();
      assertThat(plan.report().changed()).isEmpty();
      assertThat(plan.report().taken())
          .contains(entry(ADMIN, 1), entry(ALIAS, 1), entry(INVITE, 1), entry(BLOCKED_ID, 1));
      assertThat(plan.contents().members()).extracting(Member::id).containsExactly(alice.id());
      assertThat(plan.contents().invites())
          .extracting(ImportedInvite::tokenHash)
          .containsExactly(SecretToken.parse(link).orElseThrow().hash());
      assertThat(plan.contents().notices()).hasSize(level == Level.CONSOLIDATED ? 0 : 1);
    }
  }

  @Test
  void members_ofEachRole_keepIt() throws Exception {
    room.member(1, alice);
    room.member(2, bob);
    room.member(3, carol);

    var plan = plan();

    assertThat(plan.contents().members())
        .extracting(Member::id, Member::role)
        .containsExactly(
            tuple(alice.id(), Role.MEMBER),
            tuple(bob.id(), Role.MODERATOR),
            tuple(carol.id(), Role.ADMIN));
    assertThat(plan.report().taken())
        .containsExactly(
            entry(SETTING, 2),
            entry(MEMBER, 1),
            entry(MODERATOR, 1),
            entry(ADMIN, 1),
            entry(NOTICE, 1));
  }

  @Test
  void member_ofAnUnknownRole_becomesAPlainOne() throws Exception {
    room.member(7, alice);

    var plan = plan();

    assertThat(plan.contents().members()).extracting(Member::role).containsExactly(Role.MEMBER);
    assertThat(plan.report().changed())
        .containsExactly(
            new Finding(
                MEMBER, alice.id().toString(), "its role 7 is unknown here: member instead"));
  }

  @ParameterizedTest
  @ValueSource(strings = {GABBY, "@tooShort.ed25519", "", "not an id"})
  void member_withAKeyOfAnotherKind_isLeftWithWhatItHas(String key) throws Exception {
    var number = room.member(3, key);
    room.alias("gabby", number, alice);
    room.invite(number, 1);

    var plan = plan();

    assertThat(plan.contents().members()).isEmpty();
    assertThat(plan.contents().aliases()).isEmpty();
    assertThat(plan.contents().invites()).isEmpty();
    assertThat(plan.report().left())
        .containsExactly(
            new Finding(MEMBER, key, "is a key of another kind, by which nobody can connect"),
            new Finding(ALIAS, "gabby", "its owner is not taken"),
            new Finding(INVITE, "number 1", "its creator is not taken"));
    assertThat(plan.report().notes())
        .anyMatch(note -> note.startsWith("there is no admin: name one with \"alcove setup"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "0", "2021", "admin", "www", "a1b2"})
  void alias_thatGoAllowed_isTaken(String name) throws Exception {
    room.alias(name, room.member(1, alice), alice);

    var plan = plan();

    assertThat(plan.contents().aliases()).extracting(Alias::name).containsExactly(name);
    assertThat(plan.contents().aliases().getFirst().owner()).isEqualTo(alice.id());
    assertThat(plan.contents().aliases().getFirst().signature().bytes())
        .isEqualTo(room.signature(alice, name));
    assertThat(plan.report().left()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', has no name",
    "Alice, is no name for an alias",
    "with-hyphen, is no name for an alias",
    "0123456789012345678901234567890123456789012345678901234567890123, is no name for an alias"
  })
  void alias_withoutAUsableName_isLeft(String name, String reason) throws Exception {
    room.alias(name, room.member(1, alice), alice);

    var plan = plan();

    assertThat(plan.contents().aliases()).isEmpty();
    assertThat(plan.report().left()).containsExactly(new Finding(ALIAS, name, reason));
  }

  @Test
  void alias_withAnotherSignature_isLeft() throws Exception {
    var member = room.member(1, alice);
    room.alias("byother", member, bob);
    room.alias("othername", member, room.signature(alice, "name"));
    room.alias("short", member, new byte[63]);
    room.alias("zero", member, new byte[64]);
    room.alias("nobody", 99, alice);

    var plan = plan();

    assertThat(plan.contents().aliases()).isEmpty();
    var unsigned = "is not signed by its owner " + alice.id() + " for this room";
    assertThat(plan.report().left())
        .containsExactly(
            new Finding(ALIAS, "byother", unsigned),
            new Finding(ALIAS, "othername", unsigned),
            new Finding(ALIAS, "short", unsigned),
            new Finding(ALIAS, "zero", unsigned),
            new Finding(ALIAS, "nobody", "its owner is not taken"));
  }

  @Test
  void blocked_memberAndDeniedAtOnce_isBlockedAndItsAliasSleeps() throws Exception {
    var number = room.member(3, alice);
    room.alias("alice", number, alice);
    room.invite(number, 1);
    room.deny(alice.id().toString(), " rude ");

    var plan = plan();

    assertThat(plan.contents().members()).isEmpty();
    assertThat(plan.contents().blocks())
        .extracting(BlockedId::id, BlockedId::reason)
        .containsExactly(tuple(alice.id(), "rude"));
    assertThat(plan.contents().aliases()).extracting(Alias::name).containsExactly("alice");
    assertThat(plan.report().changed())
        .containsExactly(new Finding(ALIAS, "alice", "sleeps, because its owner is blocked"));
    assertThat(plan.report().left())
        .containsExactly(
            new Finding(MEMBER, alice.id().toString(), "is blocked, so it is no member any more"),
            new Finding(INVITE, "number 1 of " + alice.id(), "its creator is blocked"));
  }

  @Test
  void blocked_keysThatCannotBe_areLeft() throws Exception {
    room.deny(GABBY, "");
    room.deny(room.room().toString(), "");

    var plan = plan();

    assertThat(plan.contents().blocks()).isEmpty();
    assertThat(plan.report().left())
        .containsExactly(
            new Finding(BLOCKED_ID, GABBY, "is a key of another kind, by which nobody can connect"),
            new Finding(BLOCKED_ID, room.room().toString(), "is the room itself"));
  }

  @Test
  void blocked_longComment_isCut() throws Exception {
    room.deny(alice.id().toString(), "x".repeat(1001));

    var plan = plan();

    assertThat(plan.contents().blocks().getFirst().reason()).isEqualTo("x".repeat(1000));
    assertThat(plan.report().changed())
        .containsExactly(
            new Finding(
                BLOCKED_ID, alice.id().toString(), "its comment is cut to 1000 characters"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2021-05-11 09:41:07",
        "2021-05-11 09:41:07.000000000+00:00",
        "2021-05-11 09:41:07.000000000 +0000 UTC m=+12.3"
      })
  void created_inEachForm_isKept(String text) throws Exception {
    room.invite(room.member(3, alice), 1);
    room.deny(bob.id().toString(), "");
    room.execute("UPDATE invites SET created_at = ?", text);
    room.execute("UPDATE denied_keys SET created_at = ?", text);

    var contents = plan().contents();

    var moment = Instant.parse("2021-05-11T09:41:07Z");
    assertThat(contents.invites().getFirst().created()).isEqualTo(moment);
    assertThat(contents.blocks().getFirst().since()).isEqualTo(moment);
  }

  @Test
  void created_unreadable_becomesNowAndIsTold() throws Exception {
    room.invite(room.member(3, alice), 1);
    room.deny(bob.id().toString(), "");
    room.execute("UPDATE invites SET created_at = 'long ago'");
    room.execute("UPDATE denied_keys SET created_at = 1620726067");

    var plan = plan();

    assertThat(plan.contents().invites().getFirst().created()).isEqualTo(NOW);
    assertThat(plan.contents().blocks().getFirst().since()).isEqualTo(NOW);
    assertThat(plan.report().changed())
        .containsExactly(
            new Finding(BLOCKED_ID, bob.id().toString(), "its date cannot be read: today instead"),
            new Finding(
                INVITE, "number 1 of " + alice.id(), "its date cannot be read: today instead"));
  }

  @Test
  void invites_spentOrWithoutHash_areNotTaken() throws Exception {
    var admin = room.member(3, alice);
    room.invite(admin, 1);
    room.execute("UPDATE invites SET active = 0");
    room.invite(admin, 2);
    room.execute("UPDATE invites SET hashed_token = 'short' WHERE active = 1");

    var plan = plan();

    assertThat(plan.contents().invites()).isEmpty();
    assertThat(plan.report().left())
        .containsExactly(
            new Finding(
                INVITE, "number 2 of " + alice.id(), "its token's hash is not one of SHA-256"));
  }

  @Test
  void invite_whoseCreatorMayNotInviteNow_isTakenAndTold() throws Exception {
    room.invite(room.member(1, alice), 1);
    room.execute("UPDATE config SET privacyMode = 3");

    var plan = plan();

    assertThat(plan.contents().invites()).hasSize(1);
    assertThat(plan.report().changed())
        .containsExactly(
            new Finding(
                INVITE,
                "number 1 of " + alice.id(),
                "cannot be claimed while the room is restricted, because of its creator's role"));
  }

  @ParameterizedTest
  @CsvSource({"1, open", "2, community", "3, restricted"})
  void settings_areTaken(int mode, String word) throws Exception {
    room.execute("UPDATE config SET privacyMode = ?, defaultLanguage = 'de'", mode);

    assertThat(plan().contents().settings())
        .containsOnly(entry(RoomSetting.PRIVACY_MODE, word), entry(RoomSetting.LANGUAGE, "de"));
  }

  @Test
  void settings_ofAnUnknownKind_becomeSafeOnes() throws Exception {
    room.execute("UPDATE config SET privacyMode = 9, defaultLanguage = 'Plain English'");

    var plan = plan();

    assertThat(plan.contents().settings())
        .containsOnly(
            entry(RoomSetting.PRIVACY_MODE, "restricted"), entry(RoomSetting.LANGUAGE, "en"));
    assertThat(plan.report().changed())
        .containsExactly(
            new Finding(SETTING, "privacy mode 9", "is unknown here: restricted instead"),
            new Finding(SETTING, "language \"Plain English\"", "is en instead"));
  }

  @Test
  void notices_severalForOnePlace_theNewestIsTaken() throws Exception {
    room.notice("Second", "en-GB", List.of(1));
    room.notice("Willkommen", "de-DE", List.of(1));
    room.notice("Rules", "English!", List.of(3, 4));
    room.notice("Draft", "en-GB", List.of());

    var plan = plan();

    assertThat(plan.contents().notices())
        .extracting(each -> each.kind() + " " + each.language() + " " + each.title())
        .containsExactlyInAnyOrder(
            NoticeKind.DESCRIPTION + " en-GB Second",
            NoticeKind.DESCRIPTION + " de-DE Willkommen",
            NoticeKind.CODE_OF_CONDUCT + " en Rules",
            NoticeKind.PRIVACY_POLICY + " en Rules");
    assertThat(plan.report().left())
        .containsExactlyInAnyOrder(
            new Finding(
                NOTICE,
                "number 1, \"Welcome\" in en-GB",
                "a newer one has the same place and language"),
            new Finding(
                NOTICE, "number 5, \"Draft\" in en-GB", "is pinned nowhere on the room's pages"));
    assertThat(plan.report().changed())
        .containsOnly(
            new Finding(NOTICE, "number 4, \"Rules\" in English!", "its language becomes en"));
  }

  @Test
  void notices_tooLong_areCutOrLeft() throws Exception {
    room.execute("UPDATE notices SET title = ?", "t".repeat(201));
    room.notice("Long", "en", List.of(2));
    room.execute("UPDATE notices SET content = ? WHERE title = 'Long'", "c".repeat(65_537));

    var plan = plan();

    assertThat(plan.contents().notices()).hasSize(1);
    assertThat(plan.contents().notices().getFirst().title()).isEqualTo("t".repeat(200));
    assertThat(plan.report().left())
        .containsExactly(
            new Finding(NOTICE, "number 2, \"Long\" in en", "is longer than 65536 characters"));
  }

  @Test
  void folder_withLooseModeAndSocket_isTakenWithNotes() throws Exception {
    Files.setPosixFilePermissions(
        room.folder().resolve("secret"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.createFile(room.folder().resolve("socket"));
    Files.createDirectory(room.folder().resolve("i18n"));

    assertThat(plan().report().notes())
        .contains(
            room.folder().resolve("secret")
                + " can be read by others than its owner; the room's new one cannot",
            room.folder().resolve("i18n") + ": translations of go-ssb-room's pages are left")
        .anyMatch(note -> note.contains("go-ssb-room may still be running"));
  }
}
