package alcove.tunnel.link;

import alcove.identity.FeedId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The links of this node that are not over, by the node at their other end and by the peer here,
 * and whether there may be one more. Thread-safe.
 */
public final class LinkRegister {
  private final LinkLimits limits;
  private final Map<Link, Place> places = new HashMap<>();
  private final Map<Place, Integer> ofPeers = new HashMap<>();
  private final Map<Place, Integer> ofNodes = new HashMap<>();
  private int made;

  /** None yet. */
  public LinkRegister(LinkLimits limits) {
    this.limits = limits;
  }

  /**
   * What a link is counted under.
   *
   * @param node at its other end, if that has said which it is
   * @param peer of this node for whom it is
   */
  private record Place(boolean isMade, Optional<String> node, Optional<FeedId> peer) {
    static Place unknown() {
      return new Place(false, Optional.empty(), Optional.empty());
    }

    Place ofPeer() {
      return new Place(isMade, Optional.empty(), peer);
    }

    Place ofNode() {
      return new Place(isMade, node, Optional.empty());
    }
  }

  /** Enters a link to {@code node} that is made for {@code caller}; whether there may be one. */
  synchronized boolean addMade(Link link, String node, FeedId caller) {
    Place place = new Place(true, Optional.of(node), Optional.of(caller));
    boolean hasRoom = made < limits.made() && count(ofPeers, place.ofPeer()) < limits.ofOnePeer();
    if (hasRoom) {
      enter(link, place);
    }
    return hasRoom;
  }

  /** Enters one that another node has made and does not ask by yet. */
  synchronized void addAccepted(Link link) {
    enter(link, Place.unknown());
  }

  /** Counts one of these under who asks by it and for whom; whether there may be one more. */
  synchronized boolean asked(Link link, String node, FeedId target) {
    Place place = new Place(false, Optional.of(node), Optional.of(target));
    boolean hasRoom =
        count(ofNodes, place.ofNode()) < limits.ofOneNode()
            && count(ofPeers, place.ofPeer()) < limits.ofOnePeer();
    if (hasRoom && places.containsKey(link)) {
      remove(link);
      enter(link, place);
    }
    return hasRoom;
  }

  private void enter(Link link, Place place) {
    places.put(link, place);
    made += place.isMade() ? 1 : 0;
    ofPeers.merge(place.ofPeer(), 1, Integer::sum);
    ofNodes.merge(place.ofNode(), 1, Integer::sum);
  }

  synchronized void remove(Link link) {
    Place place = places.remove(link);
    if (place != null) {
      made -= place.isMade() ? 1 : 0;
      takeOne(ofPeers, place.ofPeer());
      takeOne(ofNodes, place.ofNode());
    }
  }

  private static int count(Map<Place, Integer> counts, Place place) {
    return counts.getOrDefault(place, 0);
  }

  private static void takeOne(Map<Place, Integer> counts, Place place) {
    counts.computeIfPresent(place, (key, count) -> count == 1 ? null : count - 1);
  }

  /** Links that are not over, those included that only wait for the other side to close. */
  public synchronized int size() {
    return places.size();
  }

  /** Ends all links to and from a node that is gone, at once; any thread. */
  public void gone(String node) {
    at(Optional.of(node)).forEach(Link::lose);
  }

  private synchronized List<Link> at(Optional<String> node) {
    return places.entrySet().stream()
        .filter(each -> node.isEmpty() || each.getValue().node().equals(node))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Ends all links. */
  public void clear() {
    at(Optional.empty()).forEach(Link::lose);
  }
}
