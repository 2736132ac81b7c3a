package alcove.web.dashboard;

import alcove.identity.FeedId;
import alcove.room.Room;
import alcove.room.audit.AuditAction;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditEvent;
import alcove.room.audit.Mention;
import alcove.room.model.Alias;
import alcove.room.model.NoticeKind;
import alcove.room.model.RoomList;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Action;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The people and things that entries of the audit log are about, with links to what is there now.
 *
 * @param aliases those that somebody has, as far as the entries name any
 */
record AuditParts(Room room, SignedIn who, Set<String> aliases) {
  private static final String INVITE = "invites.unlabelled";

  /**
   * A person or thing in an entry of the audit log.
   *
   * @param person whoever it is; null if it is a thing
   * @param key of the text that says it; null for what is shown as it is
   * @param text what is shown as it is, or what the text has a place for
   * @param href where there is more about it; null where there is not
   */
  record AuditPart(
      @Nullable FeedId person, @Nullable String key, String text, @Nullable String href) {
    static AuditPart of(FeedId person) {
      return new AuditPart(person, null, "", null);
    }

    static AuditPart said(String key) {
      return said(key, "");
    }

    static AuditPart said(String key, String value) {
      return new AuditPart(null, key, value, null);
    }

    static AuditPart shown(String text) {
      return new AuditPart(null, null, text, null);
    }

    /** The same with a link. */
    AuditPart at(@Nullable String path) {
      return new AuditPart(person, key, text, path);
    }
  }

  /** Blocks. */
  static AuditParts of(Room room, SignedIn who, List<AuditEntry> entries) {
    boolean named = entries.stream().anyMatch(e -> e.event() instanceof AuditEvent.AliasRevoked);
    return new AuditParts(
        room,
        who,
        named
            ? room.aliases().list().stream().map(Alias::name).collect(Collectors.toSet())
            : Set.of());
  }

  /** The word for what was done. */
  public String action(AuditEntry entry) {
    return AuditAction.of(entry.event()).word();
  }

  /** What it was done to; null if the action says it all. */
  public @Nullable AuditPart subject(AuditEntry entry) {
    AuditEvent event = entry.event();
    return event instanceof AuditEvent.PrivacyModeChanged
        ? null
        : part(event.mentions().getFirst());
  }

  /** The rest, such as what it was and what it is now. */
  public List<AuditPart> details(AuditEntry entry) {
    return entry.event().mentions().stream()
        .skip(1)
        .map(this::part)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Nothing for a text that is empty. */
  private @Nullable AuditPart part(Mention mention) {
    return switch (mention) {
      case Mention.Person(FeedId id) -> AuditPart.of(id);
      case Mention.InviteNumber invite -> invite(invite.text());
      case Mention.AliasName(String name) ->
          AuditPart.shown(name)
              .at(aliases.contains(name) ? link(AliasListHandler.PATH, name) : null);
      case Mention.RoleName(Role role) -> AuditPart.said("frame.role." + role.word());
      case Mention.Mode(PrivacyMode mode) -> AuditPart.said("settings.mode." + mode.word());
      case Mention.SettingName(RoomSetting setting) ->
          AuditPart.said("settings." + setting.word())
              .at(who.may(Action.CHANGE_SETTINGS) ? SettingsHandler.PATH : null);
      case Mention.SettingValue(RoomSetting setting, String value) -> value(setting, value);
      case Mention.Kind(NoticeKind kind) ->
          AuditPart.said("notice-list.kind." + kind.word())
              .at(room.notices().kinds().contains(kind) ? "/notice/list#" + kind.word() : null);
      case Mention.ListName(RoomList list) -> AuditPart.said("audit.list." + list.word());
      case Mention.Place(int place) -> AuditPart.said("audit.place", Integer.toString(place));
      case Mention.Text(String text) -> text.isEmpty() ? null : AuditPart.shown(text);
    };
  }

  private static String link(String list, String text) {
    return list + "?q=" + LocalPath.encode(text);
  }

  /** Whether whoever did it did it to themselves, so that one name is enough. */
  public boolean isOwn(AuditEntry entry) {
    return entry
        .by()
        .id()
        .filter(id -> entry.event().mentions().getFirst().equals(new Mention.Person(id)))
        .isPresent();
  }

  private AuditPart invite(String number) {
    return AuditPart.said(INVITE, number)
        .at(who.may(Action.REVOKE_ANY_INVITE) ? link(InviteListHandler.PATH, number) : null);
  }

  private static AuditPart value(RoomSetting setting, String value) {
    if (value.isEmpty()) {
      return AuditPart.said("audit.value.empty");
    }
    return switch (setting) {
      case SHOW_ONLINE, SHOW_MEMBERS, RULES_FIRST, LAST_SEEN ->
          AuditPart.said("audit.value." + value);
      case ALIAS_FORM -> AuditPart.said("settings.alias-form." + value);
      case AUDIT_LOG_DAYS -> AuditPart.said("settings.audit-log-days." + value);
      default -> AuditPart.shown(value);
    };
  }
}
