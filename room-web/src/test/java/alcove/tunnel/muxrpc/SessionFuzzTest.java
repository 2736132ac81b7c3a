package alcove.tunnel.muxrpc;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.Choices;
import alcove.fuzz.FuzzTarget;
import alcove.tunnel.muxrpc.SubstreamReceiver.Input;
import alcove.tunnel.muxrpc.codec.Packet;
import alcove.tunnel.muxrpc.codec.PacketDecoder;
import alcove.tunnel.muxrpc.codec.PacketException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls, answers, ends and nonsense in any order: a session throws nothing but what closes the
 * connection, ends each substream once, and keeps no books about what is over.
 */
class SessionFuzzTest extends FuzzTarget {

  @Override
  protected void test(byte[] input) {
    var choices = new Choices(input);
    var sent = new ArrayList<Packet>();
    var substreams = new ArrayList<StrictReceiver>();
    var session =
        new RpcSession<>(
            "peer",
            sent::add,
            procedures(substreams),
            SessionLimits.ROOM,
            () -> {},
            () -> 0,
            Runnable::run);
    session.open("theirs", Json.array(), "duplex", receiver(substreams, Input.BINARY_PARTS));
    session.call("theirs", Json.array()).onFailure(failure -> {});

    feed(session, SessionScript.packets(choices));
    session.close();

    assertThat(session.live()).isZero();
    assertThat(substreams).allMatch(StrictReceiver::hasEnded);
  }

  private static void feed(RpcSession<String> session, byte[] wire) {
    try {
      new PacketDecoder().decode(wire, 0, wire.length, session);
    } catch (PacketException e) {
      assertThat(e.reason()).isNotNull();
    }
  }

  private static ProcedureTable<String> procedures(List<StrictReceiver> substreams) {
    return ProcedureTable.<String>builder()
        .add("echo", Procedure.async((who, args) -> Future.succeededFuture(Reply.of(args))))
        .add("never", Procedure.async((who, args) -> Promise.<Reply>promise().future()))
        .add("ticks", Procedure.source((who, args, to) -> receiver(substreams, Input.NONE)))
        .add("pipe", Procedure.duplex((who, args, to) -> receiver(substreams, Input.BINARY_PARTS)))
        .add("lines", Procedure.duplex((who, args, to) -> receiver(substreams, Input.BODIES)))
        .build();
  }

  private static StrictReceiver receiver(List<StrictReceiver> substreams, Input input) {
    var receiver = new StrictReceiver(input);
    substreams.add(receiver);
    return receiver;
  }
}
