package alcove.tunnel.procedures;

import alcove.identity.FeedId;
import alcove.room.RoomDescription;
import alcove.room.Standings;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.presence.Attendance;
import alcove.tunnel.splice.Tunnels;
import io.vertx.core.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** All procedures of the room. */
public final class RoomProcedureTable {
  private RoomProcedureTable() {}

  /** What the guest of a v1 invite code may call; many people share its key. */
  public static ProcedureTable<PeerConnection> ofGuest(FeedId room, LongSupplier epochMillis) {
    ProcedureTable.Builder<PeerConnection> table = ProcedureTable.builder();
    addCommon(table, room, epochMillis);
    return table.build();
  }

  private static void addCommon(
      ProcedureTable.Builder<PeerConnection> table, FeedId room, LongSupplier epochMillis) {
    Reply id = Reply.of(Json.object().put("id", room.toString()));
    table
        .add("whoami", Procedure.sync((caller, args) -> Future.succeededFuture(id)))
        .add(
            "gossip.ping",
            Procedure.duplex((caller, args, substream) -> new GossipPing(substream, epochMillis)))
        // A v1 invite code is open to all, and nothing is spent.
        .add(
            "invite.use",
            Procedure.async((caller, args) -> Future.succeededFuture(Reply.of(true))));
  }

  /**
   * The table of a room.
   *
   * @param standings who may do what; never fails to answer
   * @param description the name and so on, as they are at the time of each call
   * @param epochMillis the wall clock, for pings
   */
  public static ProcedureTable<PeerConnection> of(
      FeedId room,
      Standings standings,
      Supplier<RoomDescription> description,
      Attendance attendance,
      Tunnels tunnels,
      LongSupplier epochMillis) {
    ProcedureTable.Builder<PeerConnection> table = ProcedureTable.builder();
    TunnelProcedures tunnel = new TunnelProcedures(room, attendance, tunnels, epochMillis);
    RoomProcedures rooms = new RoomProcedures(standings, description, attendance);
    addCommon(table, room, epochMillis);
    rooms.addTo(table, tunnel);
    tunnel.addTo(table, rooms.metadata());
    // Peers that replicate ask everybody for feeds; an error here would show in their logs.
    table.add(
        "createHistoryStream",
        Procedure.source(
            (caller, args, substream) -> {
              substream.end();
              return new RoomProcedures.Ended();
            }));
    return table.build();
  }
}
