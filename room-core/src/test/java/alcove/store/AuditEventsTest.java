package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.crypto.CryptoChoice;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.audit.AuditAction;
import alcove.room.audit.AuditEvent;
import alcove.room.model.NoticeKind;
import alcove.room.model.RoomList;
import alcove.room.model.RoomSetting;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.store.sql.AuditEvents;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as the table keeps them, now and before schema 5. */
class AuditEventsTest {
  private static final FeedId ALICE = id();
  private static final FeedId BOB = id();
  private static final String ODD = "\"é\\u0000 \\ -> 漁 🐟\n{}";

  private static FeedId id() {
    try {
      return FeedKeyPair.create(CryptoChoice.JAVA.load()).id();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** One of each, with the two texts that schema 4 had of it. */
  private static Stream<List<Object>> events() {
    String alice = ALICE.toString();
    return Stream.of(
        List.of(new AuditEvent.MemberJoined(ALICE), "member-joined", alice, ""),
        List.of(new AuditEvent.MemberAdded(ALICE, Role.ADMIN), "member-added", alice, "admin"),
        List.of(
            new AuditEvent.MemberRemoved(ALICE, Role.MEMBER), "member-removed", alice, "member"),
        List.of(new AuditEvent.MemberLeft(ALICE, Role.MEMBER), "member-left", alice, "member"),
        List.of(
            new AuditEvent.MemberReplaced(ALICE, BOB), "member-replaced", alice, BOB.toString()),
        List.of(
            new AuditEvent.RoleChanged(ALICE, Role.MEMBER, Role.MODERATOR),
            "role-changed",
            alice,
            "member -> moderator"),
        List.of(new AuditEvent.AliasRevoked("alice", ALICE), "alias-revoked", "alice", alice),
        List.of(new AuditEvent.InviteCreated(7, ODD), "invite-created", "7", ODD),
        List.of(new AuditEvent.InviteRenewed(7, ""), "invite-renewed", "7", ""),
        List.of(new AuditEvent.InviteRevoked(7, ODD), "invite-revoked", "7", ODD),
        List.of(new AuditEvent.InviteClaimed(ALICE, 7), "invite-claimed", alice, "7"),
        List.of(new AuditEvent.Blocked(ALICE, ODD), "blocked", alice, ODD),
        List.of(new AuditEvent.BlockLifted(ALICE, "no"), "block-lifted", alice, "no"),
        List.of(new AuditEvent.Unblocked(ALICE), "unblocked", alice, ""),
        List.of(
            new AuditEvent.PrivacyModeChanged(PrivacyMode.COMMUNITY),
            "privacy-mode-changed",
            "privacy-mode",
            "community"),
        List.of(
            new AuditEvent.SettingChanged(RoomSetting.NAME, ODD), "setting-changed", "name", ODD),
        List.of(new AuditEvent.NoticeSaved(NoticeKind.NEWS, "de"), "notice-saved", "news", "de"),
        List.of(
            new AuditEvent.NoticeDeleted(NoticeKind.CODE_OF_CONDUCT, "en"),
            "notice-deleted",
            "code-of-conduct",
            "en"),
        List.of(new AuditEvent.AppAdded(ODD, "https://a"), "app-added", ODD, "https://a"),
        List.of(
            new AuditEvent.AppChanged("App", "https://a", 0), "app-changed", "App", "https://a"),
        List.of(new AuditEvent.AppChanged("App", "", 3), "app-changed", "App", "place 3"),
        List.of(new AuditEvent.AppRemoved("App", "https://a"), "app-removed", "App", "https://a"),
        List.of(new AuditEvent.FirstAdmin(ALICE), "first-admin", alice, ""),
        List.of(new AuditEvent.ResetLinkMade(ALICE), "reset-link-made", alice, ""),
        List.of(new AuditEvent.PasswordRemoved(ALICE), "password-removed", alice, ""),
        List.of(new AuditEvent.BackedUp("with the identity"), "backed-up", "", "with the identity"),
        List.of(new AuditEvent.Restored("of 2026"), "restored", "", "of 2026"),
        List.of(
            new AuditEvent.Imported("go-ssb-room", "members 3"),
            "imported",
            "go-ssb-room",
            "members 3"),
        List.of(new AuditEvent.Unreadable("lunch", "soup", "3 -> 4"), "lunch", "soup", "3 -> 4"));
  }

  /** One of each that schema 4 did not have, with its two texts. */
  private static Stream<List<Object>> laterEvents() {
    String alice = ALICE.toString();
    return Stream.of(
        List.of(new AuditEvent.NameChosen(ALICE), "name-chosen", alice, ""),
        List.of(new AuditEvent.NameRemoved(ALICE), "name-removed", alice, ""),
        List.of(new AuditEvent.NoteWritten(ALICE), "note-written", alice, ""),
        List.of(new AuditEvent.NoteRemoved(ALICE), "note-removed", alice, ""),
        List.of(new AuditEvent.InviteReopened(7, ODD), "invite-reopened", "7", ODD),
        List.of(new AuditEvent.AliasRestored("alice", ALICE), "alias-restored", "alice", alice),
        List.of(new AuditEvent.ListExported(RoomList.MEMBERS), "list-exported", "members", ""),
        List.of(new AuditEvent.ReportClosed(ALICE), "report-closed", alice, ""),
        List.of(new AuditEvent.ReportReopened(ALICE), "report-reopened", alice, ""),
        List.of(new AuditEvent.PictureChanged(), "picture-changed", "", ""),
        List.of(new AuditEvent.PictureRemoved(), "picture-removed", "", ""),
        List.of(new AuditEvent.PasskeyAdded(ALICE, ODD), "passkey-added", alice, ODD),
        List.of(
            new AuditEvent.PasskeyRenamed(ALICE, "Old", "Phone"),
            "passkey-renamed",
            alice,
            "Old -> Phone"),
        List.of(new AuditEvent.PasskeyRemoved(ALICE, ODD), "passkey-removed", alice, ODD),
        List.of(new AuditEvent.PasskeyCopied(ALICE, ""), "passkey-copied", alice, ""));
  }

  @ParameterizedTest
  @MethodSource("events")
  void event_isReadAsItWasWritten_andAsSchema4WroteIt(List<Object> row) throws Exception {
    AuditEvent event = (AuditEvent) row.getFirst();

    laterEvent_isReadAsItWasWritten(row);
    assertThat(
            FormerAuditEntries.read(
                row.get(1).toString(), row.get(2).toString(), row.get(3).toString()))
        .isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("laterEvents")
  void laterEvent_isReadAsItWasWritten(List<Object> row) throws Exception {
    AuditEvent event = (AuditEvent) row.getFirst();
    var written = AuditEvents.write(event);

    assertThat(AuditEvents.read(written.action(), written.event())).isEqualTo(event);
    assertThat(List.of(event.action(), event.subject(), event.details()))
        .isEqualTo(row.subList(1, 4));
  }

  @Test
  void events_areAllTried() {
    List<String> tried =
        Stream.concat(events(), laterEvents())
            .map(row -> AuditAction.of((AuditEvent) row.getFirst()).word())
            .toList();

    assertThat(AuditAction.all()).extracting(AuditAction::word).isSubsetOf(tried);
    assertThat(AuditAction.all()).hasSameSizeAs(AuditEvent.class.getPermittedSubclasses());
  }

  @Test
  void personOrInvite_besideTheSubject_isWhatAnEntryIsFoundBy() {
    assertThat(other(new AuditEvent.MemberReplaced(ALICE, BOB))).isEqualTo(BOB.toString());
    assertThat(other(new AuditEvent.InviteClaimed(ALICE, 7))).isEqualTo("7");
    assertThat(other(new AuditEvent.Blocked(ALICE, BOB.toString()))).isNull();
    assertThat(other(new AuditEvent.InviteCreated(7, "8"))).isNull();
  }

  private static @Nullable String other(AuditEvent event) {
    return AuditEvents.write(event).other();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "member-added   | ID                  | king",
        "member-added   | @nobody             | member",
        "member-joined  | ID                  | by the way",
        "role-changed   | ID                  | member",
        "role-changed   | ID                  | member -> king",
        "role-changed   | ID                  | a -> b -> c",
        "member-replaced| ID                  | nobody",
        "invite-created | seven               | label",
        "invite-created | 007                 | label",
        "invite-created | 99999999999999999999| label",
        "invite-claimed | ID                  | +7",
        "privacy-mode-changed | mode          | open",
        "privacy-mode-changed | privacy-mode  | closed",
        "setting-changed| colour              | red",
        "notice-saved   | sermon              | en",
        "backed-up      | where               | with the identity",
        "unreadable     | a                   | b",
        "Member-Joined  | ID                  | ``",
      })
  void entryThatSaysSomethingElse_isKeptToTheLetter(String action, String subject, String details) {
    String whom = subject.replace("ID", ALICE.toString());

    assertThat(FormerAuditEntries.read(action, whom, details))
        .isEqualTo(new AuditEvent.Unreadable(action, whom, details));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{}",
        "{\"member\":null}",
        "{\"member\":7}",
        "{\"member\":\"bob\"}",
        "{\"member\":\"ID\"",
        "{\"member\":\"ID\"} {}",
        "{\"member\":\"ID\",\"role\":\"admin\"}"
      })
  void columnThatHoldsSomethingElse_isNoEvent(String column) {
    assertThatThrownBy(
            () -> AuditEvents.read("member-joined", column.replace("ID", ALICE.toString())))
        .isInstanceOf(SQLException.class)
        .hasMessageNotContaining(ALICE.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"invite\":\"7\",\"label\":\"\"}", "{\"invite\":7.5,\"label\":\"\"}"})
  void numberThatIsText_isNoEvent(String column) {
    assertThatThrownBy(() -> AuditEvents.read("invite-created", column))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void words_areThoseOfTheRecords() {
    assertThat(Arrays.stream(AuditEvent.class.getPermittedSubclasses()).map(Class::getSimpleName))
        .contains("MemberJoined", "FirstAdmin");
    assertThat(AuditAction.named("first-admin")).isPresent();
    assertThat(AuditAction.named("FirstAdmin")).isEmpty();
  }
}
