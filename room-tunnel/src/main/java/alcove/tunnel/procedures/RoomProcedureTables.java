package alcove.tunnel.procedures;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.presence.Attendance;
import alcove.tunnel.splice.Tunnels;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Future;
import java.util.function.LongSupplier;

/** All procedures of the room, and which of them who may call. Thread-safe. */
public final class RoomProcedureTables {
  private final FeedId guest;
  private final Reply whoami;
  private final LongSupplier epochMillis;
  private final GuestInvites guestInvites;
  private final ProcedureTable<PeerConnection> all;

  /**
   * The tables of a room.
   *
   * @param room whose standings never fail to answer
   * @param guest the key that v1 invite codes hand to everybody
   * @param nanoTime a monotonic clock in nanoseconds, for rates
   * @param epochMillis the wall clock, for pings
   */
  public RoomProcedureTables(
      ServedRoom room,
      FeedId guest,
      Attendance attendance,
      Tunnels tunnels,
      LongSupplier nanoTime,
      LongSupplier epochMillis) {
    this.guest = guest;
    this.whoami = Reply.of(Json.object().put("id", room.id().toString()));
    this.epochMillis = epochMillis;
    StorageCalls calls = new StorageCalls(room.storage());
    WriteLimits writes = new WriteLimits(room.standings(), nanoTime);
    this.guestInvites = new GuestInvites(room, calls, writes, nanoTime);
    ProcedureTable.Builder<PeerConnection> table = common();
    TunnelProcedures tunnel = new TunnelProcedures(room.id(), attendance, tunnels, epochMillis);
    RoomProcedures rooms = new RoomProcedures(room, attendance);
    rooms.addTo(table, tunnel);
    tunnel.addTo(table, rooms.metadata());
    new MemberProcedures(room, calls, writes).addTo(table);
    new AliasProcedures(room, calls, writes).addTo(table);
    new SignInProcedures(room, calls).addTo(table);
    // Peers that replicate ask everybody for feeds; an error here would show in their logs.
    table.add("createHistoryStream", Procedure.source(RoomProcedureTables::nothing));
    this.all = table.build();
  }

  /**
   * What {@code peer} may call on a new connection; the guest is many people, and may do little.
   */
  public ProcedureTable<PeerConnection> of(FeedId peer) {
    return peer.equals(guest)
        ? common().add("invite.use", guestInvites.forOneConnection()).build()
        : all;
  }

  private ProcedureTable.Builder<PeerConnection> common() {
    return ProcedureTable.<PeerConnection>builder()
        .add("whoami", Procedure.sync((caller, args) -> Future.succeededFuture(whoami)))
        .add(
            "gossip.ping",
            Procedure.duplex((caller, args, substream) -> new GossipPing(substream, epochMillis)));
  }

  private static SubstreamReceiver nothing(
      PeerConnection caller, ArrayNode args, Substream substream) {
    substream.end();
    return end -> {
      // Ended by us already.
    };
  }
}
