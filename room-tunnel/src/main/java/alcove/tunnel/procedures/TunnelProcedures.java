package alcove.tunnel.procedures;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.presence.Attendance;
import alcove.tunnel.splice.Tunnels;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Future;
import java.util.function.LongSupplier;

/**
 * The procedures that begin with {@code tunnel.}: {@code announce}, {@code leave}, {@code
 * endpoints} and {@code isRoom} of the first rooms, and {@code connect} and {@code ping} of all.
 *
 * @see <a
 *     href="https://github.com/ssbc/rooms2/blob/master/docs/Participation/Tunneled%20connection.md">rooms2,
 *     Tunneled connection</a>
 */
record TunnelProcedures(
    FeedId room, Attendance attendance, Tunnels tunnels, LongSupplier epochMillis) {
  void addTo(ProcedureTable.Builder<PeerConnection> table, Procedure<PeerConnection> metadata) {
    table
        .add("tunnel.announce", Procedure.sync((caller, args) -> announce(caller)))
        .add("tunnel.leave", Procedure.sync((caller, args) -> leave(caller)))
        .add("tunnel.connect", connect())
        .add(
            "tunnel.endpoints",
            Procedure.source(
                (caller, args, substream) -> attendance.subscribeToEndpoints(caller, substream)))
        .add("tunnel.isRoom", metadata)
        .add("tunnel.ping", ping());
  }

  /** Also known as {@code room.connect}. */
  Procedure<PeerConnection> connect() {
    return Procedure.selfCountingDuplex(this::connect);
  }

  /** Also known as {@code room.ping}: the room's clock in milliseconds. */
  Procedure<PeerConnection> ping() {
    return Procedure.sync(
        (caller, args) -> Future.succeededFuture(Reply.of(epochMillis.getAsLong())));
  }

  private Future<Reply> announce(PeerConnection caller) throws CallException {
    if (!attendance.attend(caller)) {
      throw new CallException("tunnel.announce: external users are not allowed to attend");
    }
    return Future.succeededFuture(Reply.of(true));
  }

  private Future<Reply> leave(PeerConnection caller) {
    attendance.leave(caller);
    return Future.succeededFuture(Reply.of(true));
  }

  private SubstreamReceiver connect(PeerConnection caller, ArrayNode args, Substream substream)
      throws CallException {
    JsonNode wish = Arguments.onlyObject("connect", args);
    boolean namesPortal = wish.hasNonNull("portal");
    if (namesPortal && !Arguments.feedId("connect", wish, "portal").equals(room)) {
      throw new CallException("talking to the wrong room");
    }
    return tunnels.connect(caller, Arguments.feedId("connect", wish, "target"), substream);
  }
}
