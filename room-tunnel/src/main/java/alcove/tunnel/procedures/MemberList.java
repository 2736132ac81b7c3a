package alcove.tunnel.procedures;

import alcove.identity.FeedId;
import alcove.room.policy.Standings;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.Packet;
import alcove.tunnel.net.BoxPacker;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.Sender;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Iterator;

/**
 * One listing of all members: a packet {@code [{"id":"@..."}]} for each, as fast as its peer reads.
 * Reads them from memory as it goes, so a long list takes no room. Confined to its connection's
 * event loop.
 */
final class MemberList implements Sender {
  private final Substream substream;
  private final Iterator<FeedId> members;
  private final Standings standings;

  private MemberList(Substream substream, Iterator<FeedId> members, Standings standings) {
    this.substream = substream;
    this.members = members;
    this.standings = standings;
  }

  /** Begins to send, after what goes before tunnels and in turn with them. */
  static SubstreamReceiver send(ServedRoom room, PeerConnection caller, Substream substream) {
    Iterator<FeedId> members = room.members().ids().iterator();
    MemberList list = new MemberList(substream, members, room.standings());
    caller.outbox().ready(list);
    return end -> {
      // Its next turn finds the substream closed.
    };
  }

  @Override
  public boolean send(BoxPacker packer) {
    if (!substream.isOpen()) {
      return false;
    }
    if (members.hasNext()) {
      FeedId next = members.next();
      if (standings.of(next).isMember()) {
        ArrayNode body = Json.array();
        body.addObject().put("id", next.toString());
        int number = substream.requestNumber();
        packer.packet(Packet.of(BodyType.JSON, true, false, number, Json.encode(body)));
      }
      return true;
    }
    substream.end();
    return false;
  }
}
