package alcove.tunnel.procedures;

import alcove.identity.FeedId;
import alcove.room.Action;
import alcove.room.PrivacyMode;
import alcove.room.RoomDescription;
import alcove.room.Standings;
import alcove.tunnel.muxrpc.CallException;
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
  private final Standings standings;
  private final Supplier<RoomDescription> description;
  private final Attendance attendance;

  RoomProcedures(
      Standings standings, Supplier<RoomDescription> description, Attendance attendance) {
    this.standings = standings;
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
        (caller, args) -> Future.succeededFuture(Reply.of(metadataFor(caller.peer()))));
  }

  private ObjectNode metadataFor(FeedId caller) {
    RoomDescription now = description.get();
    ObjectNode metadata = Json.object().put("name", now.name());
    if (!now.description().isEmpty()) {
      metadata.put("description", now.description());
    }
    // Internal users are members to their clients, registered or not.
    metadata.put("membership", standings.allow(caller, Action.ATTEND));
    features(standings.privacyMode()).forEach(metadata.putArray("features")::add);
    return metadata;
  }

  /**
   * What clients can count on. An open room is one of the first generation too: whoever connects
   * has what members have.
   */
  private static List<String> features(PrivacyMode mode) {
    return switch (mode) {
      case OPEN -> List.of("tunnel", "room1", "room2", "alias", "httpInvite");
      case COMMUNITY -> List.of("tunnel", "room2", "alias", "httpInvite");
      case RESTRICTED -> List.of("tunnel", "room2", "httpInvite");
    };
  }

  private SubstreamReceiver attendants(PeerConnection caller, ArrayNode args, Substream substream) {
    return attendance.subscribe(caller, substream);
  }

  /** An open room in memory has no registry: the list is empty and ends at once. */
  private SubstreamReceiver members(PeerConnection caller, ArrayNode args, Substream substream)
      throws CallException {
    if (!standings.allow(caller.peer(), Action.SEE_ATTENDANTS)) {
      throw new CallException("external users are not allowed to list members");
    }
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
