package alcove.tunnel.simulation;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.policy.Action;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standing;
import alcove.room.policy.Standings;
import alcove.tunnel.testing.TestStandings;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may do what in a simulated room, how that changes, and whom a change touched. */
final class SimulatedPolicy {
  private final SimulatedRoom room;
  private final World world;
  private final SimulatedThreads outside;
  private final TestStandings standings = new TestStandings();
  private final Map<FeedId, Long> keptOutSince = new LinkedHashMap<>();
  private final Set<FeedId> askedFor = new HashSet<>();
  private long changedAt;

  SimulatedPolicy(SimulatedRoom room, Terms terms) {
    this.room = room;
    this.world = room.world();
    outside = SimulatedThreads.inOrder(world);
    standings.mode(terms.mode());
    for (FeedKeyPair each : room.people().subList(0, terms.members())) {
      standings.set(each.id(), Standing.MEMBER);
    }
  }

  void forgetWhoWasAskedFor() {
    askedFor.clear();
  }

  /** Whether the room has asked for the standing of {@code who} since then. */
  boolean wasAskedFor(FeedId who) {
    return askedFor.contains(who);
  }

  /** The standings as the room asks for them: others go on meanwhile. */
  Standings asked() {
    return new Standings() {
      @Override
      public PrivacyMode privacyMode() {
        PrivacyMode answer = standings.privacyMode();
        world.place();
        return answer;
      }

      @Override
      public Standing of(FeedId peer) {
        Standing answer = standings.of(peer);
        askedFor.add(peer);
        world.place();
        return answer;
      }
    };
  }

  boolean admits(FeedId who) {
    boolean lacksItsMode = room.isGuest(who) && standings.privacyMode() != PrivacyMode.OPEN;
    return !who.equals(room.id()) && !lacksItsMode && standings.allow(who, Action.CONNECT);
  }

  boolean mayAttend(FeedId who) {
    return standings.allow(who, Action.ATTEND);
  }

  boolean mayLead(FeedId origin, FeedId target) {
    return standings.allow(origin, Action.OPEN_TUNNEL) && mayAttend(target);
  }

  boolean maySignIn(FeedId who) {
    return standings.allow(who, Action.SIGN_IN);
  }

  /** Has it changed soon, of which the room hears a little later. */
  void change(@Nullable FeedId who, Standing standing, PrivacyMode mode) {
    outside.execute(() -> changeNow(who, standing, mode));
  }

  private void changeNow(@Nullable FeedId who, Standing standing, PrivacyMode mode) {
    note();
    if (who == null) {
      standings.mode(mode);
    } else {
      standings.set(who, standing);
    }
    note();
    changedAt = world.now();
    world.place();
    room.server().rejudge();
  }

  PrivacyMode mode() {
    return standings.privacyMode();
  }

  /** Remembers who may not do what they do, now. */
  private void note() {
    for (SimulatedPeer peer : room.peers()) {
      if (!admits(peer.id()) || !mayAttend(peer.id())) {
        peer.touchedByPolicy();
        peer.attendance().unsure();
        peer.calls().views().forEach(PresenceView::touchedByPolicy);
      }
      if (!admits(peer.id())) {
        peer.keptOut();
      }
    }
    for (SimulatedTunnelEnd end : room.tunnels().all(SimulatedTunnelEnd::isOpen)) {
      FeedId origin = end.isCaller() ? end.peer().id() : end.other();
      FeedId target = end.isCaller() ? end.other() : end.peer().id();
      if (!mayLead(origin, target) || !admits(origin) || !admits(target)) {
        end.excuse("it may not lead there any more");
      }
    }
    for (FeedKeyPair each : room.people()) {
      noteAdmission(each.id());
    }
    noteAdmission(room.guest().id());
  }

  private void noteAdmission(FeedId who) {
    if (admits(who)) {
      keptOutSince.remove(who);
    } else {
      keptOutSince.putIfAbsent(who, world.steps());
    }
  }

  /** Notes who may not come from the beginning on. */
  void begin() {
    note();
  }

  /** When it changed last, in nanoseconds. */
  long changedAt() {
    return changedAt;
  }

  /** Whether {@code who} was not to be let in already at that step. */
  boolean isKeptOutSince(FeedId who, long step) {
    Long since = keptOutSince.get(who);
    return since != null && since < step;
  }
}
