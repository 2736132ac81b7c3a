package alcove.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedKeyPair;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.TestRoom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server whose peers are to go to others. */
class FarewellTest {
  private final TestRoom room = TestRoom.open();
  private final List<RawPeer> peers = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (RawPeer peer : peers) {
      peer.close();
    }
    room.close();
  }

  private void connect(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      peers.add(RawPeer.connect(room, FeedKeyPair.create(TestRoom.CRYPTO)));
    }
    awaitPeers(count);
  }

  private void awaitPeers(int count) {
    await().until(() -> room.server().peers() == count);
  }

  @Test
  void peers_areToldGoodbyeInParts_andNobodyNewComesIn() throws IOException {
    connect(7);

    Farewell farewell = room.server().beginFarewell(3);
    assertThatThrownBy(() -> connect(1)).isInstanceOf(IOException.class);
    awaitPeers(7);
    assertThat(farewell.next()).isTrue();
    awaitPeers(4);
    assertThat(farewell.next()).isTrue();
    awaitPeers(1);
    assertThat(farewell.next()).isFalse();
    awaitPeers(0);
    assertThat(room.server().closed(CloseReason.STOPPED)).isEqualTo(7);
  }

  @Test
  void nobody_isToldGoodbyeAtOnce() {
    assertThat(room.server().beginFarewell(10).next()).isFalse();
  }

  @Test
  void serverThatIsCutOff_takesNobodyIn_turnsAllOut_andTakesNewcomersInAgain() throws IOException {
    connect(2);

    room.server().refuseNewcomers();
    assertThatThrownBy(() -> connect(1)).isInstanceOf(IOException.class);
    awaitPeers(2);
    room.server().turnOutAll();
    awaitPeers(0);
    assertThat(room.server().closed(CloseReason.CUT_OFF)).isEqualTo(2);

    room.server().admitNewcomers();
    connect(1);
  }
}
