package alcove.tunnel.presence;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.Packet;
import alcove.tunnel.net.BoxPacker;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.Sender;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One subscription to {@code room.attendants}. Sends as fast as its peer reads, and keeps for a
 * slow one no more than the net difference: at most one change for each id. Confined to its
 * connection's event loop.
 */
final class AttendantsSubscriber implements Sender {
  private static final int MOST_TICKS_BEHIND = 4;

  private final PeerConnection connection;
  private final Substream substream;
  private final ArrayDeque<List<Change>> behind = new ArrayDeque<>(1);
  private int position;
  private boolean waitsForTurn;

  AttendantsSubscriber(PeerConnection connection, Substream substream) {
    this.connection = connection;
    this.substream = substream;
  }

  PeerConnection connection() {
    return connection;
  }

  /** The first event, once: everybody who attends. */
  void begin(byte[] state) {
    substream.send(BodyType.JSON, state);
  }

  /** What has changed since; shared by all subscribers. */
  void changed(List<Change> changes) {
    if (!substream.isOpen()) {
      behind.clear();
      return;
    }
    behind.add(changes);
    if (behind.size() > MOST_TICKS_BEHIND) {
      merge();
    }
    if (!waitsForTurn) {
      waitsForTurn = true;
      connection.outbox().urgent(this);
    }
  }

  /** Makes one list of what has gathered, the last change of each id at the place of its first. */
  private void merge() {
    Map<FeedId, Change> last = new LinkedHashMap<>();
    int skip = position;
    for (List<Change> changes : behind) {
      for (Change change : changes.subList(skip, changes.size())) {
        last.put(change.who(), change);
      }
      skip = 0;
    }
    behind.clear();
    position = 0;
    behind.add(List.copyOf(last.values()));
  }

  @Override
  public boolean send(BoxPacker packer) {
    if (!substream.isOpen()) {
      behind.clear();
    }
    List<Change> changes = behind.peek();
    if (changes != null) {
      pack(changes.get(position), packer);
      if (++position == changes.size()) {
        behind.remove();
        position = 0;
      }
    }
    waitsForTurn = !behind.isEmpty();
    return waitsForTurn;
  }

  /** Nobody is told of themselves. */
  private void pack(Change change, BoxPacker packer) {
    if (!change.who().equals(connection.peer())) {
      int number = substream.requestNumber();
      packer.packet(Packet.of(BodyType.JSON, true, false, number, change.body()));
    }
  }
}
