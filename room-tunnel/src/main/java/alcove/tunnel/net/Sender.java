package alcove.tunnel.net;

/**
 * Something with packets to send that takes turns with others, such as a tunnel. It produces a
 * packet only when there is room for it on the wire. Called on the connection's event loop.
 */
public interface Sender {
  /**
   * Packs one packet, or part of what it has, into {@code packer}.
   *
   * @return whether it has more to send and wants another turn
   */
  boolean send(BoxPacker packer);

  /** {@code bytes} of the bodies that it packed have reached the operating system, or are lost. */
  default void written(int bytes) {}
}
