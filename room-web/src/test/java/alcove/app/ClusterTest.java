package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedKeyPair;
import alcove.ops.terminal.CommandException;
import alcove.store.DatabaseUrl;
import alcove.tunnel.net.PeerConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Two servers of one room, each with its own data directory, and what goes beside them. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("alcove.ops.backup.EmptyDatabases#servers")
class ClusterTest {
  private static final String END_ALL = "end all of them first";

  private final TestPeers peers = new TestPeers();
  private final FeedKeyPair bob = TestPeers.newKeys();
  private final Deque<Operator> operators = new ArrayDeque<>();
  private final String jdbc;

  @TempDir private Path folder;
  private Operator first;
  private Operator second;
  private RunningRoom firstRoom;

  ClusterTest(Supplier<DatabaseUrl> servers) {
    jdbc = servers.get().jdbc();
  }

  @BeforeEach
  void open() throws Exception {
    first = node("first");
    firstRoom = first.start();
    second = node("second");
    copySecretTo("second");
  }

  @AfterEach
  void close() throws Exception {
    peers.close();
    operators.forEach(Operator::close);
  }

  private Operator node(String name) {
    Operator operator = Operator.ofNode(folder.resolve(name), jdbc);
    operators.push(operator);
    return operator;
  }

  private void copySecretTo(String name) throws Exception {
    Path data = Files.createDirectory(folder.resolve(name));
    Files.copy(folder.resolve("first").resolve("secret"), data.resolve("secret"));
  }

  private void assertPeerEnds(PeerConnection peer) {
    await().until(() -> !peer.isOpen());
  }

  @Test
  void block_onOneNode_endsAPeerOfTheOther() throws Exception {
    RunningRoom secondRoom = second.start();
    first.run("member", "add", bob.id().toString()).lines();
    PeerConnection peer = peers.connect(bob, secondRoom.address().address());

    first.run("block", "add", bob.id().toString()).lines();

    assertPeerEnds(peer);
  }

  @Test
  void command_withoutAServerHere_changesTheRoomThatNodesRunElsewhere() throws Exception {
    PeerConnection peer = peers.connect(bob, firstRoom.address().address());

    second.run("member", "add", bob.id().toString()).lines();
    assertThat(first.run("member", "list", "--json").json()).hasSize(1);
    second.run("block", "add", bob.id().toString()).lines();

    assertPeerEnds(peer);
    assertThat(second.run("member", "list", "--json").json()).isEmpty();
    second.run("backup", folder.resolve("backup").toString()).lines();
  }

  @Test
  void whatHasToBeAlone_isRefusedWhileNodesRun() throws Exception {
    Path backup = folder.resolve("backup");
    first.run("backup", backup.toString()).lines();
    second.run("member", "list").lines();
    Operator alone = Operator.at(folder.resolve("second"), jdbc);

    assertThatThrownBy(alone::start)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(END_ALL)
        .hasMessageContaining("--cluster");
    assertThat(second.run("move", "--to-data", folder.resolve("third").toString()).err())
        .contains(END_ALL);
    assertThat(Operator.at(folder.resolve("fourth"), jdbc).run("restore", backup.toString()).code())
        .isEqualTo(1);
    assertThat(second.run("member", "list").code()).isZero();
  }

  @Test
  void node_besideAServerThatIsAlone_isRefused() throws Exception {
    firstRoom.close();
    try (Operator alone = Operator.at(folder.resolve("first"), jdbc)) {
      alone.start();

      assertThatThrownBy(second::start)
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("is in use by another Alcove, which has it alone");
    }
    second.start();
  }

  @Test
  void node_withoutTheIdentity_isRefused_andMakesNone() throws Exception {
    Operator third = node("third");

    assertThatThrownBy(third::start)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is the registry of a room whose identity is not in");

    assertThat(folder.resolve("third").resolve("secret")).doesNotExist();
  }

  @Test
  void setupLink_ofOneNode_worksAfterTheStartOfAnother() throws Exception {
    RunningRoom secondRoom = second.start();
    RoomConfig config =
        ConfigReader.read(
            Map.of(
                Setting.DATA,
                folder.resolve("second").toString(),
                Setting.JDBC_URL,
                jdbc,
                Setting.CLUSTER,
                "yes"),
            Map.of());
    Identity identity =
        Identity.load(config.get(Setting.CRYPTO), folder.resolve("second").resolve("secret"));
    try (OpenRoom open = OpenRoom.open(config, identity)) {
      for (RunningRoom each : new RunningRoom[] {firstRoom, secondRoom}) {
        open.room().setup().look(each.setup().orElseThrow().text());
      }
      open.room().setup().claim(firstRoom.setup().orElseThrow().text(), bob.id());
      assertThatThrownBy(() -> open.room().setup().look(secondRoom.setup().orElseThrow().text()))
          .hasMessageContaining("this room has an admin");
    }
  }
}
