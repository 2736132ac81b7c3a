package alcove.tunnel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.testing.TestRoom;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The two ends of a tunnel as our own client has them. */
class TunnelStreamTest {
  private static final int WRITES = 20_000;

  private final TestRoom room = TestRoom.open();
  private final PeerClient alice = room.client();
  private final PeerClient bob = room.client();
  private final Log atAlice = new Log();
  private final Log atBob = new Log();
  private final AtomicInteger done = new AtomicInteger();
  private PeerConnection alicesRoom;

  @BeforeEach
  void connect() {
    alicesRoom = room.connect(alice);
    PeerConnection bobsRoom = room.connect(bob);
    TestRoom.await(
        TestRoom.on(bobsRoom, () -> bobsRoom.session().call("tunnel.announce", Json.array()))
            .compose(x -> x));
  }

  @AfterEach
  void close() {
    room.close();
  }

  private TunnelStream open() {
    return TestRoom.await(
        TestRoom.on(alicesRoom, () -> TunnelStream.open(alicesRoom, bob.id(), atAlice)));
  }

  private void onLoop(Runnable work) {
    alicesRoom.loop().eventLoop().execute(work);
  }

  /** Each write is followed by another as soon as it is done, well or badly. */
  private void writeOneAfterTheOther(TunnelStream stream, int left) {
    if (left > 0) {
      stream.write(
          Unpooled.copiedBuffer("x", StandardCharsets.US_ASCII),
          () -> {
            done.incrementAndGet();
            writeOneAfterTheOther(stream, left - 1);
          });
    }
  }

  @Test
  void writes_beforeAnEnd_arriveBeforeIt() {
    bob.onTunnel((origin, stream) -> stream.receive(atBob));
    TunnelStream stream = open();

    onLoop(
        () -> {
          stream.write(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII), () -> {});
          stream.end();
        });

    await().untilAsserted(() -> assertThat(atBob).hasToString("hello Clean[]"));
  }

  @Test
  void writes_onATunnelThatBreaks_areAllDone() {
    bob.onTunnel(
        (origin, stream) -> {
          stream.receive(atBob);
          stream.fail("not now");
        });
    TunnelStream stream = open();

    onLoop(() -> writeOneAfterTheOther(stream, WRITES));

    await().untilAsserted(() -> assertThat(done).hasValue(WRITES));
    assertThat(atAlice.toString()).contains("Failed[message=could not connect to:" + bob.id());
  }

  @Test
  void writes_thatWaitWhenTheTunnelEnds_areDone() {
    bob.onTunnel((origin, stream) -> stream.receive(atBob));
    TunnelStream stream = open();

    onLoop(
        () -> {
          for (int i = 0; i < 100; i++) {
            stream.write(Unpooled.wrappedBuffer(new byte[10_000]), done::incrementAndGet);
          }
          stream.fail("changed my mind");
        });

    await().untilAsserted(() -> assertThat(done).hasValue(100));
  }

  /** What comes out of a tunnel, as text. */
  private static final class Log implements TunnelStream.Receiver {
    private final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    public void bytes(ByteBuf bytes) {
      all.add(bytes.toString(StandardCharsets.US_ASCII));
    }

    @Override
    public void ended(SubstreamEnd end) {
      all.add(end.toString());
    }

    @Override
    public String toString() {
      return String.join(" ", all);
    }
  }
}
