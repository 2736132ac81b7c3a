package alcove.room.members;

import alcove.identity.FeedId;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Member;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.names.Lookalikes;
import alcove.room.names.NameText;
import alcove.room.names.PersonNames;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Transaction;

/**
 * The names of people: what they call themselves, and what moderators call them between themselves.
 * Thread-safe; its methods block, but for {@link #of}.
 *
 * <p>The audit log tells that a name was changed and by whom, but not what it was: it stays when
 * somebody leaves, and the name does not.
 */
public final class Names {
  private final RoomChanges changes;
  private final Lookalikes lookalikes = new Lookalikes();

  public Names(RoomChanges changes) {
    this.changes = changes;
  }

  /** What somebody goes by, member or not. Never blocks. */
  public PersonNames of(FeedId id) {
    return changes.state().namesOf(id);
  }

  /**
   * Gives a member a name: themselves, or by somebody who ranks higher.
   *
   * @param text empty: none any more
   * @throws RefusedException if the actor may not, or nobody such is a member, or it is no name, or
   *     looks like that of somebody else or like one that the room keeps for itself
   */
  public Member choose(Actor actor, FeedId id, String text) throws RefusedException {
    String name = kept(text, Refusal.NAME);
    requireNotOfficial(name);
    requireFree(id, name);
    return changes.change(
        actor,
        transaction -> {
          Member member = member(transaction, id);
          if (actor.equals(Actor.of(id))) {
            transaction.require(Action.CHOOSE_NAME, "only members choose a name");
          } else {
            transaction.require(
                Action.CHANGE_NAMES, "only moderators and admins change the names of others");
            transaction.requireRank(id);
          }
          if (member.name().equals(name)) {
            return member;
          }
          requireFree(transaction, id, name);
          transaction.enter(
              name.isEmpty() ? new AuditEvent.NameRemoved(id) : new AuditEvent.NameChosen(id));
          return put(transaction, member.withName(name));
        });
  }

  /**
   * Writes what moderators call a member between themselves.
   *
   * @param text empty: nothing any more
   * @throws RefusedException if the actor may not, or nobody such is a member, or it is no name, or
   *     looks like that of somebody else
   */
  public Member note(Actor actor, FeedId id, String text) throws RefusedException {
    String note = kept(text, Refusal.NOTE);
    requireFree(id, note);
    return changes.change(
        actor,
        Action.KEEP_NOTES,
        "only moderators and admins keep notes",
        transaction -> {
          Member member = member(transaction, id);
          if (member.note().equals(note)) {
            return member;
          }
          requireFree(transaction, id, note);
          transaction.enter(
              note.isEmpty() ? new AuditEvent.NoteRemoved(id) : new AuditEvent.NoteWritten(id));
          return put(transaction, member.withNote(note));
        });
  }

  private static Member member(Transaction transaction, FeedId id) throws RefusedException {
    return transaction
        .tables()
        .members()
        .find(id)
        .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN, id + " is not a member"));
  }

  private static Member put(Transaction transaction, Member member) {
    transaction.putMember(member);
    return member;
  }

  private static String kept(String text, Refusal otherwise) throws RefusedException {
    if (text.isBlank()) {
      return "";
    }
    return NameText.kept(text)
        .orElseThrow(
            () ->
                new RefusedException(
                    otherwise,
                    "a %s is one line of 1 to %s characters that can be seen, without @ in front"
                        .formatted(otherwise.word(), NameText.LONGEST),
                    NameText.LONGEST));
  }

  private void requireNotOfficial(String name) throws RefusedException {
    if (!name.isEmpty() && Lookalikes.isOfficial(name, changes.state().settings().name())) {
      throw new RefusedException(
          Refusal.NAME_RESERVED, "people would take this name for those who run the room");
    }
  }

  /** Before the change too, so that nobody waits while skeletons are made. */
  private void requireFree(FeedId id, String name) throws RefusedException {
    if (!name.isEmpty() && lookalikes.isTaken(name, changes.state().namesOfOthers(id))) {
      throw taken();
    }
  }

  private void requireFree(Transaction transaction, FeedId id, String name)
      throws RefusedException {
    requireFree(id, name);
    if (!name.isEmpty()
        && new Lookalikes()
            .isTaken(
                name,
                transaction.tables().aliases().retiredOfOthers(id, transaction.now()).stream())) {
      throw taken();
    }
  }

  private static RefusedException taken() {
    return new RefusedException(
        Refusal.NAME_TAKEN, "somebody has this name or alias, or one that looks like it");
  }
}
