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
 * connection's event loop.
 */
final class AttendantsSubscriber implements Subscriber, Sender {
  /** What clients of other rooms know as the answer to an external's subscription. */
  private static final String NOT_FOR_EXTERNALS =
      "external user are not allowed to enumerate members";

  private final PeerConnection connection;
  private final Substream substream;
  private final Backlog backlog = new Backlog();
  private boolean waitsForTurn;

  AttendantsSubscriber(PeerConnection connection, Substream substream) {
    this.connection = connection;
    this.substream = substream;
  }

  @Override
  public PeerConnection connection() {
    return connection;
  }

  /** The first event, once: everybody who attends. */
  void begin(byte[] state) {
    substream.send(BodyType.JSON, state);
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

  /** Another subscription has taken its place; any thread. */
  void end() {
    connection.loop().eventLoop().execute(substream::end);
  }

  @Override
  public void refuse() {
    connection.loop().eventLoop().execute(() -> substream.fail(NOT_FOR_EXTERNALS));
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
