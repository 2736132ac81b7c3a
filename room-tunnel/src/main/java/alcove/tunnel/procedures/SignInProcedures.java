package alcove.tunnel.procedures;

import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.net.PeerConnection;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Future;
import java.util.List;

/**
 * The procedures that apps call to sign their people in to the web site, and out of it.
 *
 * @see <a
 *     href="https://github.com/ssbc/ssb-http-auth-spec/blob/master/docs/Appendix/muxrpc.md">ssb-http-auth-spec,
 *     muxrpc APIs</a>
 */
record SignInProcedures(ServedRoom room, StorageCalls calls) {
  void addTo(ProcedureTable.Builder<PeerConnection> table) {
    table
        .add("httpAuth.sendSolution", Procedure.async(this::send))
        .add("httpAuth.invalidateAllSolutions", Procedure.async(this::invalidateAll));
  }

  /** Gives {@code false} for whatever is wrong about the solution, as the specification has it. */
  private Future<Reply> send(PeerConnection caller, ArrayNode args) throws CallException {
    List<String> texts = Arguments.texts("sendSolution", args, "sc", "cc", "solution");
    boolean solved = room.signIns().solve(caller.peer(), texts.get(0), texts.get(1), texts.get(2));
    return Future.succeededFuture(Reply.of(solved));
  }

  private Future<Reply> invalidateAll(PeerConnection caller, ArrayNode args) {
    room.signIns().forget(caller.peer());
    return calls.carryOut(() -> room.sessions().endAll(caller.peer()));
  }
}
