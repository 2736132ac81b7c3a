package alcove.room;

import alcove.identity.FeedId;
import alcove.room.audit.AuditAction;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditEvent;
import alcove.room.audit.Mention;
import alcove.room.model.Alias;
import alcove.room.model.BlockedId;
import alcove.room.model.Invite;
import alcove.room.model.ListedMember;
import alcove.room.model.Report;
import alcove.room.model.Session;
import alcove.room.names.FormerAlias;
import alcove.room.passkeys.Passkey;
import alcove.room.policy.Actor;
import alcove.room.policy.Standing;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that the room keeps about one member, as that member may read it: of others it has no more
 * than pages show that member.
 *
 * @param listed the member
 * @param aliases its names
 * @param formerAliases names that it had
 * @param invites those that it created, newest first, and who came by them
 * @param claims uses that it took of invites, newest first
 * @param block the last time that it was kept out, if that has ended by itself
 * @param sessions browsers in which it is signed in
 * @param hasPassword whether it can sign in without its app
 * @param passkeys those with which it can sign in
 * @param resetEnd when the last link by which it might choose a password ends, if there is one
 * @param reports those that it made, newest first
 * @param log entries of the audit log by and about it, oldest first
 */
public record OwnData(
    ListedMember listed,
    List<Alias> aliases,
    List<FormerAlias> formerAliases,
    List<Invite> invites,
    List<Claimed> claims,
    Optional<BlockedId> block,
    List<Session> sessions,
    boolean hasPassword,
    List<Passkey> passkeys,
    Optional<Instant> resetEnd,
    List<Report> reports,
    List<Deed> log) {

  /**
   * A use of an invite.
   *
   * @param invite the number of the invite
   */
  public record Claimed(long invite, Instant at) {}

  /**
   * An entry of the audit log.
   *
   * @param by who did it, where the member may know that
   * @param subject what it was done to, where that is nobody else whom the member may not know of
   * @param details the rest, under the same rule
   */
  public record Deed(
      Instant at, String action, Optional<Actor> by, String subject, String details) {
    private static Deed of(AuditEntry entry, FeedId self, Standing standing) {
      AuditEvent event = entry.event();
      if (AuditAction.of(event).isReadBy(standing)) {
        AuditEntry seen = entry.asReadBy(standing);
        return new Deed(
            seen.at(), seen.action(), Optional.of(seen.by()), seen.subject(), seen.details());
      }
      return new Deed(
          entry.at(),
          entry.action(),
          Optional.of(entry.by()).filter(Actor.of(self)::equals),
          mayKnow(event, event.mentions().getFirst(), self) ? event.subject() : "",
          event instanceof AuditEvent.InviteClaimed claim ? claim.details() : "");
    }

    private static boolean mayKnow(AuditEvent event, Mention mentioned, FeedId self) {
      Mention own = new Mention.Person(self);
      return switch (mentioned) {
        case Mention.InviteNumber invite -> true;
        case Mention.AliasName alias -> event.mentions().contains(own);
        default -> mentioned.equals(own);
      };
    }
  }

  /** Copies the lists. */
  public OwnData {
    aliases = List.copyOf(aliases);
    formerAliases = List.copyOf(formerAliases);
    invites = List.copyOf(invites);
    claims = List.copyOf(claims);
    sessions = List.copyOf(sessions);
    reports = List.copyOf(reports);
    passkeys = List.copyOf(passkeys);
    log = List.copyOf(log);
  }

  /** Blocks. */
  static OwnData of(ListedMember listed, RoomChanges changes, List<Session> sessions) {
    FeedId id = listed.member().id();
    Standing standing = changes.standings().of(id);
    return changes.read(tables -> of(tables, listed, id, standing, sessions));
  }

  private static OwnData of(
      Tables tables, ListedMember listed, FeedId id, Standing standing, List<Session> sessions) {
    List<Invite> all = tables.invites().all();
    return new OwnData(
        listed,
        tables.aliases().of(id),
        tables.aliases().retiredOf(id),
        all.stream().filter(each -> each.createdBy().equals(Actor.of(id))).toList(),
        claims(all, id),
        tables.blocks().all().stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .map(each -> standing == Standing.MEMBER ? each.withoutReason() : each),
        sessions,
        tables.passwords().find(id).isPresent(),
        tables.passkeys().of(id),
        tables.passwords().resetEnd(id),
        tables.reports().of(id),
        tables.audit().concerning(id).stream().map(entry -> Deed.of(entry, id, standing)).toList());
  }

  private static List<Claimed> claims(List<Invite> all, FeedId id) {
    return all.stream()
        .flatMap(
            invite ->
                invite.claims().stream()
                    .filter(claim -> claim.by().equals(id))
                    .map(claim -> new Claimed(invite.id(), claim.at())))
        .toList();
  }
}
