package alcove.tunnel.splice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.net.HandLoop;
import alcove.tunnel.net.HandPeer;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A tunnel whose peers live on two event loops, which a test drives one after the other. */
class CrossLoopLegTest {
  private final RecordingTunnel atCaller = new RecordingTunnel();
  private final RecordingTunnel atTarget = new RecordingTunnel();
  private final List<Substream> targets = new ArrayList<>();
  private final HandPeer target =
      new HandPeer(
          new HandLoop(),
          (caller, args, substream) -> new RecordingTunnel(),
          (caller, args, substream) -> {
            targets.add(substream);
            return atTarget;
          });
  private final Tunnels tunnels =
      new Tunnels(
          target.id(),
          (caller, id) -> target.connection,
          Tunnels.Quota.DEFAULT,
          FlowLimits.ofThisMachine(),
          System::nanoTime);
  private final HandPeer caller =
      new HandPeer(
          new HandLoop(),
          (origin, args, substream) -> tunnels.connect(origin, target.id(), substream),
          (origin, args, substream) -> new RecordingTunnel());

  private Substream call() {
    tunnels.opened(caller.connection);
    tunnels.opened(target.connection);
    Substream substream =
        caller.peer.session().open("tunnel.connect", Json.array(), "duplex", atCaller);
    caller.carry();
    return substream;
  }

  private static void send(Substream to, String text) {
    to.send(BodyType.BINARY, text.getBytes(UTF_8));
  }

  @Test
  void target_isCalled_whenItsLoopComesRound() {
    call();
    assertThat(targets).isEmpty();

    target.carry();

    assertThat(targets).hasSize(1);
  }

  @Test
  void everything_arrivesInItsOrder_howeverMuchHasGathered() {
    Substream callers = call();
    send(callers, "one ");
    send(callers, "two");
    callers.send(BodyType.STRING, "text".getBytes(UTF_8));
    send(callers, "three");
    caller.carry();
    callers.end();
    caller.carry();
    assertThat(atTarget.events).isEmpty();

    target.carry();

    assertThat(atTarget.events).containsExactly("one two", "STRING text", "three", "end");
  }

  @Test
  void answer_comesBack() {
    Substream callers = call();
    target.carry();
    send(targets.getFirst(), "answer");
    target.carry();
    caller.carry();
    callers.end();
    caller.carry();
    target.carry();

    assertThat(atCaller.events).containsExactly("answer");
    assertThat(atTarget.events).containsExactly("end");
    assertThat(tunnels.held()).isZero();
    assertThat(tunnels.open()).isZero();
    assertThat(tunnels.ended(EndReason.ENDED)).isEqualTo(1);
  }

  @Test
  void end_thatComesBeforeTheTargetWasCalled_isTheFirstThatItHears() {
    call().end();
    caller.carry();

    target.carry();

    assertThat(tunnels.open()).isZero();
    assertThat(atTarget.events).containsExactly("end");
  }

  @Test
  void everythingElse_arrivesOnTheOtherLoop_behindWhatCameBefore() {
    RecordingLeg leg = new RecordingLeg(target.id(), tunnels.newFlow());
    HandLoop there = new HandLoop();
    List<Runnable> afterRead = new ArrayList<>();
    CrossLoopLeg way = new CrossLoopLeg(leg, there.loop(), afterRead::add);

    way.take("bytes".getBytes(UTF_8), 0, 5);
    way.take(Unpooled.wrappedBuffer("more".getBytes(UTF_8)));
    way.makeWay(EndReason.SLOW_READER);
    way.take("last".getBytes(UTF_8), 0, 4);
    way.breakOff(EndReason.BROKEN_OFF, "why");
    assertThat(leg.events).isEmpty();
    there.run();
    assertThat(leg.events)
        .containsExactly("bytes", "more", "make way, SLOW_READER", "last", "BROKEN_OFF why");

    way.resume();
    assertThat(leg.events).hasSize(5);
    there.run();
    assertThat(leg.events).last().isEqualTo("resume");
  }
}
