package alcove.room.registry;

import alcove.crypto.PublicKeys;
import alcove.identity.FeedId;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSettings;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.RoomPolicy;
import alcove.room.policy.Standing;
import alcove.room.policy.Standings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * The standings of a room: its state as it was published last, and the keys that are kept out
 * beside it. Thread-safe; never blocks.
 */
public final class RoomStandings implements Standings {
  private final InstantSource clock;
  private final Set<FeedId> impersonal;
  private final Holds holds;
  private volatile Published published;

  /** The state, and what is read out of its texts once, since it is asked for at each call. */
  private record Published(RoomState state, PrivacyMode mode) {
    private static Published of(RoomState state) {
      return new Published(state, state.settings().privacyMode());
    }
  }

  /**
   * Those of a room of which nothing is known yet.
   *
   * @param impersonal keys that are nobody's, and so never a member's
   */
  public RoomStandings(InstantSource clock, Set<FeedId> impersonal, RoomSettings ofANewRoom) {
    this(clock, impersonal, new Holds(clock), Published.of(RoomState.empty(ofANewRoom)));
  }

  private RoomStandings(
      InstantSource clock, Set<FeedId> impersonal, Holds holds, Published published) {
    this.clock = clock;
    this.impersonal = Set.copyOf(impersonal);
    this.holds = holds;
    this.published = published;
  }

  /** The same now, which go their own way from here. */
  RoomStandings copy() {
    // as they are asked: a hold is forgotten only when the state has its block
    Holds held = holds.copy();
    return new RoomStandings(clock, impersonal, held, published);
  }

  public RoomState state() {
    return published.state();
  }

  public void publish(RoomState next) {
    published = Published.of(next);
  }

  @Override
  public PrivacyMode privacyMode() {
    return published.mode();
  }

  @Override
  public Standing of(FeedId peer) {
    // before the state is read: a hold is forgotten only when the state has its block
    if (holds.keepOut(peer)) {
      return Standing.BLOCKED;
    }
    RoomState now = state();
    return now.isBlocked(peer, clock.instant()) ? Standing.BLOCKED : now.rank(peer);
  }

  /** Fails unless {@code actor} may do {@code action}. */
  public void require(Actor actor, Action action, String sentence) throws RefusedException {
    Standing standing = actor.standing(this);
    if (standing == Standing.BLOCKED) {
      throw new RefusedException(Refusal.BLOCKED, "this key is blocked in this room");
    }
    if (!RoomPolicy.allows(privacyMode(), standing, action)) {
      boolean elsewhere = RoomPolicy.allows(PrivacyMode.OPEN, standing, action);
      throw new RefusedException(elsewhere ? Refusal.MODE : Refusal.NOT_ALLOWED, sentence);
    }
  }

  /** Fails unless {@code actor} ranks above {@code subject}. */
  public void requireRank(Actor actor, FeedId subject) throws RefusedException {
    if (!RoomPolicy.mayActOn(actor.standing(this), state().rank(subject))) {
      throw new RefusedException(Refusal.RANK, "the other one ranks as high as you or higher");
    }
  }

  /** Fails if a key is that of the only admin. One whose block could not be kept counts as none. */
  public void requireNotLastAdmin(FeedId id) throws RefusedException {
    RoomState now = state();
    if (now.rank(id) == Standing.ADMIN
        && now.members().values().stream()
            .filter(each -> each.role() == Role.ADMIN && !each.id().equals(id))
            .allMatch(each -> of(each.id()) == Standing.BLOCKED)) {
      throw new RefusedException(
          Refusal.LAST_ADMIN, "the last admin stays: make somebody else an admin first");
    }
  }

  /** Fails if the key is blocked, or not the key of a person. */
  public void requireMayBeMember(FeedId id) throws RefusedException {
    if (impersonal.contains(id) || !PublicKeys.isSound(id.bytes())) {
      throw new RefusedException(Refusal.NO_PERSON, "this is the key of no person");
    }
    if (of(id) == Standing.BLOCKED) {
      throw new RefusedException(Refusal.BLOCKED, "this key is blocked in this room");
    }
  }

  /** Fails unless {@code actor} may block {@code id}, held or not. */
  public void requireMayBlock(Actor actor, FeedId id) throws RefusedException {
    require(actor, Action.BLOCK, "only moderators and admins block");
    requireRank(actor, id);
    requireNotLastAdmin(id);
  }

  /** Keeps a key out from this moment on, if {@code actor} may block it. */
  public Holds.Hold hold(Actor actor, FeedId id, Optional<Instant> until) throws RefusedException {
    synchronized (holds) {
      requireMayBlock(actor, id);
      return holds.add(id, until, state().generation());
    }
  }

  /** Keys that are kept out although the registry does not know it. */
  public Holds holds() {
    return holds;
  }
}
