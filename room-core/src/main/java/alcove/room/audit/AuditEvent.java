package alcove.room.audit;

import alcove.identity.FeedId;
import alcove.room.audit.Mention.AliasName;
import alcove.room.audit.Mention.Mode;
import alcove.room.audit.Mention.Person;
import alcove.room.audit.Mention.Place;
import alcove.room.audit.Mention.SettingName;
import alcove.room.audit.Mention.SettingValue;
import alcove.room.audit.Mention.Text;
import alcove.room.model.NoticeKind;
import alcove.room.model.RoomList;
import alcove.room.model.RoomSetting;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that was changed in the room, as the audit log tells of it: a record for each action.
 * Immutable.
 *
 * <p>The registry keeps a record by the names of its components, under the word that its own name
 * makes ({@link AuditAction#word}). Whoever renames one brings the rows that there are along.
 */
public sealed interface AuditEvent {
  /** What is the same for all events of a record. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Audited {
    /** What it is about, for those who look for something. */
    AuditGroup about();

    /** The lowest standing that reads of it. */
    Standing readBy();
  }

  /**
   * What it tells, in this order: the person or thing that it was done to, which may be an empty
   * text, and the rest. Where a record says nothing else, that is its components, each as what it
   * is by its type.
   */
  default List<Mention> mentions() {
    return AuditAction.of(this).components(this).map(Mention::of).toList();
  }

  /** The action, as commands, pages and the database write it. */
  default String action() {
    return AuditAction.of(this).word();
  }

  /** What it was done to: an id in full, an alias, the name of a setting; may be empty. */
  default String subject() {
    return mentions().getFirst().text();
  }

  /** The rest, for commands; may be empty. */
  default String details() {
    return mentions().stream().skip(1).map(Mention::text).collect(Collectors.joining(" -> "));
  }

  /** As members may read it who are no more than that. */
  default AuditEvent forMembers() {
    return this;
  }

  /** Somebody became a member without an invite. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.MODERATOR)
  record MemberJoined(FeedId member) implements AuditEvent {}

  /** Somebody made somebody a member. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.MODERATOR)
  record MemberAdded(FeedId member, Role role) implements AuditEvent {}

  /** Somebody ended another's membership. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.MODERATOR)
  record MemberRemoved(FeedId member, Role role) implements AuditEvent {}

  /** A member ended its own membership. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.MODERATOR)
  record MemberLeft(FeedId member, Role role) implements AuditEvent {}

  /** A member has another key. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.MODERATOR)
  record MemberReplaced(FeedId before, FeedId after) implements AuditEvent {}

  /** A member has another role. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.MEMBER)
  record RoleChanged(FeedId member, Role before, Role after) implements AuditEvent {}

  /** Somebody has another name of their own, which the log does not keep. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.MODERATOR)
  record NameChosen(FeedId member) implements AuditEvent {}

  /** Somebody has no name of their own any more. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.MODERATOR)
  record NameRemoved(FeedId member) implements AuditEvent {}

  /** Moderators have another note about a member, which the log does not keep. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.MODERATOR)
  record NoteWritten(FeedId member) implements AuditEvent {}

  /** Moderators have no note about a member any more. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.MODERATOR)
  record NoteRemoved(FeedId member) implements AuditEvent {}

  /** Somebody revoked another's alias. */
  @Audited(about = AuditGroup.ALIASES, readBy = Standing.MODERATOR)
  record AliasRevoked(String alias, FeedId owner) implements AuditEvent {
    @Override
    public List<Mention> mentions() {
      return List.of(new AliasName(alias), new Person(owner));
    }
  }

  /** An alias that somebody had revoked is its owner's again. */
  @Audited(about = AuditGroup.ALIASES, readBy = Standing.MODERATOR)
  record AliasRestored(String alias, FeedId owner) implements AuditEvent {
    @Override
    public List<Mention> mentions() {
      return List.of(new AliasName(alias), new Person(owner));
    }
  }

  /** An invite was created. */
  @Audited(about = AuditGroup.INVITES, readBy = Standing.MODERATOR)
  record InviteCreated(long invite, String label) implements AuditEvent {}

  /** An invite has a new link, and its old one is dead. */
  @Audited(about = AuditGroup.INVITES, readBy = Standing.MODERATOR)
  record InviteRenewed(long invite, String label) implements AuditEvent {}

  /** An invite was revoked. */
  @Audited(about = AuditGroup.INVITES, readBy = Standing.MODERATOR)
  record InviteRevoked(long invite, String label) implements AuditEvent {}

  /** An invite that was revoked can be claimed again, by the link that it had. */
  @Audited(about = AuditGroup.INVITES, readBy = Standing.MODERATOR)
  record InviteReopened(long invite, String label) implements AuditEvent {}

  /** Somebody became a member by an invite. */
  @Audited(about = AuditGroup.INVITES, readBy = Standing.MODERATOR)
  record InviteClaimed(FeedId member, long invite) implements AuditEvent {}

  /** A key was blocked. Why, is between moderators. */
  @Audited(about = AuditGroup.BLOCKS, readBy = Standing.MEMBER)
  record Blocked(FeedId id, String reason) implements AuditEvent {
    @Override
    public AuditEvent forMembers() {
      return new Blocked(id, "");
    }
  }

  /** A key was out for a moment, by somebody who turned out to be allowed to block it no more. */
  @Audited(about = AuditGroup.BLOCKS, readBy = Standing.MODERATOR)
  record BlockLifted(FeedId id, String refusal) implements AuditEvent {}

  /** A key was unblocked. */
  @Audited(about = AuditGroup.BLOCKS, readBy = Standing.MEMBER)
  record Unblocked(FeedId id) implements AuditEvent {}

  /** Moderators are done with what somebody reported. Who that was stands nowhere here. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.ADMIN)
  record ReportClosed(FeedId about) implements AuditEvent {}

  /** Moderators look again at what somebody reported. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.ADMIN)
  record ReportReopened(FeedId about) implements AuditEvent {}

  /** Somebody took a list along as a file. */
  @Audited(about = AuditGroup.COPIES, readBy = Standing.ADMIN)
  record ListExported(RoomList list) implements AuditEvent {}

  /** The privacy mode changed. */
  @Audited(about = AuditGroup.SETTINGS, readBy = Standing.MEMBER)
  record PrivacyModeChanged(PrivacyMode mode) implements AuditEvent {
    @Override
    public List<Mention> mentions() {
      return List.of(new SettingName(RoomSetting.PRIVACY_MODE), new Mode(mode));
    }
  }

  /** Another setting changed. */
  @Audited(about = AuditGroup.SETTINGS, readBy = Standing.MODERATOR)
  record SettingChanged(RoomSetting setting, String value) implements AuditEvent {
    @Override
    public List<Mention> mentions() {
      return List.of(new SettingName(setting), new SettingValue(setting, value));
    }
  }

  /** A notice was written or rewritten. */
  @Audited(about = AuditGroup.SETTINGS, readBy = Standing.MEMBER)
  record NoticeSaved(NoticeKind kind, String language) implements AuditEvent {}

  /** A notice was deleted. */
  @Audited(about = AuditGroup.SETTINGS, readBy = Standing.MEMBER)
  record NoticeDeleted(NoticeKind kind, String language) implements AuditEvent {}

  /** Invite pages name another app. */
  @Audited(about = AuditGroup.SETTINGS, readBy = Standing.MODERATOR)
  record AppAdded(String app, String homepage) implements AuditEvent {}

  /**
   * Invite pages say something else of an app, or name it elsewhere.
   *
   * @param place where it is now, counted from 1; 0: where it was
   */
  @Audited(about = AuditGroup.SETTINGS, readBy = Standing.MODERATOR)
  record AppChanged(String app, String homepage, int place) implements AuditEvent {
    @Override
    public List<Mention> mentions() {
      return List.of(new Text(app), place > 0 ? new Place(place) : new Text(homepage));
    }
  }

  /** Invite pages name an app no longer. */
  @Audited(about = AuditGroup.SETTINGS, readBy = Standing.MODERATOR)
  record AppRemoved(String app, String homepage) implements AuditEvent {}

  /** The room has another picture. */
  @Audited(about = AuditGroup.SETTINGS, readBy = Standing.MODERATOR)
  record PictureChanged() implements AuditEvent {
    @Override
    public List<Mention> mentions() {
      return List.of(Text.NONE);
    }
  }

  /** The room has a picture no longer. */
  @Audited(about = AuditGroup.SETTINGS, readBy = Standing.MODERATOR)
  record PictureRemoved() implements AuditEvent {
    @Override
    public List<Mention> mentions() {
      return List.of(Text.NONE);
    }
  }

  /** The first admin of the room, or the first after the last one was lost. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.MEMBER)
  record FirstAdmin(FeedId admin) implements AuditEvent {}

  /** Somebody made a link by which a member chooses a new password. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.ADMIN)
  record ResetLinkMade(FeedId member) implements AuditEvent {}

  /** Somebody took a member's password away. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.ADMIN)
  record PasswordRemoved(FeedId member) implements AuditEvent {}

  /** A member can sign in with one more passkey. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.ADMIN)
  record PasskeyAdded(FeedId member, String name) implements AuditEvent {}

  /** A member calls a passkey something else. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.ADMIN)
  record PasskeyRenamed(FeedId member, String before, String after) implements AuditEvent {}

  /** A member can sign in with a passkey no longer. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.ADMIN)
  record PasskeyRemoved(FeedId member, String name) implements AuditEvent {}

  /** A passkey was refused that has counted less than before: somebody may have a copy of it. */
  @Audited(about = AuditGroup.MEMBERS, readBy = Standing.ADMIN)
  record PasskeyCopied(FeedId member, String name) implements AuditEvent {}

  /** A backup was made. */
  @Audited(about = AuditGroup.COPIES, readBy = Standing.ADMIN)
  record BackedUp(String what) implements AuditEvent {
    @Override
    public List<Mention> mentions() {
      return List.of(Text.NONE, new Text(what));
    }
  }

  /** The registry came out of a backup. */
  @Audited(about = AuditGroup.COPIES, readBy = Standing.ADMIN)
  record Restored(String backup) implements AuditEvent {
    @Override
    public List<Mention> mentions() {
      return List.of(Text.NONE, new Text(backup));
    }
  }

  /** The registry came from another room server. */
  @Audited(about = AuditGroup.COPIES, readBy = Standing.ADMIN)
  record Imported(String origin, String summary) implements AuditEvent {}

  /** An entry of an earlier version that says something else than it would have written. */
  @Audited(about = AuditGroup.COPIES, readBy = Standing.ADMIN)
  record Unreadable(String action, String subject, String details) implements AuditEvent {
    @Override
    public List<Mention> mentions() {
      return List.of(new Text(subject), new Text(action), new Text(details));
    }

    @Override
    public String details() {
      return details;
    }
  }
}
