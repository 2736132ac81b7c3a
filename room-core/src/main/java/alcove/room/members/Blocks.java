package alcove.room.members;

import alcove.identity.FeedId;
import alcove.room.audit.AuditEvent;
import alcove.room.model.BlockedId;
import alcove.room.model.Member;
import alcove.room.model.Notice;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.Report;
import alcove.room.model.StorageException;
import alcove.room.model.UnkeptBlockException;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.registry.Holds;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys that the room keeps out. Thread-safe; its methods block, but for {@link #begin}. */
public final class Blocks {
  private static final Logger LOG = LoggerFactory.getLogger(Blocks.class);
  static final int LONGEST_REASON = 1000;

  /** How many are blocked at a time along with whoever invited them. */
  public static final int MOST_IN_COMPANY = 1000;

  private final RoomChanges changes;
  private final FeedId room;
  private final PendingBlocks pending = new PendingBlocks();

  public Blocks(RoomChanges changes, FeedId room) {
    this.changes = changes;
    this.room = room;
  }

  /** Whether blocks wait for being kept, which could not be when they began. Never blocks. */
  public boolean arePending() {
    return !pending.isEmpty();
  }

  /**
   * Keeps blocks that could not be kept when they began, and still hold: each is judged anew, and
   * the key let in again if its actor may not block it any more. One that cannot be kept is tried
   * after all others the next time. Blocks.
   *
   * @throws StorageException if one cannot be kept yet either; those behind it were not tried
   */
  public void keepPending() {
    pending.keepAll();
  }

  /** All keys that are blocked now, newest first. */
  public List<BlockedId> list() {
    Instant now = changes.now();
    return changes.read(
        tables -> tables.blocks().all().stream().filter(each -> each.holds(now)).toList());
  }

  /**
   * Keeps a key out, from before this returns: its connections, sessions and open invites end, its
   * aliases sleep, and it is no member any more. Blocking it again changes reason and end.
   *
   * @param reason for moderators to read; may be empty
   * @param until when it ends by itself, if it does
   * @throws RefusedException if the actor may not, or it is the last admin
   * @throws UnkeptBlockException if it could not be kept; the key is out all the same, and the
   *     block is kept by {@link #keepPending}, unless the room is started again before
   */
  public BlockedId block(Actor actor, FeedId id, String reason, Optional<Instant> until)
      throws RefusedException {
    return begin(actor, id, reason, until).keep().block();
  }

  /**
   * The first half of it, which never blocks: the key is out, and its connections end. The second
   * half is {@link Begun#keep}.
   *
   * @throws RefusedException as the whole, by what is in memory; then nobody was kept out
   */
  public Begun begin(Actor actor, FeedId id, String reason, Optional<Instant> until)
      throws RefusedException {
    requireSense(actor, id, reason, until, changes.now());
    return new Begun(actor, id, reason.strip(), until, changes.hold(actor, id, until));
  }

  /**
   * A block that was kept.
   *
   * @param member whom it ended the membership of
   * @param before the block of the same key that it follows
   */
  public record Kept(BlockedId block, Optional<Member> member, Optional<BlockedId> before) {}

  /** A block that holds in memory and is still to be kept. */
  public final class Begun {
    private final Actor actor;
    private final FeedId id;
    private final String reason;
    private final Optional<Instant> until;
    private final Holds.Hold hold;
    private volatile boolean isWithInvited;

    private Begun(Actor actor, FeedId id, String reason, Optional<Instant> until, Holds.Hold hold) {
      this.actor = actor;
      this.id = id;
      this.reason = reason;
      this.until = until;
      this.hold = hold;
    }

    /** Whom it keeps out. */
    public FeedId id() {
      return id;
    }

    /**
     * Has it keep out those along with it whom {@link #blockInvited} blocks, should it have to be
     * kept later: then nobody calls that any more. Never blocks.
     */
    public Begun withInvited() {
      isWithInvited = true;
      return this;
    }

    /**
     * Keeps it. Blocks.
     *
     * @throws RefusedException if the registry knows better than memory did: the key is let in
     *     again, and the audit log says so
     * @throws UnkeptBlockException as {@link #block}
     */
    public Kept keep() throws RefusedException {
      try {
        return changes.change(actor, this::keep);
      } catch (RefusedException refused) {
        takeBack(refused);
        throw refused;
      } catch (StorageException gone) {
        keepLater();
        throw new UnkeptBlockException(gone);
      }
    }

    /**
     * Leaves it to {@link #keepPending}, where keeping it could not even be tried. Never blocks.
     */
    public void keepLater() {
      if (!pending.add(this)) {
        LOG.error(
            "more than {} blocks wait for the database: one more is not kept", PendingBlocks.MOST);
      }
      if (isWithInvited) {
        holdInvited(new InvitedWalk(id), actor, reason, until);
      }
    }

    /** Keeps it as {@link #keepPending} does. */
    void keepAtLast() {
      if (!changes.holds(hold)) {
        return;
      }
      try {
        changes.change(actor, this::keepIfHeld);
        LOG.info("a block is kept that could not be when it was made");
      } catch (RefusedException refused) {
        LOG.warn(
            "a block that waited for the database is refused, and the key let in again: {}",
            refused.text());
        takeBack(refused);
      }
    }

    /** Somebody may have ended it while this waited for its turn. */
    private FeedId keepIfHeld(Transaction transaction) throws RefusedException {
      return changes.holds(hold) ? keep(transaction).block().id() : id;
    }

    private Kept keep(Transaction transaction) throws RefusedException {
      changes.standings().requireMayBlock(actor, id);
      BlockedId blocked = new BlockedId(id, reason, actor, transaction.now(), until);
      Kept kept =
          new Kept(blocked, transaction.tables().members().find(id), transaction.findBlock(id));
      transaction.block(blocked, hold);
      transaction.deleteMember(id);
      transaction.closeReports(id, Report.Outcome.BLOCKED);
      transaction.enter(new AuditEvent.Blocked(id, reason));
      return kept;
    }

    private void takeBack(RefusedException refused) {
      changes.lift(hold);
      try {
        changes.change(
            actor,
            transaction -> {
              transaction.enter(new AuditEvent.BlockLifted(id, refused.text()));
              return id;
            });
      } catch (StorageException | RefusedException gone) {
        LOG.warn("the audit log lacks a block that was lifted again: {}", gone.getMessage());
      }
    }
  }

  private void requireSense(
      Actor actor, FeedId id, String reason, Optional<Instant> until, Instant now)
      throws RefusedException {
    if (id.equals(room) || actor.id().filter(id::equals).isPresent()) {
      throw new RefusedException(Refusal.BLOCK_SELF, "neither the room nor oneself can be blocked");
    }
    if (reason.length() > LONGEST_REASON || Notice.hasNul(reason)) {
      throw new RefusedException(
          Refusal.BLOCK_REASON,
          "a reason has at most " + LONGEST_REASON + " characters, and no NUL among them",
          LONGEST_REASON);
    }
    if (until.isPresent() && !until.get().isAfter(now)) {
      throw new RefusedException(Refusal.BLOCK_END, "a block cannot end in the past");
    }
  }

  /**
   * Those whom a blocked one brought along.
   *
   * @param blocked how many are out now
   * @param left those who stayed, because the actor may not block them
   * @param complete whether that is all of them
   */
  public record Company(int blocked, List<FeedId> left, boolean complete) {
    /** Copies the list. */
    public Company {
      left = List.copyOf(left);
    }
  }

  /**
   * Blocks those whom somebody invited, those whom these invited, and so on, each by itself: {@link
   * #MOST_IN_COMPANY} at most. Who may not be blocked by the actor stays, and so does whom they
   * invited. The inviter may be blocked already.
   *
   * @throws RefusedException if the actor may block nobody, or the reason or end is none
   * @throws UnkeptBlockException if the database is lost on the way: those before it are kept, and
   *     all others of whom memory knows are out and kept later
   */
  public Company blockInvited(Actor actor, FeedId inviter, String reason, Optional<Instant> until)
      throws RefusedException {
    changes.standings().require(actor, Action.BLOCK, "only moderators and admins block");
    InvitedWalk walk = new InvitedWalk(inviter);
    try {
      return walk.go(
          each -> changes.read(tables -> tables.members().invitedBy(each)),
          each -> block(actor, each, reason, until));
    } catch (StorageException gone) {
      holdInvited(walk, actor, reason, until);
      throw gone instanceof UnkeptBlockException ? gone : new UnkeptBlockException(gone);
    }
  }

  /** Goes on with a walk by what is in memory, since the registry is lost. */
  private void holdInvited(InvitedWalk walk, Actor actor, String reason, Optional<Instant> until) {
    try {
      walk.go(
          InvitedWalk.among(changes.state().members().values()),
          each -> begin(actor, each, reason, until).keepLater());
    } catch (RefusedException refused) {
      LOG.warn("those whom a blocked one invited are not blocked: {}", refused.text());
    }
  }

  /**
   * Lets a key in again, as an external user.
   *
   * @throws RefusedException if the actor may not, or the key is not blocked
   */
  public void unblock(Actor actor, FeedId id) throws RefusedException {
    changes.change(
        actor,
        Action.BLOCK,
        "only moderators and admins unblock",
        transaction -> {
          if (!transaction.unblock(id)) {
            throw new RefusedException(Refusal.UNKNOWN, id + " is not blocked");
          }
          transaction.enter(new AuditEvent.Unblocked(id));
          return id;
        });
  }
}
