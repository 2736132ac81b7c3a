package alcove.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.testing.LeakWatch;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.TestRoom;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many peers that do whatever comes into their heads, and a room that is as new afterwards. */
class ChaosTest {
  private static final int THREADS = 6;
  private static final int LIVES = 12;
  private static final int DEEDS = 40;

  private final ConcurrentLinkedDeque<FeedId> known = new ConcurrentLinkedDeque<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void room_afterPeersThatDoAsTheyLike_isAsNew(long seed) throws Exception {
    try (LeakWatch watch = new LeakWatch();
        TestRoom room = TestRoom.open()) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(seed * THREADS + i);
        threads.add(Thread.startVirtualThread(() -> live(room, random)));
      }
      for (Thread thread : threads) {
        assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
      }

      await().atMost(20, TimeUnit.SECONDS).until(() -> room.server().sockets() == 0);
      await().untilAsserted(() -> assertThat(room.server().tunnels().held()).isZero());
      assertThat(watch.leaks()).isEmpty();
      assertThat(room.server().tunnels().open()).isZero();
      assertThat(room.server().tunnels().opened()).isPositive();
      assertThat(room.server().peers()).isZero();
      assertThat(room.server().closed(CloseReason.INTERNAL_ERROR)).isZero();
      try (RawPeer alice = RawPeer.connect(room);
          RawPeer bob = RawPeer.connect(room).attend()) {
        RawTunnel.answered(room, alice, bob);
      }
    }
  }

  private void live(TestRoom room, Random random) {
    for (int life = 0; life < LIVES; life++) {
      try (RawPeer peer = RawPeer.connect(room)) {
        peer.send(2, 1_000_000, "{\"name\":[\"tunnel\",\"announce\"],\"args\":[]}");
        known.addFirst(peer.id());
        for (int deed = 0; deed < DEEDS; deed++) {
          act(room, peer, random);
        }
        if (random.nextBoolean()) {
          peer.reset();
        }
      } catch (IOException refused) {
        // The room has had enough of this one.
      }
    }
  }

  private void act(TestRoom room, RawPeer peer, Random random) throws IOException {
    int number = (random.nextBoolean() ? 1 : -1) * (1 + random.nextInt(4));
    byte[] bytes = new byte[random.nextInt(20_000)];
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> openTunnel(room, peer, random);
      case 4, 5, 6 -> peer.send(8, number, bytes);
      case 7 ->
          peer.send(9 + random.nextInt(2), number, "\"" + "t".repeat(random.nextInt(3000)) + "\"");
      case 8 -> peer.send(14, number, random.nextBoolean() ? "true" : "{\"message\":\"no\"}");
      case 9 ->
          peer.open("source", random.nextBoolean() ? "room.attendants" : "tunnel.endpoints", "[]");
      case 10 -> {
        peer.sendHeader(8, number, bytes.length + 1);
        peer.sendBytes(bytes);
        peer.sendBytes(new byte[1]);
      }
      default -> {
        if (peer.socket().getInputStream().available() > 0) {
          peer.next();
        }
      }
    }
  }

  private void openTunnel(TestRoom room, RawPeer peer, Random random) throws IOException {
    List<FeedId> recent = known.stream().limit(THREADS).toList();
    peer.openTunnel(room, recent.get(random.nextInt(recent.size())));
  }
}
