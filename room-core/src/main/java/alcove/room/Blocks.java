package alcove.room;

import alcove.identity.FeedId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whom the room keeps out. Thread-safe; its methods block. */
public final class Blocks {
  static final int LONGEST_REASON = 1000;

  private final Books books;
  private final FeedId room;

  Blocks(Books books, FeedId room) {
    this.books = books;
    this.room = room;
  }

  /** All keys that are blocked now, newest first. */
  public List<BlockedId> list() {
    Instant now = books.now();
    return books.read(
        tables -> tables.blocks().all().stream().filter(each -> each.holds(now)).toList());
  }

  /**
   * Keeps a key out, from before this returns: its connections, sessions and open invites end, its
   * aliases sleep, and it is no member any more. Blocking it again changes reason and end.
   *
   * @param reason for moderators to read; may be empty
   * @param until when it ends by itself, if it does
   * @throws RefusedException if the actor may not, or it is the last admin
   * @throws StorageException if it could not be kept; the key stays out all the same until the room
   *     is started again
   */
  public BlockedId block(Actor actor, FeedId id, String reason, Optional<Instant> until)
      throws RefusedException {
    return books.change(
        () -> {
          books.require(actor, Action.BLOCK, "only moderators and admins block");
          requireSense(actor, id, reason, until, books.now());
          books.requireRank(actor, id);
          books.requireNotLastAdmin(id);
          books.hold(id, until);
        },
        change -> {
          BlockedId blocked = new BlockedId(id, reason.strip(), actor, change.now(), until);
          change.block(blocked);
          change.deleteMember(id);
          change.audit(actor, AuditAction.BLOCKED, id.toString(), blocked.reason());
          return blocked;
        });
  }

  private void requireSense(
      Actor actor, FeedId id, String reason, Optional<Instant> until, Instant now)
      throws RefusedException {
    if (id.equals(room) || actor.id().filter(id::equals).isPresent()) {
      throw new RefusedException(Refusal.BLOCK_SELF, "neither the room nor oneself can be blocked");
    }
    if (reason.length() > LONGEST_REASON || FreeText.hasNul(reason)) {
      throw new RefusedException(
          Refusal.BLOCK_REASON,
          "a reason has at most " + LONGEST_REASON + " characters, and no NUL among them");
    }
    if (until.isPresent() && !until.get().isAfter(now)) {
      throw new RefusedException(Refusal.BLOCK_END, "a block cannot end in the past");
    }
  }

  /**
   * Lets a key in again, as an external user.
   *
   * @throws RefusedException if the actor may not, or the key is not blocked
   */
  public void unblock(Actor actor, FeedId id) throws RefusedException {
    books.change(
        change -> {
          change.require(actor, Action.BLOCK, "only moderators and admins unblock");
          if (!change.unblock(id)) {
            throw new RefusedException(Refusal.UNKNOWN, id + " is not blocked");
          }
          change.audit(actor, AuditAction.UNBLOCKED, id.toString(), "");
          return id;
        });
  }
}
