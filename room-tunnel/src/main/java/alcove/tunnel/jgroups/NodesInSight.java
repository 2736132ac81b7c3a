package alcove.tunnel.jgroups;

import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jgroups.Address;
import org.jgroups.MergeView;
import org.jgroups.View;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes in sight: those of JGroups' view that have told who they are, and say lately that they
 * hear this one ({@link NodeBeats}). Listeners hear of one thing after the other, under one lock.
 * Thread-safe.
 *
 * <p>Until {@link #open} nobody is in sight, and no other node learns who this one is: what they
 * tell a node when it comes in sight is told once, so its listeners are there before.
 *
 * <p>A node may have lost this one while this one saw it all the time. When the two are merged each
 * presents itself once more, and is told all again when its card is here: from then on it takes
 * what this one says, which it may not have done before.
 */
final class NodesInSight {
  private static final Logger LOG = LoggerFactory.getLogger(NodesInSight.class);

  /** Cards of nodes whose view is ahead of ours, or that come before this node is open. */
  private static final int MOST_EARLY = 64;

  private final Node self;
  private final NodeOutbox outbox;
  private final byte[] card;
  private final List<ClusterListener> listeners = new ArrayList<>();
  private final Set<Address> members = new LinkedHashSet<>();
  private final Map<Address, Node> early = new LinkedHashMap<>();

  private final NodeBeats beats = new NodeBeats();

  /** Those in the view that have told who they are. */
  private Map<Address, Node> presented = Map.of();

  /** Those presented whose cards are still to come once more. */
  private final Set<Address> awaited = new HashSet<>();

  /** Those presented whose cards came once more before this node saw the merge. */
  private final Set<Address> ahead = new HashSet<>();

  /** Those presented that hear this one. */
  private volatile Map<Address, Node> known = Map.of();

  private volatile ClusterView view;
  private boolean isOpen;

  NodesInSight(Node self, NodeOutbox outbox) {
    this.self = self;
    this.outbox = outbox;
    this.card = NodeCard.encode(self);
    this.view = ClusterView.alone(self);
  }

  ClusterView view() {
    return view;
  }

  Optional<Address> address(NodeId node) {
    return known.entrySet().stream()
        .filter(each -> each.getValue().id().equals(node))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  Set<Address> addresses() {
    return known.keySet();
  }

  synchronized void add(ClusterListener listener) {
    listeners.add(listener);
    tell(listener, each -> each.changed(view));
  }

  /** Presents this node to all others, and tells its listeners of them. */
  synchronized void open() {
    isOpen = true;
    members.forEach(each -> outbox.present(each, card));
    publish(withEarly(), Set.of());
  }

  /** Takes over what JGroups sees now, and presents this node to whoever is new. */
  synchronized void follow(View seen, Address own) {
    List<Address> others = new ArrayList<>(seen.getMembers());
    others.remove(own);
    boolean isMerged = seen instanceof MergeView;
    if (isOpen) {
      others.stream()
          .filter(each -> isMerged || !members.contains(each))
          .forEach(each -> outbox.present(each, card));
    }
    outbox.retain(others);
    members.clear();
    members.addAll(others);
    awaited.retainAll(others);
    ahead.retainAll(others);
    if (isOpen) {
      publish(withEarly(), isMerged ? merge() : Set.of());
    }
  }

  /** Those who have this node in their view by now. */
  private Set<Address> merge() {
    Set<Address> there = Set.copyOf(ahead);
    ahead.clear();
    awaited.addAll(presented.keySet());
    awaited.removeAll(there);
    return there;
  }

  /** Those presented who are there still, and those whose cards came before their time. */
  private Map<Address, Node> withEarly() {
    Map<Address, Node> now = new LinkedHashMap<>(presented);
    now.keySet().retainAll(members);
    early.forEach(
        (address, node) -> {
          if (members.contains(address)) {
            now.put(address, node);
          }
        });
    early.keySet().removeAll(now.keySet());
    return now;
  }

  private void publish(Map<Address, Node> all, Set<Address> anew) {
    presented = all;
    Map<Address, Node> now = new LinkedHashMap<>(all);
    now.keySet().removeIf(each -> !beats.hears(each));
    if (now.equals(known) && anew.stream().noneMatch(now::containsKey)) {
      return;
    }
    List<Node> before = view.others();
    known = Collections.unmodifiableMap(now);
    view =
        new ClusterView(
            self,
            List.copyOf(now.values()),
            now.entrySet().stream()
                .filter(each -> anew.contains(each.getKey()))
                .map(each -> each.getValue().id())
                .collect(Collectors.toSet()));
    LOG.info("nodes in sight: {}", inWords(view, before));
    listeners.forEach(listener -> tell(listener, each -> each.changed(view)));
  }

  /** All of them, who came, and who went: {@code a (this one), b; came: b; gone: c}. */
  static String inWords(ClusterView view, List<Node> before) {
    StringBuilder words = new StringBuilder(view.self().name() + " (this one)");
    view.others().forEach(each -> words.append(", ").append(each));
    append(words, "; came: ", view.others(), before);
    append(words, "; gone: ", before, view.others());
    return words.toString();
  }

  private static void append(StringBuilder words, String what, List<Node> some, List<Node> others) {
    List<String> names =
        some.stream().filter(each -> !others.contains(each)).map(Node::name).toList();
    if (!names.isEmpty()) {
      words.append(what).append(String.join(", ", names));
    }
  }

  /** Takes what the node at {@code sender} says. */
  synchronized void receive(Address sender, byte[] encoded) {
    if (NodeCard.isCard(encoded)) {
      NodeCard.decode(encoded).ifPresent(node -> meet(sender, node));
      return;
    }
    if (NodeBeats.isBeat(encoded)) {
      takeBeat(sender, encoded);
      return;
    }
    Node node = known.get(sender);
    if (node != null) {
      ClusterMessage.decode(encoded)
          .ifPresent(
              message ->
                  listeners.forEach(
                      listener -> tell(listener, each -> each.received(node, message))));
    }
  }

  /** One that hears this node again may not have noticed that it was out of sight here. */
  private void takeBeat(Address sender, byte[] beat) {
    if (members.contains(sender)) {
      boolean wasInSight = known.containsKey(sender);
      beats.take(sender, beat);
      if (!wasInSight && isOpen) {
        publish(presented, Set.of());
        if (known.containsKey(sender)) {
          outbox.present(sender, card);
        }
      }
    }
  }

  /**
   * Looks who says that it hears this node; to be called once a second.
   *
   * @return the beat for each of the others
   */
  synchronized Map<Address, byte[]> beat() {
    beats.look(members);
    if (isOpen) {
      publish(presented, Set.of());
    }
    return members.stream()
        .collect(
            Collectors.toMap(
                each -> each,
                each -> NodeBeats.encode(presented.containsKey(each) && beats.isHeard(each))));
  }

  /** A message to the node at {@code address} was lost. */
  synchronized void missed(Address address) {
    Node node = known.get(address);
    if (node != null) {
      listeners.forEach(listener -> tell(listener, each -> each.missed(node)));
    }
  }

  /** A listener that fails keeps no other from hearing it. */
  private static void tell(ClusterListener listener, Consumer<ClusterListener> what) {
    try {
      what.accept(listener);
    } catch (RuntimeException | Error fault) {
      LOG.error("fault in what was heard of other nodes", fault);
    }
  }

  private void meet(Address sender, Node node) {
    if (isOpen && members.contains(sender)) {
      Map<Address, Node> now = new LinkedHashMap<>(presented);
      boolean isAnew = node.equals(now.put(sender, node));
      if (!isAnew) {
        beats.begin(sender);
      }
      if (isAnew && !awaited.remove(sender)) {
        ahead.add(sender);
      }
      publish(now, isAnew ? Set.of(sender) : Set.of());
    } else {
      if (early.size() >= MOST_EARLY) {
        early.remove(early.keySet().iterator().next());
      }
      early.put(sender, node);
    }
  }
}
