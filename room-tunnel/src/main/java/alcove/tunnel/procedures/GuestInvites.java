package alcove.tunnel.procedures;

import alcove.identity.FeedId;
import alcove.limits.TokenBucket;
import alcove.room.policy.Action;
import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.net.PeerConnection;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The {@code invite.use} of those who come with the key of a v1 invite code: it makes a member of
 * the feed that they name. They need not prove that it is theirs, so there is one for each
 * connection, and a limit for all of them together. Thread-safe.
 */
final class GuestInvites {
  private static final double PER_SECOND = 1.0 / 20;
  private static final int BURST = 50;

  private final ServedRoom room;
  private final StorageCalls calls;
  private final WriteLimits writes;
  private final TokenBucket rate;

  GuestInvites(ServedRoom room, StorageCalls calls, WriteLimits writes, LongSupplier nanoTime) {
    this.room = room;
    this.calls = calls;
    this.writes = writes;
    this.rate = new TokenBucket(PER_SECOND, BURST, nanoTime);
  }

  /** The procedure for one connection. */
  Procedure<PeerConnection> forOneConnection() {
    AtomicBoolean used = new AtomicBoolean();
    return Procedure.async((caller, args) -> use(caller, args, used));
  }

  private Future<Reply> use(PeerConnection caller, ArrayNode args, AtomicBoolean used)
      throws CallException {
    FeedId feed = Arguments.feedId("invite.use", Arguments.onlyObject("invite.use", args), "feed");
    if (feed.equals(caller.peer()) || feed.equals(room.id())) {
      throw new CallException("invite.use: expected the id of whoever wants to join as feed");
    }
    if (room.standings().of(feed).isMember()) {
      return Future.succeededFuture(Reply.of(true));
    }
    if (!used.compareAndSet(false, true)) {
      throw new CallException("invite.use: one feed for each connection");
    }
    if (room.standings().allow(feed, Action.JOIN_UNINVITED)) {
      try {
        requirePermits(caller);
      } catch (CallException tooMany) {
        used.set(false);
        throw tooMany;
      }
    }
    return calls
        .carryOut(() -> room.members().joinUninvited(feed))
        .onFailure(refused -> used.set(false));
  }

  private void requirePermits(PeerConnection caller) throws CallException {
    writes.requireOfGuest("invite.use", caller);
    if (!mayTake()) {
      throw new CallException("invite.use: many people are joining, try again later");
    }
  }

  private synchronized boolean mayTake() {
    return rate.tryTake();
  }
}
