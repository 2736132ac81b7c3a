package alcove.room;

import alcove.identity.FeedId;
import alcove.room.audit.AuditAction;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Alias;
import alcove.room.model.BlockedId;
import alcove.room.model.InviteTerms;
import alcove.room.model.Member;
import alcove.room.model.Notice;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.SecretToken;
import alcove.room.model.StorageException;
import alcove.room.policy.Actor;
import alcove.room.registry.Registry;
import alcove.room.registry.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The contents of a room of another server, for a new room to begin with. Immutable.
 *
 * @param settings in their text forms; what is missing is left to the first start
 * @param aliases whose signatures were verified; also of owners that are blocked, for whom they
 *     sleep
 * @param passwords one of a member at most
 */
public record ImportedRoom(
    Map<RoomSetting, String> settings,
    List<Member> members,
    List<Alias> aliases,
    List<ImportedPassword> passwords,
    List<ImportedInvite> invites,
    List<BlockedId> blocks,
    List<Notice> notices) {

  /**
   * What is kept of a member's password.
   *
   * @param hash one that {@link alcove.crypto.PasswordHash} verifies
   */
  public record ImportedPassword(FeedId member, String hash) {}

  /**
   * An invite of one use and without an end, whose link somebody has.
   *
   * @param tokenHash as {@link SecretToken#hash} makes it
   */
  public record ImportedInvite(String tokenHash, FeedId createdBy, Instant created) {}

  /** Copies what it is given. */
  public ImportedRoom {
    settings = Map.copyOf(settings);
    members = List.copyOf(members);
    aliases = List.copyOf(aliases);
    passwords = List.copyOf(passwords);
    invites = List.copyOf(invites);
    blocks = List.copyOf(blocks);
    notices = List.copyOf(notices);
  }

  /** Whether no room was ever kept in {@code registry}, so that this one can be. Blocks. */
  public static boolean fits(Registry registry) {
    return registry.read(ImportedRoom::isEmpty);
  }

  /**
   * Writes all of it in one transaction, with one line in the audit log. Blocks.
   *
   * @param origin the server that it comes from, in words
   * @return false if the registry holds a room already; then nothing is written
   * @throws StorageException if it could not be kept
   */
  public boolean enter(Registry registry, String origin, Instant now) {
    try {
      return registry.write(tables -> isEmpty(tables) && fill(tables, origin, now));
    } catch (RefusedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A room that was ever opened has settings. */
  private static boolean isEmpty(Tables tables) {
    return tables.settings().all().isEmpty()
        && tables.members().all().isEmpty()
        && tables.audit().newest(1, null, AuditAction.all()).isEmpty();
  }

  private boolean fill(Tables tables, String origin, Instant now) {
    settings.forEach((setting, value) -> tables.settings().put(setting.word(), value));
    blocks.forEach(tables.blocks()::put);
    members.forEach(tables.members()::put);
    aliases.forEach(tables.aliases()::insert);
    passwords.forEach(each -> tables.passwords().put(each.member(), each.hash(), now));
    for (ImportedInvite invite : invites) {
      tables
          .invites()
          .insert(
              InviteTerms.SINGLE,
              invite.tokenHash(),
              Actor.of(invite.createdBy()),
              invite.created());
    }
    notices.forEach(tables.notices()::put);
    tables.audit().add(now, Actor.operator(), new AuditEvent.Imported(origin, summary()));
    return true;
  }

  private String summary() {
    return "members %s, aliases %s, passwords %s, invites %s, blocked ids %s, notices %s"
        .formatted(
            members.size(),
            aliases.size(),
            passwords.size(),
            invites.size(),
            blocks.size(),
            notices.size());
  }
}
