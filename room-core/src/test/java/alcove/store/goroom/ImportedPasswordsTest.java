package alcove.store.goroom;

import static alcove.store.goroom.ImportReport.Kind.MEMBER;
import static alcove.store.goroom.ImportReport.Kind.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.identity.FeedKeyPair;
import alcove.room.ImportedRoom.ImportedPassword;
import alcove.store.goroom.GoRoomFixture.Level;
import alcove.store.goroom.ImportReport.Finding;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportedPasswordsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final String HASH = hash("$2a$10$");
  private static final String OTHER_HASH = hash("$2a$12$");

  @TempDir private Path directory;
  private final Crypto crypto = CryptoChoice.JAVA.load();
  private final FeedKeyPair alice = FeedKeyPair.create(crypto);
  private final FeedKeyPair bob = FeedKeyPair.create(crypto);

  ImportedPasswordsTest() throws Exception {}

  private static String hash(String beginning) {
    return beginning + "abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu";
  }

  private GoRoomFixture room(Level level) throws Exception {
    return GoRoomFixture.in(directory.resolve("old"), crypto, level);
  }

  private ImportPlan plan(GoRoomFixture room) throws Exception {
    return GoRoomFolder.of(room.folder()).plan(crypto, NOW);
  }

  @Test
  void passwords_ofMembers_areTakenAsTheyAre() throws Exception {
    try (var room = room(Level.FALLBACK)) {
      room.password(room.member(3, alice), HASH);
      room.password(room.member(1, bob), OTHER_HASH);

      var plan = plan(room);

      assertThat(plan.contents().passwords())
          .containsExactly(
              new ImportedPassword(alice.id(), HASH), new ImportedPassword(bob.id(), OTHER_HASH));
      assertThat(plan.report().taken()).contains(entry(PASSWORD, 2));
      assertThat(plan.report().left()).isEmpty();
      assertThat(plan.report().changed()).isEmpty();
      assertThat(plan.report().notes()).noneMatch(note -> note.contains("password"));
      assertThat(plan.report().toString()).doesNotContain(HASH).doesNotContain(OTHER_HASH);
    }
  }

  /**
   * Until the last migration a password had a name of its own, and a member as many as it liked.
   */
  @ParameterizedTest
  @EnumSource(value = Level.class, mode = EnumSource.Mode.EXCLUDE, names = "FALLBACK")
  void passwords_withLogins_theNewestOfEachMemberIsTaken(Level level) throws Exception {
    try (var room = room(level)) {
      var number = room.member(1, alice);
      room.password(number, "al", HASH);
      room.password(number, "alice", OTHER_HASH);
      room.password(number, "alice2", "unusable");

      var plan = plan(room);

      assertThat(plan.contents().passwords())
          .containsExactly(new ImportedPassword(alice.id(), OTHER_HASH));
      assertThat(plan.report().taken()).contains(entry(PASSWORD, 1));
      assertThat(plan.report().left())
          .containsExactlyInAnyOrder(
              new Finding(
                  PASSWORD, "number 1 of " + alice.id(), "a newer one of this member is taken"),
              new Finding(
                  PASSWORD,
                  "number 3 of " + alice.id(),
                  "is no hash of bcrypt of a cost up to 14"));
      assertThat(plan.report().changed())
          .containsExactly(
              new Finding(
                  PASSWORD,
                  "number 2 of " + alice.id() + ", named alice",
                  "goes with the member's id or an alias now, not with this name"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
  void password_ofEachBcrypt_isTaken(String version) throws Exception {
    var hash = hash(version + "10$");
    try (var room = room(Level.FALLBACK)) {
      room.password(room.member(1, alice), hash);

      assertThat(plan(room).contents().passwords())
          .containsExactly(new ImportedPassword(alice.id(), hash));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "$2a$10$tooshort",
        "$2x$10$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu",
        "$2a$15$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu",
        "$2a$10$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu\n",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
      })
  void password_ofAnotherKind_isLeft(String hash) throws Exception {
    try (var room = room(Level.FALLBACK)) {
      room.password(room.member(1, alice), hash);

      var plan = plan(room);

      assertThat(plan.contents().passwords()).isEmpty();
      assertThat(plan.report().taken()).doesNotContainKey(PASSWORD);
      assertThat(plan.report().left())
          .containsExactly(
              new Finding(
                  PASSWORD,
                  "number 1 of " + alice.id(),
                  "is no hash of bcrypt of a cost up to 14"));
    }
  }

  @Test
  void password_ofSomebodyBlockedOrNotTaken_isLeft() throws Exception {
    try (var room = room(Level.FALLBACK)) {
      room.password(room.member(3, alice), HASH);
      room.deny(alice.id().toString(), "rude");
      room.password(room.member(1, "not an id"), HASH);
      room.password(99, HASH);

      var plan = plan(room);

      assertThat(plan.contents().passwords()).isEmpty();
      assertThat(plan.report().left())
          .containsExactly(
              new Finding(MEMBER, alice.id().toString(), "is blocked, so it is no member any more"),
              new Finding(
                  MEMBER, "not an id", "is a key of another kind, by which nobody can connect"),
              new Finding(PASSWORD, "number 1 of " + alice.id(), "its member is blocked"),
              new Finding(PASSWORD, "number 2", "its member is not taken"),
              new Finding(PASSWORD, "number 3", "its member is not taken"));
    }
  }
}
