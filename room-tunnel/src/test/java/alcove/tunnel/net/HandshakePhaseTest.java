package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.SessionLimits;
import alcove.tunnel.shs.BoxKeys;
import alcove.tunnel.testing.Cryptos;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which steps of handshakes are computed, and in which order, when they have to wait. */
class HandshakePhaseTest {
  private static final Duration LONGEST = Deadlines.DEFAULT.handshakeWait();

  private final HandLoop hand = new HandLoop();
  private final ByHand executor = new ByHand();
  private final HandshakePool pool = new HandshakePool(executor);
  private final List<String> computed = new ArrayList<>();
  private final List<CloseReason> closed = new ArrayList<>();

  @Test
  void step_soon_isComputed() {
    PeerConnection peer = newcomer("a");
    send(peer);
    hand.advance(Duration.ofSeconds(1));
    compute();

    assertThat(computed).containsExactly("a1");
    assertThat(closed).isEmpty();
  }

  @Test
  void step_waitedTooLong_isNotComputed() {
    PeerConnection peer = newcomer("a");
    send(peer);
    hand.advance(LONGEST.plusMillis(100));
    compute();

    assertThat(computed).isEmpty();
    assertThat(closed).containsExactly(CloseReason.HANDSHAKE_TIMEOUT);
  }

  @Test
  void steps_waitedTooLongTogether_areNotAllComputed() {
    PeerConnection peer = newcomer("a");
    send(peer);
    hand.advance(LONGEST.dividedBy(2));
    compute();
    send(peer);
    hand.advance(LONGEST.dividedBy(2).plusMillis(100));
    compute();

    assertThat(computed).containsExactly("a1");
    assertThat(closed).containsExactly(CloseReason.HANDSHAKE_TIMEOUT);
  }

  @Test
  void step_thePeerItselfWasSlow_isComputed() {
    PeerConnection peer = newcomer("a");
    send(peer);
    compute();
    hand.advance(LONGEST.plusMillis(100));
    send(peer);
    compute();

    assertThat(computed).containsExactly("a1", "a2");
    assertThat(closed).isEmpty();
  }

  @Test
  void step_socketHasGone_isNotComputed() {
    PeerConnection gone = newcomer("a");
    send(gone);
    PeerConnection there = newcomer("b");
    send(there);
    gone.hungUp();
    compute();

    assertThat(computed).containsExactly("b1");
    assertThat(closed).containsExactly(CloseReason.HUNG_UP);
  }

  @Test
  void steps_whatWasBegun_goesFirstThenInOrderOfArrival() {
    PeerConnection begun = newcomer("a");
    send(begun);
    compute();
    send(newcomer("b"));
    send(newcomer("c"));
    send(begun);
    compute();

    assertThat(computed).containsExactly("a1", "a2", "b1", "c1");
  }

  @Test
  void line_ofManySteps_isBehindUntilTheyAreDone() {
    for (int i = 0; i < 64; i++) {
      send(newcomer("a"));
    }
    assertThat(pool.isBehind()).isFalse();
    send(newcomer("b"));
    assertThat(pool.isBehind()).isTrue();

    compute();

    assertThat(pool.isBehind()).isFalse();
  }

  private PeerConnection newcomer(String name) {
    var setup =
        new ConnectionSetup(
            Cryptos.java(),
            pool,
            peer -> ProcedureTable.<PeerConnection>builder().build(),
            SessionLimits.ROOM,
            Deadlines.DEFAULT,
            new Told());
    var wire = new FakeWire(hand.loop.eventLoop());
    PeerConnection connection =
        new PeerConnection(wire, hand.loop, setup, new Counted(name, computed));
    connection.start();
    return connection;
  }

  private static void send(PeerConnection connection) {
    connection.bytes(Unpooled.wrappedBuffer(new byte[Counted.LENGTH]));
  }

  /** Does all that waits in line, and what that brings about. */
  private void compute() {
    executor.run();
    hand.run();
  }

  /** A handshake of many messages, which notes each that it takes. */
  private static final class Counted implements HandshakeSteps {
    static final int LENGTH = 64;

    private final String name;
    private final List<String> computed;
    private int taken;

    Counted(String name, List<String> computed) {
      this.name = name;
      this.computed = computed;
    }

    @Override
    public byte @Nullable [] first() {
      return null;
    }

    @Override
    public int expected() {
      return LENGTH;
    }

    @Override
    public byte[] take(byte[] message) {
      computed.add(name + ++taken);
      return message;
    }

    @Override
    public FeedId peer() {
      throw new IllegalStateException();
    }

    @Override
    public BoxKeys boxKeys() {
      throw new IllegalStateException();
    }
  }

  private final class Told implements ConnectionOwner {
    @Override
    public void opened(PeerConnection connection) {}

    @Override
    public void closed(PeerConnection connection, CloseReason reason) {
      closed.add(reason);
    }

    @Override
    public void gone(PeerConnection connection) {}
  }

  /** Does what is least first, when the test says so. */
  private static final class ByHand extends AbstractExecutorService {
    private final Queue<Runnable> waiting = new PriorityQueue<>();

    void run() {
      for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
        next.run();
      }
    }

    @Override
    public void execute(Runnable task) {
      waiting.add(task);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
