package alcove.tunnel.procedures;

import alcove.room.RoomDescription;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.presence.Attendance;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/**
 * The {@code room} namespace of second-generation rooms.
 *
 * @see <a
 *     href="https://github.com/ssbc/rooms2/blob/master/docs/Setup/Config%20database.md">rooms2</a>
 */
final class RoomProcedures {
  /**
   * In Open mode a room is one of the first generation too: whoever connects has what members have.
   */
  private static final List<String> FEATURES = List.of("tunnel", "room1", "room2");

  private final Supplier<RoomDescription> description;
  private final Attendance attendance;

  RoomProcedures(Supplier<RoomDescription> description, Attendance attendance) {
    this.description = description;
    this.attendance = attendance;
  }

  void addTo(ProcedureTable.Builder<PeerConnection> table, TunnelProcedures tunnel) {
    table
        .add("room.metadata", metadata())
        .add("room.attendants", Procedure.source(this::attendants))
        .add("room.members", Procedure.source(this::members))
        .add("room.connect", tunnel.connect())
        .add("room.ping", tunnel.ping());
  }

  /** Also known as {@code tunnel.isRoom}. */
  Procedure<PeerConnection> metadata() {
    return Procedure.async(
        (caller, args) -> {
          ObjectNode metadata =
              Json.object().put("name", description.get().name()).put("membership", true);
          FEATURES.forEach(metadata.putArray("features")::add);
          return Future.succeededFuture(Reply.of(metadata));
        });
  }

  private SubstreamReceiver attendants(PeerConnection caller, ArrayNode args, Substream substream) {
    return attendance.subscribe(caller, substream);
  }

  /** An open room in memory has no registry: the list is empty and ends at once. */
  private SubstreamReceiver members(PeerConnection caller, ArrayNode args, Substream substream) {
    substream.end();
    return new Ended();
  }

  /** Receives nothing, for a source that ended as soon as it began. */
  record Ended() implements SubstreamReceiver {
    @Override
    public Input input() {
      return Input.NONE;
    }

    @Override
    public void ended(SubstreamEnd end) {
      // Ended by us already.
    }
  }
}
