package alcove.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pooled buffers are given back however a tunnel ends. */
class BufferLeakTest {
  private final List<String> leaks = new CopyOnWriteArrayList<>();
  private final ResourceLeakDetector.Level usual = ResourceLeakDetector.getLevel();

  @BeforeEach
  void watch() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + records));
  }

  @AfterEach
  void stopWatching() {
    ByteBufUtil.setLeakListener(null);
    ResourceLeakDetector.setLevel(usual);
  }

  @Test
  void tunnels_thatEndInAllWays_leakNothing() throws IOException {
    try (TestRoom room = TestRoom.open()) {
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
    }

    lookForLeaks();

    assertThat(leaks).isEmpty();
  }

  /** Leaks are found when their buffers have been collected and others are allocated. */
  private static void lookForLeaks() {
    for (int i = 0; i < 3; i++) {
      System.gc();
      for (int buffer = 0; buffer < 200; buffer++) {
        PooledByteBufAllocator.DEFAULT.directBuffer(64).release();
        PooledByteBufAllocator.DEFAULT.heapBuffer(64).release();
      }
    }
  }
}
