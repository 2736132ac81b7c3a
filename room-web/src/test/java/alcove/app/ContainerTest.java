package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.net.PeerConnection;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The image that the Dockerfile makes, run as docker-compose.yml runs it. */
@EnabledIf(value = "hasEngine", disabledReason = "no container engine was found")
final class ContainerTest {
  private static final ImageFromDockerfile IMAGE =
      new ImageFromDockerfile("alcove-test", true).withDockerfile(top().resolve("Dockerfile"));

  private static final String READY = "/opt/alcove/ready";
  private static final int SSB_PORT = 8008;
  private static final long MEMORY = 512L << 20;

  private final String volume = "alcove-test-" + UUID.randomUUID();
  private final TestPeers peers = new TestPeers();

  /** Says so when there is none. */
  static boolean hasEngine() {
    var found = DockerClientFactory.instance().isDockerAvailable();
    if (!found) {
      System.out.println("The container is not tested: no container engine was found");
    }
    return found;
  }

  private static Path top() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docker-compose.yml"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no docker-compose.yml above");
    }
    return folder;
  }

  @AfterEach
  void close() throws Exception {
    peers.close();
    DockerClientFactory.instance().client().removeVolumeCmd(volume).exec();
  }

  @Test
  void start_withoutRights_isHealthyAndOffersTheSetup() throws Exception {
    try (var room = start()) {
      var check = room.getContainerInfo().getConfig().getHealthcheck();
      assertThat(Objects.requireNonNull(check).getTest()).containsExactly("CMD", READY);
      assertThat(room.execInContainer(READY).getExitCode()).isZero();
      assertThat(room.getLogs())
          .contains("https://room.example/setup?")
          .contains("crypto libsodium")
          .contains("transport epoll")
          .doesNotContain("WARN", "ERROR");
    }
  }

  @Test
  void commands_inTheContainer_talkToItsRoom() throws Exception {
    var admin = peers.client(TestPeers.newKeys()).id();
    try (var room = start()) {
      assertThat(alcove(room, "setup", "--admin", admin.toString())).contains(admin.toString());
      assertThat(alcove(room, "member", "list")).contains(admin.toString()).contains("admin");
      assertThat(alcove(room, "invite", "create").lines().toList().getLast())
          .startsWith("https://room.example/join?");
    }
  }

  @Test
  void tunnel_betweenTwoMembers_carriesTheirCalls() throws Exception {
    var alice = peers.client(TestPeers.newKeys());
    var bob = peers.client(TestPeers.newKeys());
    try (var room = start()) {
      alcove(room, "member", "add", alice.id().toString());
      alcove(room, "member", "add", bob.id().toString());
      TestPeers.call(connect(bob, room), "tunnel.announce");
      var echo = TestPeers.echoThrough(connect(alice, room), alice, bob, "through the container");
      assertThat(echo.path(0).asText()).isEqualTo("through the container");
    }
  }

  @Test
  void newContainer_onTheSameVolume_isTheSameRoom() throws Exception {
    var member = peers.client(TestPeers.newKeys());
    FeedId id;
    try (var room = start()) {
      id = idOf(room);
      alcove(room, "member", "add", member.id().toString());
      assertThat(stop(room)).as("exit code after SIGTERM").isEqualTo(143);
      assertThat(room.getLogs()).contains("stopping");
    }
    try (var again = start()) {
      assertThat(idOf(again)).isEqualTo(id);
      assertThat(alcove(again, "member", "list")).contains(member.id().toString());
      connect(member, again);
    }
  }

  private GenericContainer<?> start() {
    var room =
        new GenericContainer<>(IMAGE)
            .withEnv("ALCOVE_DOMAIN", "room.example")
            .withExposedPorts(SSB_PORT)
            .withCreateContainerCmdModifier(
                command -> restrict(Objects.requireNonNull(command.getHostConfig())))
            .waitingFor(Wait.forLogMessage(".* ready: .*", 1))
            .withStartupTimeout(Duration.ofMinutes(2));
    room.start();
    return room;
  }

  private void restrict(HostConfig host) {
    host.withBinds(Bind.parse(volume + ":/data"))
        .withReadonlyRootfs(true)
        .withTmpFs(Map.of("/tmp", "mode=1777,size=64m,exec"))
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges:true"))
        .withMemory(MEMORY);
  }

  /** What a command prints, which has to succeed. */
  private static String alcove(GenericContainer<?> room, String... words) throws Exception {
    var command = new String[words.length + 1];
    command[0] = "alcove";
    System.arraycopy(words, 0, command, 1, words.length);
    var result = room.execInContainer(command);
    assertThat(result.getExitCode()).as(result.getStderr()).isZero();
    return result.getStdout();
  }

  private static FeedId idOf(GenericContainer<?> room) throws Exception {
    var address = alcove(room, "address").lines().findFirst().orElseThrow();
    return FeedId.parse("@" + address.substring(address.indexOf("~shs:") + 5) + ".ed25519");
  }

  private static PeerConnection connect(PeerClient peer, GenericContainer<?> room)
      throws Exception {
    return TestPeers.await(peer.connect(room.getHost(), room.getMappedPort(SSB_PORT), idOf(room)));
  }

  /** Stops it as the engine does, and tells its exit code. */
  private static long stop(GenericContainer<?> room) {
    var client = room.getDockerClient();
    client.stopContainerCmd(room.getContainerId()).withTimeout(20).exec();
    await()
        .until(
            () ->
                Boolean.FALSE.equals(
                    client
                        .inspectContainerCmd(room.getContainerId())
                        .exec()
                        .getState()
                        .getRunning()));
    return Objects.requireNonNull(
        client.inspectContainerCmd(room.getContainerId()).exec().getState().getExitCodeLong());
  }
}
