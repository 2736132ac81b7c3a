package alcove.room.model;

import alcove.identity.FeedId;
import alcove.room.policy.Role;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Somebody in the registry.
 *
 * @param since when they became a member
 * @param invitedBy who let them in, if that was a peer
 * @param invite the number of the invite they came by, if they came by one
 * @param name what they call themselves here; empty if they did not say
 * @param note what moderators call them, between themselves; may be empty
 * @param lastSeen the last day on which they were here, in UTC, where the room keeps that
 */
public record Member(
    FeedId id,
    Role role,
    Instant since,
    Optional<FeedId> invitedBy,
    Optional<Long> invite,
    String name,
    String note,
    Optional<LocalDate> lastSeen) {
  /** Somebody who is new here. */
  public static Member joining(
      FeedId id, Role role, Instant since, Optional<FeedId> invitedBy, Optional<Long> invite) {
    return new Member(id, role, since, invitedBy, invite, "", "", Optional.empty());
  }

  /** When the last day began on which they were here, where the room keeps that. */
  public Optional<Instant> seen() {
    return lastSeen.map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** The same with another key. */
  public Member withId(FeedId other) {
    return new Member(other, role, since, invitedBy, invite, name, note, lastSeen);
  }

  /** The same in another role. */
  public Member withRole(Role other) {
    return new Member(id, other, since, invitedBy, invite, name, note, lastSeen);
  }

  /** The same let in by another. */
  public Member invitedBy(FeedId other) {
    return new Member(id, role, since, Optional.of(other), invite, name, note, lastSeen);
  }

  /** The same under another name of their own. */
  public Member withName(String other) {
    return new Member(id, role, since, invitedBy, invite, other, note, lastSeen);
  }

  /** The same with another note. */
  public Member withNote(String other) {
    return new Member(id, role, since, invitedBy, invite, name, other, lastSeen);
  }

  /** The same without when they were here last. */
  public Member withoutLastSeen() {
    return new Member(id, role, since, invitedBy, invite, name, note, Optional.empty());
  }

  /** The same without whom and what they came by. */
  Member withoutInvite() {
    return new Member(id, role, since, Optional.empty(), Optional.empty(), name, note, lastSeen);
  }

  /** The same without whom they came by. */
  Member withoutInviter() {
    return new Member(id, role, since, Optional.empty(), invite, name, note, lastSeen);
  }
}
