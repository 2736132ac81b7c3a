package alcove.room.members;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import alcove.room.audit.AuditEvent;
import alcove.room.model.BlockedId;
import alcove.room.model.Notice;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.Report;
import alcove.room.model.StorageException;
import alcove.room.model.UnkeptBlockException;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.registry.HoldRelay;
import alcove.room.registry.Holds;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.Transaction;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys that the room keeps out. Thread-safe; its methods block, but for {@link #begin}. */
public final class Blocks {
  private static final Logger LOG = LoggerFactory.getLogger(Blocks.class);
  static final int LONGEST_REASON = 1000;

  /** How many are blocked at a time along with whoever invited them. */
  public static final int MOST_IN_COMPANY = 1000;

  private static final Set<Refusal> STAY =
      EnumSet.of(Refusal.RANK, Refusal.LAST_ADMIN, Refusal.BLOCK_SELF);

  private final RoomChanges changes;
  private final FeedId room;
  private final PendingBlocks pending = new PendingBlocks();

  public Blocks(RoomChanges changes, FeedId room) {
    this.changes = changes;
    this.room = room;
  }

  /** Has other nodes of the room hear at once of keys that are held here. */
  public void relayHoldsTo(HoldRelay relay) {
    changes.relayHoldsTo(relay);
  }

  /** Whether blocks wait for being kept, which could not be when they began. Never blocks. */
  public boolean arePending() {
    return !pending.all().isEmpty();
  }

  /**
   * Keeps blocks that could not be kept when they began, and still hold: each is judged anew, and
   * the key let in again if its actor may not block it any more. Blocks.
   *
   * @throws StorageException if they cannot be kept yet either
   */
  public void keepPending() {
    for (Begun each : pending.all()) {
      each.keepAtLast();
      pending.remove(each);
    }
  }

  /** Tells {@code relay} of all keys that are held here now. Never blocks. */
  public void tellHoldsTo(HoldRelay relay) {
    changes.tellHoldsTo(relay);
  }

  /** Keeps a key out as another node does, which has judged that. Never blocks. */
  public void holdAsElsewhere(NodeId node, FeedId id, Optional<Instant> until) {
    changes.holdAsElsewhere(node, id, until);
  }

  /** Ends that of one node. Never blocks. */
  public void liftAsElsewhere(NodeId node, FeedId id) {
    changes.liftAsElsewhere(node, id);
  }

  /**
   * Ends what holds here, since another node has let the key in. Never blocks.
   *
   * @param generation which the registry has with that
   */
  public void unblockAsElsewhere(FeedId id, long generation) {
    changes.unblockAsElsewhere(id, generation);
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
    return begin(actor, id, reason, until).keep();
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

  /** A block that holds in memory and is still to be kept. */
  public final class Begun {
    private final Actor actor;
    private final FeedId id;
    private final String reason;
    private final Optional<Instant> until;
    private final Holds.Hold hold;

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
     * Keeps it. Blocks.
     *
     * @throws RefusedException if the registry knows better than memory did: the key is let in
     *     again, and the audit log says so
     * @throws UnkeptBlockException as {@link #block}
     */
    public BlockedId keep() throws RefusedException {
      try {
        return changes.change(actor, this::keep);
      } catch (RefusedException refused) {
        takeBack(refused);
        throw refused;
      } catch (StorageException gone) {
        changes.restore(hold);
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
    }

    private void keepAtLast() {
      if (!changes.holds(hold)) {
        return;
      }
      try {
        changes.change(actor, this::keepIfHeld);
        LOG.info("a block is kept that could not be when it was made");
      } catch (RefusedException refused) {
        takeBack(refused);
      }
    }

    /** Somebody may have ended it while this waited for its turn. */
    private FeedId keepIfHeld(Transaction transaction) throws RefusedException {
      return changes.holds(hold) ? keep(transaction).id() : id;
    }

    private BlockedId keep(Transaction transaction) throws RefusedException {
      changes.standings().requireMayBlock(actor, id);
      BlockedId blocked = new BlockedId(id, reason, actor, transaction.now(), until);
      transaction.block(blocked);
      transaction.deleteMember(id);
      transaction.closeReports(id, Report.Outcome.BLOCKED);
      transaction.enter(new AuditEvent.Blocked(id, reason));
      return blocked;
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
   * @throws UnkeptBlockException as {@link #block}; those before it are kept
   */
  public Company blockInvited(Actor actor, FeedId inviter, String reason, Optional<Instant> until)
      throws RefusedException {
    changes.standings().require(actor, Action.BLOCK, "only moderators and admins block");
    Set<FeedId> seen = new HashSet<>(Set.of(inviter));
    Deque<FeedId> inviters = new ArrayDeque<>(seen);
    List<FeedId> left = new ArrayList<>();
    int blocked = 0;
    while (!inviters.isEmpty()) {
      FeedId next = inviters.remove();
      for (FeedId invited : changes.read(tables -> tables.members().invitedBy(next))) {
        if (blocked == MOST_IN_COMPANY) {
          return new Company(blocked, left, false);
        }
        if (seen.add(invited)) {
          try {
            block(actor, invited, reason, until);
            blocked++;
            inviters.add(invited);
          } catch (RefusedException refused) {
            if (!STAY.contains(refused.reason())) {
              throw refused;
            }
            left.add(invited);
          }
        }
      }
    }
    return new Company(blocked, left, true);
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
