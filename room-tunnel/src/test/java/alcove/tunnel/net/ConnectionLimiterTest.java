package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.SessionLimits;
import alcove.tunnel.net.ConnectionLimiter.Verdict;
import alcove.tunnel.shs.BoxKeys;
import alcove.tunnel.testing.Cryptos;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionLimiterTest {
  private final AtomicLong clock = new AtomicLong(1);
  private final ConnectionLimiter newcomers =
      new ConnectionLimiter(new ConnectionLimiter.Limits(4, 20, 3, 2, 5), clock::get);
  private final HandLoop hand = new HandLoop();
  private final HandshakePool pool = new HandshakePool(1);
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void pending_whenFull_oldestSilentOfTheBusiestAddressMakesWay() {
    PeerConnection lone = admit("10.0.0.1");
    PeerConnection first = admit("10.0.0.2");
    PeerConnection second = admit("10.0.0.2");
    PeerConnection third = admit("10.0.0.3");

    assertThat(evictedFor("10.0.0.4")).isSameAs(first);
    assertThat(newcomers.pending()).isEqualTo(4);
    assertThat(newcomers.connections()).isEqualTo(5);
    newcomers.closed(first);
    assertThat(newcomers.connections()).isEqualTo(4);
    assertThat(evictedFor("10.0.0.5")).isSameAs(lone);
    assertThat(evictedFor("10.0.0.6")).isSameAs(second);
    assertThat(evictedFor("10.0.0.7")).isSameAs(third);
  }

  @Test
  void pending_whoHasSaidHello_isNotEvicted() {
    PeerConnection polite = admit("10.0.0.2");
    sayHello(polite);
    PeerConnection silent = admit("10.0.0.2");
    admit("10.0.0.1");
    admit("10.0.0.3");

    assertThat(evictedFor("10.0.0.4")).isSameAs(silent);
  }

  @Test
  void newcomer_whenAllOthersHaveSaidHello_isAdmittedAllTheSame() {
    for (int i = 0; i < 4; i++) {
      sayHello(admit("10.0.0." + i));
    }

    assertThat(evictedFor("10.0.0.9")).isNull();
    assertThat(newcomers.pending()).isEqualTo(5);
  }

  @Test
  void pending_fromExemptAddress_isEvictedToo() {
    PeerConnection first = admit(null);
    admit(null);
    admit("10.0.0.1");
    admit(null);

    assertThat(evictedFor("10.0.0.2")).isSameAs(first);
  }

  @Test
  void address_withTooManyConnections_isRefusedUntilOneCloses() {
    PeerConnection first = admit("10.0.0.1");
    admit("10.0.0.1");
    admit("10.0.0.1");

    assertThat(verdict("10.0.0.1")).isInstanceOf(Verdict.TooMany.class);
    admit("10.0.0.2");
    newcomers.closed(first);
    admit("10.0.0.1");
  }

  @Test
  void address_thatConnectsTooQuickly_isRefusedForAWhile() {
    for (int i = 0; i < 5; i++) {
      newcomers.closed(admit("10.0.0.1"));
    }
    assertThat(verdict("10.0.0.1")).isInstanceOf(Verdict.TooMany.class);

    clock.addAndGet(Duration.ofMillis(500).toNanos());

    newcomers.closed(admit("10.0.0.1"));
    assertThat(verdict("10.0.0.1")).isInstanceOf(Verdict.TooMany.class);
  }

  @Test
  void exemptAddress_isLimitedByTheTotalOnly() {
    for (int i = 0; i < 20; i++) {
      newcomers.handshakeOver(admit(null));
    }

    assertThat(verdict(null)).isInstanceOf(Verdict.TooMany.class);
    assertThat(newcomers.pending()).isZero();
  }

  @Test
  void move_toAddress_countsThereAndNoLongerHere() {
    PeerConnection moved = admit(null);
    assertThat(newcomers.move(moved, "10.0.0.1")).isTrue();
    admit("10.0.0.1");
    admit("10.0.0.1");

    assertThat(verdict("10.0.0.1")).isInstanceOf(Verdict.TooMany.class);
    assertThat(newcomers.pending()).isEqualTo(3);
    assertThat(newcomers.connections()).isEqualTo(3);
    newcomers.closed(moved);
    admit("10.0.0.1");
  }

  @Test
  void move_toAddressThatHasTooMany_changesNothing() {
    admit("10.0.0.1");
    admit("10.0.0.1");
    admit("10.0.0.1");
    PeerConnection refused = admit(null);

    assertThat(newcomers.move(refused, "10.0.0.1")).isFalse();
    assertThat(newcomers.pending()).isEqualTo(4);
    assertThat(newcomers.connections()).isEqualTo(4);
    newcomers.closed(refused);
    assertThat(newcomers.connections()).isEqualTo(3);
  }

  @Test
  void move_ofOneThatIsGone_isRefused() {
    PeerConnection gone = admit(null);
    newcomers.closed(gone);

    assertThat(newcomers.move(gone, "10.0.0.1")).isFalse();
    assertThat(newcomers.connections()).isZero();
  }

  @Test
  void books_afterEverybodyHasLeft_areEmpty() {
    for (int round = 0; round < 10; round++) {
      PeerConnection one = admit("10.0.0." + round);
      PeerConnection two = admit(null);
      newcomers.handshakeOver(one);
      newcomers.handshakeOver(one);
      newcomers.closed(one);
      newcomers.closed(one);
      newcomers.closed(two);
    }

    assertThat(newcomers.pending()).isZero();
    assertThat(newcomers.connections()).isZero();
    clock.addAndGet(Duration.ofMinutes(1).toNanos());
    for (int i = 0; i < 2000; i++) {
      newcomers.closed(admit("192.168.%s.%s".formatted(i / 200, i % 200)));
      clock.addAndGet(Duration.ofSeconds(1).toNanos());
    }
    assertThat(newcomers.addresses()).isLessThan(1100);
  }

  private Verdict verdict(@Nullable String address) {
    return newcomers.admit(connection(), address);
  }

  private PeerConnection admit(@Nullable String address) {
    PeerConnection connection = connection();
    assertThat(newcomers.admit(connection, address)).isEqualTo(new Verdict.Admitted(null));
    return connection;
  }

  private @Nullable PeerConnection evictedFor(@Nullable String address) {
    return ((Verdict.Admitted) verdict(address)).evicted();
  }

  private PeerConnection connection() {
    FakeWire wire = new FakeWire(hand.loop.eventLoop());
    var setup =
        new ConnectionSetup(
            Cryptos.java(),
            pool,
            peer -> ProcedureTable.<PeerConnection>builder().build(),
            SessionLimits.ROOM,
            Deadlines.DEFAULT,
            new Unmoved());
    PeerConnection connection =
        new PeerConnection(wire, hand.loop, setup, new NeverDone(never, wire));
    connection.start();
    return connection;
  }

  private static void sayHello(PeerConnection connection) {
    connection.bytes(Unpooled.wrappedBuffer(new byte[64]));
  }

  /** A handshake whose first message takes forever to answer. */
  private record NeverDone(CountDownLatch never, FakeWire wire) implements HandshakeSteps {
    @Override
    public byte @Nullable [] first() {
      return null;
    }

    @Override
    public int expected() {
      return 64;
    }

    @Override
    public byte @Nullable [] take(byte[] message) {
      try {
        never.await();
      } catch (InterruptedException over) {
        Thread.currentThread().interrupt();
      }
      return null;
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

  private static final class Unmoved implements ConnectionOwner {
    @Override
    public void opened(PeerConnection connection) {}

    @Override
    public void closed(PeerConnection connection, CloseReason reason) {}

    @Override
    public void gone(PeerConnection connection) {}
  }
}
