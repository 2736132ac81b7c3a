package alcove.tunnel.procedures;

import alcove.identity.FeedId;
import alcove.room.model.RoomSettings;
import alcove.room.policy.Action;
import alcove.room.policy.PrivacyMode;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.presence.Attendance;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;

/**
 * The procedures of second-generation rooms that tell of the room and of who attends.
 *
 * @see <a href="https://github.com/ssbc/rooms2/blob/master/docs/Participation/Metadata.md">rooms2,
 *     Metadata</a>
 */
record RoomProcedures(ServedRoom room, Attendance attendance) {
  void addTo(ProcedureTable.Builder<PeerConnection> table, TunnelProcedures tunnel) {
    table
        .add("room.metadata", metadata())
        .add(
            "room.attendants",
            Procedure.source((caller, args, substream) -> attendance.subscribe(caller, substream)))
        .add("room.connect", tunnel.connect())
        .add("room.ping", tunnel.ping());
  }

  /** Also known as {@code tunnel.isRoom}. */
  Procedure<PeerConnection> metadata() {
    return Procedure.async(
        (caller, args) -> Future.succeededFuture(Reply.of(metadataFor(caller.peer()))));
  }

  private ObjectNode metadataFor(FeedId caller) {
    RoomSettings settings = room.settings().get();
    ObjectNode metadata = Json.object().put("name", settings.name());
    if (!settings.description().isEmpty()) {
      metadata.put("description", settings.description());
    }
    // Internal users are members to their clients, registered or not.
    metadata.put("membership", room.standings().allow(caller, Action.ATTEND));
    features(room.standings().privacyMode()).forEach(metadata.putArray("features")::add);
    return metadata;
  }

  /**
   * What clients can count on. An open room is one of the first generation too: whoever connects
   * has what members have.
   */
  private static List<String> features(PrivacyMode mode) {
    return switch (mode) {
      case OPEN -> List.of("tunnel", "room1", "room2", "alias", "httpAuth", "httpInvite");
      case COMMUNITY -> List.of("tunnel", "room2", "alias", "httpAuth", "httpInvite");
      case RESTRICTED -> List.of("tunnel", "room2", "httpAuth", "httpInvite");
    };
  }
}
