package alcove.app;

import static alcove.app.TestPeers.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedKeyPair;
import alcove.tunnel.net.PeerConnection;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands do to peers that are connected to the room meanwhile. */
class LiveChangesTest {
  private final TestPeers peers = new TestPeers();
  private final FeedKeyPair alice = TestPeers.newKeys();
  private final FeedKeyPair bob = TestPeers.newKeys();

  @TempDir private Path folder;
  private Operator operator;
  private RunningRoom room;

  @BeforeEach
  void open() throws Exception {
    operator = Operator.of(folder.resolve("data"));
    room = operator.start();
  }

  @AfterEach
  void close() throws Exception {
    peers.close();
    operator.close();
  }

  private PeerConnection connect(FeedKeyPair self) throws Exception {
    return peers.connect(self, room.address().address());
  }

  private void run(String... words) {
    assertThat(operator.run(words).lines()).isNotEmpty();
  }

  /** As soon as the design promises, with room for a machine that does other things as well. */
  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(5));
  }

  @Test
  void member_addedWhileConnected_isInternalAtOnce() throws Exception {
    PeerConnection connection = connect(alice);
    assertThat(call(connection, "room.metadata").path("membership").asBoolean()).isFalse();

    run("member", "add", alice.id().toString());

    assertThat(call(connection, "room.metadata").path("membership").asBoolean()).isTrue();
  }

  @Test
  void mode_restricted_closesExternalsAndKeepsMembers() throws Exception {
    run("member", "add", bob.id().toString());
    PeerConnection external = connect(alice);
    PeerConnection member = connect(bob);

    run("setting", "set", "privacy-mode", "restricted");

    soon().until(() -> !external.isOpen());
    assertThat(call(member, "room.metadata").path("membership").asBoolean()).isTrue();
    assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> connect(alice));
  }

  @Test
  void mode_open_makesEverybodyInternal() throws Exception {
    PeerConnection connection = connect(alice);

    run("setting", "set", "privacy-mode", "open");

    JsonNode metadata = call(connection, "room.metadata");
    assertThat(metadata.path("membership").asBoolean()).isTrue();
    assertThat(metadata.path("features").toString()).contains("room1");
  }

  @Test
  void block_ofAConnectedKey_closesItsConnectionAndTheDoor() throws Exception {
    run("member", "add", alice.id().toString());
    PeerConnection connection = connect(alice);
    PeerConnection other = connect(bob);

    run("block", "add", alice.id().toString(), "--reason", "noise");

    soon().until(() -> !connection.isOpen());
    assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> connect(alice));
    assertThat(other.isOpen()).isTrue();

    run("block", "remove", alice.id().toString());
    assertThat(call(connect(alice), "room.metadata").path("membership").asBoolean()).isFalse();
  }

  @Test
  void member_removedFromARestrictedRoom_isOut() throws Exception {
    run("member", "add", alice.id().toString());
    run("setting", "set", "privacy-mode", "restricted");
    PeerConnection connection = connect(alice);

    run("member", "remove", alice.id().toString());

    soon().until(() -> !connection.isOpen());
  }

  @Test
  void name_changed_isWhatPeersAreTold() throws Exception {
    PeerConnection connection = connect(alice);

    run("setting", "set", "name", "The choir");
    run("setting", "set", "description", "Basses wanted");

    JsonNode metadata = call(connection, "room.metadata");
    assertThat(metadata.path("name").asText()).isEqualTo("The choir");
    assertThat(metadata.path("description").asText()).isEqualTo("Basses wanted");
  }
}
