package alcove.tunnel.procedures;

import alcove.identity.FeedId;
import alcove.room.model.Alias;
import alcove.room.policy.Actor;
import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.net.PeerConnection;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Future;
import java.util.List;

/**
 * The procedures by which members have their aliases.
 *
 * @see <a href="https://github.com/ssbc/rooms2/tree/master/docs/Alias">rooms2, Alias</a>
 */
record AliasProcedures(ServedRoom room, StorageCalls calls, WriteLimits writes) {
  void addTo(ProcedureTable.Builder<PeerConnection> table) {
    table
        .add("room.registerAlias", Procedure.async(this::register))
        .add("room.revokeAlias", Procedure.async(this::revoke))
        .add("room.listAliases", Procedure.async(this::list));
  }

  /** Gives the alias's link as a muxrpc string: some clients take the raw body for the URL. */
  private Future<Reply> register(PeerConnection caller, ArrayNode args) throws CallException {
    List<String> texts = Arguments.texts("registerAlias", args, "alias", "signature");
    return writes.count(
        "registerAlias",
        caller,
        () ->
            calls.answer(
                () -> {
                  Alias alias =
                      room.aliases().register(caller.peer(), texts.getFirst(), texts.getLast());
                  return Reply.text(room.aliasLink().apply(alias.name()));
                }));
  }

  private Future<Reply> revoke(PeerConnection caller, ArrayNode args) throws CallException {
    List<String> texts = Arguments.texts("revokeAlias", args, "alias");
    return writes.count(
        "revokeAlias",
        caller,
        () ->
            calls.carryOut(() -> room.aliases().revoke(Actor.of(caller.peer()), texts.getFirst())));
  }

  /** One's own, all of them; somebody else's as long as they can be reached by them. */
  private Future<Reply> list(PeerConnection caller, ArrayNode args) throws CallException {
    String text = Arguments.texts("listAliases", args, "feed id").getFirst();
    FeedId owner = Arguments.feedId("listAliases", text);
    if (!owner.equals(caller.peer()) && !room.standings().of(owner).isMember()) {
      return Future.succeededFuture(Reply.of(Json.array()));
    }
    return calls.answer(
        () -> {
          ArrayNode names = Json.array();
          room.aliases().of(owner).forEach(names::add);
          return Reply.of(names);
        });
  }
}
