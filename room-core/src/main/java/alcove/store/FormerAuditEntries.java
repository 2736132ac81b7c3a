package alcove.store;

import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.identity.Word;
import alcove.room.audit.AuditEvent;
import alcove.room.model.NoticeKind;
import alcove.room.model.RoomSetting;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.store.sql.AuditEvents;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the audit log of schema 4, which kept two texts of each event, in the transaction of
 * the migration to schema 5. What says something else than that version wrote is kept to the
 * letter.
 */
final class FormerAuditEntries extends BaseCallback {
  private static final String SCHEMA = "5";
  private static final int AT_ONCE = 1000;
  private static final Pattern PLACE = Pattern.compile("place ([1-9][0-9]{0,8})");
  private static final Pattern ROLES = Pattern.compile("([a-z]+) -> ([a-z]+)");

  @Override
  public boolean supports(Event event, @Nullable Context context) {
    return event == Event.AFTER_EACH_MIGRATE;
  }

  @Override
  public void handle(Event event, Context context) {
    if (!SCHEMA.equals(context.getMigrationInfo().getVersion().getVersion())) {
      return;
    }
    try {
      rewrite(context.getConnection());
    } catch (SQLException e) {
      throw new FlywayException("the audit log cannot be read: " + e.getMessage(), e);
    }
  }

  private static void rewrite(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        PreparedStatement some =
            connection.prepareStatement(
                "SELECT * FROM former_audit_entry WHERE id > ? ORDER BY id FETCH FIRST "
                    + AT_ONCE
                    + " ROWS ONLY");
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO audit_entry"
                    + " (id, happened, by_kind, by_id, action, subject, other, event)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      long last = 0;
      long before;
      do {
        before = last;
        last = rewrite(before, some, insert);
      } while (last > before);
      statement.execute("ALTER TABLE audit_entry ALTER COLUMN id RESTART WITH " + (last + 1));
      statement.execute("DROP TABLE former_audit_entry");
    }
  }

  /** Writes some of them anew, and returns the number of the last. */
  private static long rewrite(long before, PreparedStatement some, PreparedStatement insert)
      throws SQLException {
    long last = before;
    some.setLong(1, before);
    try (ResultSet row = some.executeQuery()) {
      while (row.next()) {
        last = row.getLong("id");
        AuditEvents.Row written =
            AuditEvents.write(
                read(row.getString("action"), row.getString("subject"), row.getString("details")));
        insert.setLong(1, last);
        insert.setObject(2, row.getObject("happened", OffsetDateTime.class));
        insert.setString(3, row.getString("by_kind"));
        insert.setString(4, row.getString("by_id"));
        insert.setString(5, written.action());
        insert.setString(6, written.subject());
        insert.setString(7, written.other());
        insert.setString(8, written.event());
        insert.addBatch();
      }
    }
    insert.executeBatch();
    return last;
  }

  /** The event that two texts told of. */
  static AuditEvent read(String action, String subject, String details) {
    try {
      AuditEvent event = parse(action, subject, details);
      if (event.subject().equals(subject) && event.details().equals(details)) {
        return event;
      }
    } catch (MalformedException | NoSuchElementException | NumberFormatException foreign) {
      // as below
    }
    return new AuditEvent.Unreadable(action, subject, details);
  }

  private static AuditEvent parse(String action, String subject, String details)
      throws MalformedException {
    return switch (action) {
      case "member-joined" -> new AuditEvent.MemberJoined(FeedId.parse(subject));
      case "member-added" -> new AuditEvent.MemberAdded(FeedId.parse(subject), role(details));
      case "member-removed" -> new AuditEvent.MemberRemoved(FeedId.parse(subject), role(details));
      case "member-left" -> new AuditEvent.MemberLeft(FeedId.parse(subject), role(details));
      case "member-replaced" ->
          new AuditEvent.MemberReplaced(FeedId.parse(subject), FeedId.parse(details));
      case "role-changed" -> roleChanged(FeedId.parse(subject), details);
      case "alias-revoked" -> new AuditEvent.AliasRevoked(subject, FeedId.parse(details));
      case "invite-created" -> new AuditEvent.InviteCreated(Long.parseLong(subject), details);
      case "invite-renewed" -> new AuditEvent.InviteRenewed(Long.parseLong(subject), details);
      case "invite-revoked" -> new AuditEvent.InviteRevoked(Long.parseLong(subject), details);
      case "invite-claimed" ->
          new AuditEvent.InviteClaimed(FeedId.parse(subject), Long.parseLong(details));
      case "blocked" -> new AuditEvent.Blocked(FeedId.parse(subject), details);
      case "block-lifted" -> new AuditEvent.BlockLifted(FeedId.parse(subject), details);
      case "unblocked" -> new AuditEvent.Unblocked(FeedId.parse(subject));
      case "privacy-mode-changed" ->
          new AuditEvent.PrivacyModeChanged(Word.named(PrivacyMode.class, details).orElseThrow());
      case "setting-changed" ->
          new AuditEvent.SettingChanged(
              Word.named(RoomSetting.class, subject).orElseThrow(), details);
      case "notice-saved" ->
          new AuditEvent.NoticeSaved(Word.named(NoticeKind.class, subject).orElseThrow(), details);
      case "notice-deleted" ->
          new AuditEvent.NoticeDeleted(
              Word.named(NoticeKind.class, subject).orElseThrow(), details);
      case "app-added" -> new AuditEvent.AppAdded(subject, details);
      case "app-changed" -> appChanged(subject, details);
      case "app-removed" -> new AuditEvent.AppRemoved(subject, details);
      case "first-admin" -> new AuditEvent.FirstAdmin(FeedId.parse(subject));
      case "reset-link-made" -> new AuditEvent.ResetLinkMade(FeedId.parse(subject));
      case "password-removed" -> new AuditEvent.PasswordRemoved(FeedId.parse(subject));
      case "backed-up" -> new AuditEvent.BackedUp(details);
      case "restored" -> new AuditEvent.Restored(details);
      case "imported" -> new AuditEvent.Imported(subject, details);
      default -> new AuditEvent.Unreadable(action, subject, details);
    };
  }

  private static Role role(String word) {
    return Word.named(Role.class, word).orElseThrow();
  }

  private static AuditEvent roleChanged(FeedId member, String details) {
    Matcher roles = ROLES.matcher(details);
    if (!roles.matches()) {
      throw new NoSuchElementException(details);
    }
    return new AuditEvent.RoleChanged(member, role(roles.group(1)), role(roles.group(2)));
  }

  /** Where it was moved, its homepage was not told. */
  private static AuditEvent appChanged(String app, String details) {
    Matcher place = PLACE.matcher(details);
    return place.matches()
        ? new AuditEvent.AppChanged(app, "", Integer.parseInt(place.group(1)))
        : new AuditEvent.AppChanged(app, details, 0);
  }
}
