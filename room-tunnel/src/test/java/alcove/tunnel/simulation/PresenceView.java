package alcove.tunnel.simulation;

import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.tunnel.muxrpc.codec.BodyType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One subscription to who attends, and what its peer was told by it. */
final class PresenceView implements Heard {
  private final SimulatedPeer peer;
  private final World world;
  private final boolean isEndpoints;
  private long beganAt = Long.MAX_VALUE;
  private final Map<FeedId, Long> joinedAt = new LinkedHashMap<>();
  private @Nullable Set<FeedId> told;
  private boolean wasPolicyTouched;
  private int number;
  private boolean isOver;
  private boolean isEndedByPeer;

  /** One to {@code tunnel.endpoints}, or to {@code room.attendants}. */
  PresenceView(SimulatedPeer peer, boolean endpoints) {
    this.peer = peer;
    this.world = peer.world();
    this.isEndpoints = endpoints;
  }

  void opened(int at) {
    number = at;
  }

  int number() {
    return number;
  }

  boolean isEndpoints() {
    return isEndpoints;
  }

  boolean isOpen() {
    return !isOver && !isEndedByPeer;
  }

  boolean isOver() {
    return isOver;
  }

  /** When it was told the state. */
  long beganAt() {
    return beganAt;
  }

  /** Its peer may not have seen who attends for a while. */
  void touchedByPolicy() {
    wasPolicyTouched = true;
  }

  boolean wasTouchedByPolicy() {
    return wasPolicyTouched;
  }

  boolean hasBegun() {
    return told != null;
  }

  /** Who attends but its peer itself, as far as it was told. */
  Set<FeedId> told() {
    Set<FeedId> others = new LinkedHashSet<>(told == null ? Set.of() : told);
    others.remove(peer.id());
    return others;
  }

  /** When it was told last that {@code who} has joined; before all time if never. */
  long joined(FeedId who) {
    return joinedAt.getOrDefault(who, Long.MIN_VALUE);
  }

  @Override
  public void receive(BodyType type, byte[] body) {
    JsonNode event = peer.json(body);
    peer.attendance().applied(number);
    if (isOver) {
      world.violate(this + " was told something behind its end");
    } else if (isEndpoints) {
      receiveList(event);
    } else {
      receiveChange(event);
    }
  }

  private void receiveList(JsonNode list) {
    told = ids(list);
  }

  private void receiveChange(JsonNode event) {
    String type = event.path("type").asText();
    switch (type) {
      case "state" -> {
        if (told != null) {
          world.violate(this + " was told the state twice");
        }
        told = ids(event.path("ids"));
        beganAt = world.now();
      }
      case "joined" -> joined(event, id(event.path("id")));
      case "left" -> left(event, id(event.path("id")));
      default -> world.violate(this + " was told what clients do not know: " + event);
    }
  }

  private void joined(JsonNode event, FeedId who) {
    requireOthers(event, who);
    joinedAt.put(who, world.now());
    if (told != null) {
      told.add(who);
    }
    if (!peer.room().mayHaveAttended(who)) {
      world.violate(this + " was told of one who has never attended: " + event);
    }
  }

  private void left(JsonNode event, FeedId who) {
    requireOthers(event, who);
    if (told != null) {
      told.remove(who);
    }
    String wrong = peer.room().whyHasNotLeft(who, peer);
    if (wrong != null) {
      world.violate(this + " was told that one had left: " + wrong);
    }
  }

  private void requireOthers(JsonNode event, FeedId who) {
    if (told == null) {
      world.violate(this + " was told a change before the state: " + event);
    }
    if (who.equals(peer.id())) {
      world.violate(this + " was told of itself: " + event);
    }
  }

  private Set<FeedId> ids(JsonNode list) {
    Set<FeedId> ids = new LinkedHashSet<>();
    for (JsonNode each : list) {
      if (!ids.add(id(each))) {
        world.violate(this + " has one twice in a list");
      }
    }
    return ids;
  }

  private FeedId id(JsonNode text) {
    try {
      return FeedId.parse(text.asText());
    } catch (MalformedException malformed) {
      throw new Violation(this + " was told of " + text, malformed);
    }
  }

  void end() {
    isEndedByPeer = true;
  }

  @Override
  public void receiveEnd(@Nullable String error) {
    peer.attendance().subscriptionEnded(number, error);
    if (isOver) {
      world.violate(this + " got a second end");
    }
    isOver = true;
    if (!isEndedByPeer && !wasPolicyTouched && !peer.isRefusedInGeneral(error)) {
      world.violate(this + " was ended without a cause: " + error);
    }
  }

  @Override
  public String toString() {
    return "%s of %s".formatted(isEndpoints ? "endpoints" : "attendants", peer);
  }
}
