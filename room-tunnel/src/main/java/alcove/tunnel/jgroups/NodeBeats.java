package alcove.tunnel.jgroups;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jgroups.Address;

/**
 * The beats of other nodes: each says once a second to every other one in JGroups' view whether it
 * hears that one. For a node may see others that have taken it for dead, and hear none of their
 * news: as where its line to JGroups' coordinator is dead, which keeps the others' view from it.
 *
 * <p>What counts is how often this node has looked since, not how long ago that was: a process that
 * was frozen hears first what has come meanwhile. Confined to its owner's lock.
 *
 * <pre>format(1) 127(1) hears(1)</pre>
 */
final class NodeBeats {
  /** Looks without a word after which a node counts as gone; failure detection takes five. */
  static final int MOST_LOOKS = 6;

  private static final byte FORMAT = 1;
  private static final byte KIND = 127;
  private static final int LENGTH = 3;

  private final Map<Address, Looks> looks = new HashMap<>();

  /**
   * Looks since a node has said something.
   *
   * @param heard anything
   * @param confirmed that it hears this one
   */
  private record Looks(int heard, int confirmed) {
    static final Looks NONE = new Looks(0, 0);

    Looks oneMore() {
      return new Looks(heard + 1, confirmed + 1);
    }
  }

  /** Whether {@code encoded} is a beat, of whatever form. */
  static boolean isBeat(byte[] encoded) {
    return encoded.length >= 2 && encoded[1] == KIND;
  }

  /** A beat for one node. */
  static byte[] encode(boolean hears) {
    return new byte[] {FORMAT, KIND, (byte) (hears ? 1 : 0)};
  }

  /** Takes the beat of a node; one of a form that is not known here says nothing. */
  void take(Address sender, byte[] beat) {
    if (beat.length >= LENGTH && beat[0] == FORMAT) {
      Looks before = looks.getOrDefault(sender, Looks.NONE);
      looks.put(sender, beat[2] == 1 ? Looks.NONE : new Looks(0, before.confirmed()));
    }
  }

  /** Counts a node anew. */
  void begin(Address node) {
    looks.remove(node);
  }

  /** Looks once more at {@code nodes}, and forgets all others. */
  void look(Collection<Address> nodes) {
    looks.keySet().retainAll(nodes);
    nodes.forEach(each -> looks.put(each, looks.getOrDefault(each, Looks.NONE).oneMore()));
  }

  /** Whether this node has heard that one lately. */
  boolean isHeard(Address node) {
    return looks.getOrDefault(node, Looks.NONE).heard() <= MOST_LOOKS;
  }

  /** Whether that node has said lately that it hears this one. */
  boolean hears(Address node) {
    return looks.getOrDefault(node, Looks.NONE).confirmed() <= MOST_LOOKS;
  }
}
