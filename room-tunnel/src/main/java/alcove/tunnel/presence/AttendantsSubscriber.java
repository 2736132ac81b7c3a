package alcove.tunnel.presence;

import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.Packet;
import alcove.tunnel.net.BoxPacker;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.Sender;
import java.util.List;

/**
 * One subscription to {@code room.attendants}. Sends as fast as its peer reads. Confined to its
 * connection's event loop; whether it has begun is known on presence's.
 */
final class AttendantsSubscriber implements Subscriber, Sender {
  /** What clients of other rooms know as the answer to an external's subscription. */
  private static final String NOT_FOR_EXTERNALS =
      "external user are not allowed to enumerate members";

  private final PeerConnection connection;
  private final Substream substream;
  private final Backlog backlog = new Backlog();
  private boolean waitsForTurn;
  private boolean begun;

  AttendantsSubscriber(PeerConnection connection, Substream substream) {
    this.connection = connection;
    this.substream = substream;
  }

  @Override
  public PeerConnection connection() {
    return connection;
  }

  /** Whether the first event was sent; on presence's event loop. */
  boolean hasBegun() {
    return begun;
  }

  /** Sends the first event, once: everybody who attends; on presence's event loop. */
  void begin(byte[] state) {
    begun = true;
    connection.loop().eventLoop().execute(() -> substream.send(BodyType.JSON, state));
  }

  /** What has changed since; shared by all subscribers. */
  void changed(List<Change> changes) {
    if (!substream.isOpen()) {
      return;
    }
    backlog.add(changes);
    if (!waitsForTurn) {
      waitsForTurn = true;
      connection.outbox().urgent(this);
    }
  }

  @Override
  public void refuse() {
    fail(NOT_FOR_EXTERNALS);
  }

  @Override
  public void fail(String message) {
    connection.loop().eventLoop().execute(() -> substream.fail(message));
  }

  @Override
  public boolean send(BoxPacker packer) {
    if (!substream.isOpen()) {
      backlog.clear();
    }
    Change next = backlog.poll();
    // Nobody is told of themselves.
    if (next != null && !next.who().equals(connection.peer())) {
      int number = substream.requestNumber();
      packer.packet(Packet.of(BodyType.JSON, true, false, number, next.body()));
    }
    waitsForTurn = !backlog.isEmpty();
    return waitsForTurn;
  }
}
