package alcove.web.dashboard;

import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.room.Action;
import alcove.room.Alias;
import alcove.room.AuditAction;
import alcove.room.AuditEntry;
import alcove.room.NoticeKind;
import alcove.room.Room;
import alcove.room.RoomSetting;
import alcove.room.Standing;
import alcove.web.page.ShortId;
import alcove.web.page.SignedIn;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says whom and what entries of the audit log are about, with links to what is there now.
 *
 * @param aliases those that somebody has, as far as the entries name any
 */
record AuditParts(Room room, SignedIn who, Set<String> aliases) {
  private static final String INVITE = "invites.unlabelled";
  private static final Pattern ROLES = Pattern.compile("([a-z]+) -> ([a-z]+)");
  private static final Pattern PLACE = Pattern.compile("place ([0-9]+)");

  /** Blocks. */
  static AuditParts of(Room room, SignedIn who, List<AuditEntry> entries) {
    boolean named = entries.stream().anyMatch(e -> e.action() == AuditAction.ALIAS_REVOKED);
    return new AuditParts(
        room,
        who,
        named
            ? room.aliases().list().stream().map(Alias::name).collect(Collectors.toSet())
            : Set.of());
  }

  /** What it was done to, if the action does not say it. */
  @Nullable AuditPart subject(AuditEntry entry) {
    String subject = entry.subject();
    return switch (entry.action()) {
      case MEMBER_JOINED,
          MEMBER_ADDED,
          MEMBER_REMOVED,
          MEMBER_LEFT,
          MEMBER_REPLACED,
          ROLE_CHANGED,
          INVITE_CLAIMED,
          BLOCKED,
          BLOCK_LIFTED,
          UNBLOCKED,
          FIRST_ADMIN,
          RESET_LINK_MADE,
          PASSWORD_REMOVED ->
          person(subject);
      case INVITE_CREATED, INVITE_RENEWED, INVITE_REVOKED -> invite(subject);
      case ALIAS_REVOKED ->
          AuditPart.shown(subject)
              .at(aliases.contains(subject) ? link(DashboardAliases.PATH, subject) : null);
      case SETTING_CHANGED -> setting(subject);
      case NOTICE_SAVED, NOTICE_DELETED -> notice(subject);
      case PRIVACY_MODE_CHANGED, BACKED_UP, RESTORED -> null;
      case APP_ADDED, APP_CHANGED, APP_REMOVED, IMPORTED -> AuditPart.shown(subject);
    };
  }

  /** The rest. */
  List<AuditPart> details(AuditEntry entry) {
    String details = entry.details();
    if (details.isEmpty() && entry.action() != AuditAction.SETTING_CHANGED) {
      return List.of();
    }
    return switch (entry.action()) {
      case MEMBER_ADDED, MEMBER_REMOVED, MEMBER_LEFT -> List.of(role(details));
      case ROLE_CHANGED -> roles(details);
      case MEMBER_REPLACED, ALIAS_REVOKED -> List.of(person(details));
      case INVITE_CLAIMED -> List.of(invite(details));
      case PRIVACY_MODE_CHANGED -> List.of(AuditPart.said("settings.mode." + details));
      case SETTING_CHANGED -> List.of(value(entry.subject(), details));
      case APP_ADDED, APP_CHANGED, APP_REMOVED -> List.of(place(details));
      case MEMBER_JOINED,
          INVITE_CREATED,
          INVITE_RENEWED,
          INVITE_REVOKED,
          BLOCKED,
          BLOCK_LIFTED,
          UNBLOCKED,
          FIRST_ADMIN,
          RESET_LINK_MADE,
          PASSWORD_REMOVED,
          NOTICE_SAVED,
          NOTICE_DELETED,
          BACKED_UP,
          RESTORED,
          IMPORTED ->
          List.of(AuditPart.shown(details));
    };
  }

  private static String link(String list, String text) {
    return list + "?q=" + PageLinks.encode(text);
  }

  /** In full where no page of a member has it. */
  private AuditPart person(String text) {
    try {
      FeedId id = FeedId.parse(text);
      Standing standing = room.standings().of(id);
      if (id.equals(who.id())) {
        return AuditPart.said("members.actor.you").at(DashboardMembers.pathOf(id));
      }
      if (standing.isMember()) {
        return AuditPart.shown(ShortId.of(id)).at(DashboardMembers.pathOf(id));
      }
      boolean listed = standing == Standing.BLOCKED && who.may(Action.BLOCK);
      return AuditPart.shown(text).at(listed ? link(DashboardBlocked.PATH, text) : null);
    } catch (MalformedException other) {
      return AuditPart.shown(text);
    }
  }

  private AuditPart invite(String number) {
    return new AuditPart(
        INVITE,
        number,
        who.may(Action.REVOKE_ANY_INVITE) ? link(DashboardInvites.PATH, number) : null);
  }

  private static AuditPart role(String word) {
    return AuditPart.said("frame.role." + word);
  }

  private static List<AuditPart> roles(String text) {
    Matcher both = ROLES.matcher(text);
    return both.matches()
        ? Stream.of(both.group(1), both.group(2)).map(AuditParts::role).toList()
        : List.of(AuditPart.shown(text));
  }

  private AuditPart setting(String word) {
    return AuditPart.said("settings." + word)
        .at(who.may(Action.CHANGE_SETTINGS) ? DashboardSettings.PATH : null);
  }

  private static AuditPart value(String word, String value) {
    Optional<RoomSetting> setting = RoomSetting.named(word);
    if (value.isEmpty()) {
      return AuditPart.said("audit.value.empty");
    }
    if (setting.equals(Optional.of(RoomSetting.SHOW_ONLINE))) {
      return AuditPart.said("audit.value." + value);
    }
    return setting.equals(Optional.of(RoomSetting.ALIAS_FORM))
        ? AuditPart.said("settings.form." + value)
        : AuditPart.shown(value);
  }

  private AuditPart notice(String word) {
    boolean there =
        NoticeKind.named(word).filter(kind -> room.notices().kinds().contains(kind)).isPresent();
    return AuditPart.said("notice-list.kind." + word).at(there ? "/notice/list#" + word : null);
  }

  private static AuditPart place(String text) {
    Matcher place = PLACE.matcher(text);
    return place.matches()
        ? new AuditPart("audit.place", place.group(1), null)
        : AuditPart.shown(text);
  }
}
