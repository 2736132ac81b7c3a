package alcove.tunnel.procedures;

import alcove.room.policy.Action;
import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.net.PeerConnection;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Future;

/** The procedures about who belongs to the room, and the way of the first rooms to belong to it. */
record MemberProcedures(ServedRoom room, StorageCalls calls, WriteLimits writes) {
  void addTo(ProcedureTable.Builder<PeerConnection> table) {
    table
        .add("room.members", Procedure.source(this::members))
        .add("invite.use", Procedure.async((caller, args) -> join(caller)));
  }

  private SubstreamReceiver members(PeerConnection caller, ArrayNode args, Substream substream)
      throws CallException {
    if (!room.standings().allow(caller.peer(), Action.SEE_ATTENDANTS)) {
      throw new CallException("external users are not allowed to list members");
    }
    return MemberList.send(room, caller, substream);
  }

  /** Whoever proved its key joins by that key, whatever it says in the arguments. */
  private Future<Reply> join(PeerConnection caller) throws CallException {
    if (room.standings().of(caller.peer()).isMember()) {
      return Future.succeededFuture(Reply.of(true));
    }
    return writes.count(
        "invite.use",
        caller,
        () -> calls.carryOut(() -> room.members().joinUninvited(caller.peer())));
  }
}
