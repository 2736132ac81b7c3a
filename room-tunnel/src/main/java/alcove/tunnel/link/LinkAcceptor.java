package alcove.tunnel.link;

/** Takes the links in which other nodes have asked for a tunnel. Thread-safe. */
@FunctionalInterface
public interface LinkAcceptor {
  /**
   * Has to {@link AskedLink#accept} or {@link AskedLink#refuse} it within some seconds; called on
   * the link's event loop.
   */
  void asked(AskedLink link, LinkRequest request);
}
