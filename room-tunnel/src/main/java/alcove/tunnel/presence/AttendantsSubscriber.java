package alcove.tunnel.presence;

import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.Packet;
import alcove.tunnel.net.BoxPacker;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.Sender;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One subscription to {@code room.attendants}. Sends as fast as its peer reads. Confined to its
 * connection's event loop, but for what says otherwise.
 */
final class AttendantsSubscriber implements Subscriber, Sender {
  /** What clients of other rooms know as the answer to an external's subscription. */
  private static final String NOT_FOR_EXTERNALS =
      "external user are not allowed to enumerate members";

  private final PeerConnection connection;
  private final Substream substream;

  /** Null until it has begun, which presence decides; then its connection's event loop goes on. */
  private volatile ChangeLog.@Nullable Place reached;

  private boolean stateSent;
  private boolean waitsForTurn;

  AttendantsSubscriber(PeerConnection connection, Substream substream) {
    this.connection = connection;
    this.substream = substream;
  }

  @Override
  public PeerConnection connection() {
    return connection;
  }

  /** Whether it is told of changes; on presence's event loop. */
  boolean hasBegun() {
    return reached != null;
  }

  /**
   * Has it told of all changes behind {@code place} from now on, unless it is already; on
   * presence's event loop.
   *
   * @return whether it was not, and has to be told the state first
   */
  boolean begin(ChangeLog.Place place) {
    boolean begins = reached == null;
    if (begins) {
      reached = place;
    }
    return begins;
  }

  /** Up to where it was told of changes, once it has begun; any thread. */
  ChangeLog.Place reached() {
    return Objects.requireNonNull(reached);
  }

  /**
   * Sends what is new; on its connection's event loop.
   *
   * @param state everybody who attends, which it is told the first time
   */
  void tell(byte[] state) {
    if (!stateSent) {
      stateSent = true;
      substream.send(BodyType.JSON, state);
    }
    if (!waitsForTurn && hasNews()) {
      waitsForTurn = true;
      connection.outbox().urgent(this);
    }
  }

  private boolean hasNews() {
    return substream.isOpen() && reached().next() != null;
  }

  @Override
  public void refuse() {
    fail(NOT_FOR_EXTERNALS);
  }

  @Override
  public Substream substream() {
    return substream;
  }

  @Override
  public boolean send(BoxPacker packer) {
    ChangeLog.Place next = substream.isOpen() ? reached().next() : null;
    if (next != null) {
      reached = next;
      send(next.change(), packer);
    }
    waitsForTurn = hasNews();
    return waitsForTurn;
  }

  /** Nobody is told of themselves. */
  private void send(Change change, BoxPacker packer) {
    if (!change.who().equals(connection.peer())) {
      int number = substream.requestNumber();
      packer.packet(Packet.of(BodyType.JSON, true, false, number, change.body()));
    }
  }
}
