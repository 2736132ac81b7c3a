package alcove.tunnel.link;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The links of this node that are not over, by the node at their other end. Thread-safe. */
public final class LinkRegister {
  /** The name of a node that has not said it yet. */
  private static final String UNKNOWN = "";

  private final Map<Link, String> links = new ConcurrentHashMap<>();

  void add(Link link) {
    links.put(link, UNKNOWN);
  }

  void name(Link link, String node) {
    links.replace(link, node);
  }

  void remove(Link link) {
    links.remove(link);
  }

  /** Links that are not over, those included that only wait for the other side to close. */
  public int size() {
    return links.size();
  }

  /** Ends all links to and from a node that is gone, at once; any thread. */
  public void gone(String node) {
    links.forEach(
        (link, at) -> {
          if (at.equals(node)) {
            link.lose();
          }
        });
  }

  /** Ends all links. */
  public void clear() {
    links.keySet().forEach(Link::lose);
  }
}
