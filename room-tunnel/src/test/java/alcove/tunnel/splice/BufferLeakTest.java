package alcove.tunnel.splice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.tunnel.testing.LeakWatch;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.TestRoom;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Pooled buffers are given back however a tunnel ends. */
class BufferLeakTest {
  @Test
  void tunnels_thatEndInAllWays_leakNothing() throws IOException {
    try (LeakWatch watch = new LeakWatch();
        TestRoom room = TestRoom.open()) {
      for (int round = 0; round < 12; round++) {
        try (RawPeer alice = RawPeer.connect(room);
            RawPeer bob = RawPeer.connect(room).attend()) {
          RawTunnel tunnel = RawTunnel.answered(room, alice, bob);
          tunnel.fromCaller("x".repeat(30_000));
          tunnel.caller().send(10, tunnel.callersNumber(), "\"" + "j".repeat(5000) + "\"");
          tunnel.fromTarget("y".repeat(30_000));
          switch (round % 4) {
            case 0 -> alice.reset();
            case 1 -> bob.reset();
            case 2 -> tunnel.endFromCaller("{\"message\":\"no\"}");
            default -> tunnel.endFromTarget("true");
          }
        }
      }
      await().untilAsserted(() -> assertThat(room.server().sockets()).isZero());
      assertThat(room.server().tunnels().held()).isZero();
      assertThat(watch.leaks()).isEmpty();
    }
  }
}
