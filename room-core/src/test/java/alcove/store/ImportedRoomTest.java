package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.FeedSignature;
import alcove.room.ImportedRoom;
import alcove.room.ImportedRoom.ImportedInvite;
import alcove.room.ImportedRoom.ImportedPassword;
import alcove.room.Room;
import alcove.room.aliases.AliasRegistration;
import alcove.room.model.Alias;
import alcove.room.model.BlockedId;
import alcove.room.model.Member;
import alcove.room.model.Notice;
import alcove.room.model.NoticeKind;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.model.SecretToken;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.room.registry.Registry;
import alcove.room.signin.SignInSteps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImportedRoomTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  /** Of {@code correct horse}, made by libxcrypt. */
  private static final String BCRYPT =
      "$2a$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";

  private final Crypto crypto = CryptoChoice.JAVA.load();
  private final FeedId room = FeedKeyPair.create(crypto).id();
  private final FeedKeyPair admin = FeedKeyPair.create(crypto);
  private final FeedKeyPair moderator = FeedKeyPair.create(crypto);
  private final FeedKeyPair member = FeedKeyPair.create(crypto);
  private final FeedKeyPair blocked = FeedKeyPair.create(crypto);
  private final FeedId newcomer = FeedKeyPair.create(crypto).id();
  private final FeedId stranger = FeedKeyPair.create(crypto).id();

  ImportedRoomTest() throws Exception {}

  private Room open(Registry registry) {
    return Room.open(
        registry,
        room,
        crypto,
        InstantSource.fixed(NOW),
        Set.of("admin"),
        RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Room"));
  }

  private static Member member(FeedKeyPair keys, Role role) {
    return Member.joining(keys.id(), role, NOW, Optional.empty(), Optional.empty());
  }

  private Alias alias(FeedKeyPair owner, String name) {
    var text = new AliasRegistration(room, owner.id(), name).signedText();
    var signature = owner.sign(crypto, text.getBytes(StandardCharsets.UTF_8));
    return new Alias(name, owner.id(), FeedSignature.of(signature), NOW);
  }

  /** The text of a link of go-ssb-room: 50 bytes in padded Base64. */
  private static String link(int number) {
    byte[] token = new byte[50];
    Arrays.fill(token, (byte) (0xf0 + number));
    return Base64.getUrlEncoder().encodeToString(token);
  }

  private ImportedInvite invite(int number, FeedKeyPair creator) {
    var hash = SecretToken.parse(link(number)).orElseThrow().hash();
    return new ImportedInvite(hash, creator.id(), Instant.parse("2021-05-11T09:41:07Z"));
  }

  private ImportedRoom contents() {
    return new ImportedRoom(
        Map.of(RoomSetting.PRIVACY_MODE, "community", RoomSetting.LANGUAGE, "de"),
        List.of(
            member(admin, Role.ADMIN),
            member(moderator, Role.MODERATOR),
            member(member, Role.MEMBER)),
        List.of(alias(member, "2021"), alias(admin, "admin"), alias(blocked, "spam")),
        List.of(new ImportedPassword(member.id(), BCRYPT)),
        List.of(invite(1, member), invite(2, admin)),
        List.of(new BlockedId(blocked.id(), "spam", Actor.operator(), NOW, Optional.empty())),
        List.of(new Notice(NoticeKind.NEWS, "de-DE", "Neues", "Nichts.", NOW)));
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void enter_emptyRegistry_becomesTheRoomItWas(Supplier<DatabaseUrl> databases) throws Exception {
    try (var database = Database.open(databases.get())) {
      assertThat(contents().enter(database, "go-ssb-room", NOW)).isTrue();

      var imported = open(database);

      assertThat(imported.standings().of(admin.id())).isEqualTo(Standing.ADMIN);
      assertThat(imported.standings().of(moderator.id())).isEqualTo(Standing.MODERATOR);
      assertThat(imported.standings().of(member.id())).isEqualTo(Standing.MEMBER);
      assertThat(imported.standings().of(blocked.id())).isEqualTo(Standing.BLOCKED);
      assertThat(imported.setup().hasAdmin()).isTrue();
      assertThat(imported.settings().language()).isEqualTo("de");
      assertThat(imported.settings().name()).isEqualTo("Room");
      assertThat(imported.notices().list()).isEqualTo(contents().notices());
      assertThat(imported.blocks().list()).isEqualTo(contents().blocks());
      assertThat(imported.audit().newest(Actor.operator(), 10, null))
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.action()).isEqualTo("imported");
                assertThat(entry.subject()).isEqualTo("go-ssb-room");
                assertThat(entry.details())
                    .isEqualTo(
                        "members 3, aliases 3, passwords 1, invites 2, blocked ids 1, notices 1");
              });
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void enter_aliases_resolveAlsoIfNobodyCouldTakeThemNow(Supplier<DatabaseUrl> databases)
      throws Exception {
    try (var database = Database.open(databases.get())) {
      contents().enter(database, "go-ssb-room", NOW);
      var aliases = open(database).aliases();

      assertThat(aliases.resolve("2021").owner()).isEqualTo(member.id());
      assertThat(aliases.resolve("ADMIN").owner()).isEqualTo(admin.id());
      assertThatThrownBy(() -> aliases.resolve("spam")).isInstanceOf(RefusedException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void enter_oldInviteLink_isClaimedOnce(Supplier<DatabaseUrl> databases) throws Exception {
    try (var database = Database.open(databases.get())) {
      contents().enter(database, "go-ssb-room", NOW);
      var imported = open(database);
      var invites = imported.invites();

      assertThat(invites.look(link(1)).createdBy()).isEqualTo(Actor.of(member.id()));
      assertRefused(() -> invites.claim(link(1), blocked.id()), Refusal.BLOCKED);
      assertThat(invites.claim(link(1), newcomer).isNew()).isTrue();
      assertThat(imported.standings().of(newcomer)).isEqualTo(Standing.MEMBER);
      assertRefused(() -> invites.claim(link(1), stranger), Refusal.INVITE_SPENT);
      assertRefused(() -> invites.look(link(3)), Refusal.INVITE_UNKNOWN);
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void enter_password_isItsMembersAndIsHashedAnewWhenItIsUsed(Supplier<DatabaseUrl> databases)
      throws Exception {
    try (var database = Database.open(databases.get())) {
      contents().enter(database, "go-ssb-room", NOW);
      var passwords = open(database).passwords();
      var id = member.id().toString();

      assertThat(hash(database)).isEqualTo(BCRYPT);
      assertRefused(
          () -> SignInSteps.check(passwords, id, "Correct horse"), Refusal.WRONG_PASSWORD);
      assertRefused(
          () -> SignInSteps.check(passwords, admin.id().toString(), "correct horse"),
          Refusal.WRONG_PASSWORD);
      assertThat(hash(database)).isEqualTo(BCRYPT);
      assertThat(SignInSteps.check(passwords, "2021", "correct horse")).isEqualTo(member.id());
      assertThat(hash(database)).startsWith("$argon2id$");
      assertThat(SignInSteps.check(passwords, id, "correct horse")).isEqualTo(member.id());
      assertRefused(
          () -> SignInSteps.check(passwords, id, "Correct horse"), Refusal.WRONG_PASSWORD);
    }
  }

  private String hash(Database database) {
    return database.read(tables -> tables.passwords().find(member.id())).orElseThrow();
  }

  private static void assertRefused(ThrowingWork work, Refusal reason) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void enter_registryOfARoom_changesNothing(Supplier<DatabaseUrl> databases) throws Exception {
    try (var database = Database.open(databases.get())) {
      assertThat(ImportedRoom.fits(database)).isTrue();
      open(database);

      assertThat(ImportedRoom.fits(database)).isFalse();
      assertThat(contents().enter(database, "go-ssb-room", NOW)).isFalse();

      assertThat(open(database).members().list()).isEmpty();
      assertThat(open(database).settings().language()).isEqualTo("en");
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void enter_twice_isRefusedTheSecondTime(Supplier<DatabaseUrl> databases) throws Exception {
    try (var database = Database.open(databases.get())) {
      assertThat(contents().enter(database, "go-ssb-room", NOW)).isTrue();
      assertThat(contents().enter(database, "go-ssb-room", NOW)).isFalse();
    }
  }

  private interface ThrowingWork {
    void run() throws Exception;
  }
}
