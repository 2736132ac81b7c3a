package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.room.model.InviteTerms;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code alcove status} beside a real server, and without one. */
class StatusCommandTest {
  @TempDir private Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  private static JsonNode json(Operator.Result result) throws Exception {
    assertThat(result.err()).isEmpty();
    return new JsonMapper().readTree(result.out());
  }

  @Test
  void status_ofARunningRoom_tellsWhatThereIs() throws Exception {
    try (var operator = Operator.of(data())) {
      operator.prepare(
          room -> {
            room.members().add(Actor.operator(), TestPeers.newKeys().id(), Role.ADMIN);
            room.invites().create(Actor.operator(), new InviteTerms(1, Optional.empty(), "camp"));
          });
      var before = Instant.now().minusSeconds(1);
      var room = operator.start();

      var result = operator.run("status", "--json");
      assertThat(result.code()).isZero();
      var status = json(result);
      assertThat(status.path("running").asBoolean()).isTrue();
      assertThat(Instant.parse(status.path("started").asText()))
          .isBetween(before, Instant.now().plusSeconds(1));
      assertThat(status.path("addresses").valueStream().map(JsonNode::asText).toList())
          .isEqualTo(room.address().lines());
      assertThat(status.path("mode").asText()).isEqualTo("community");
      assertThat(status.path("members").asInt()).isEqualTo(1);
      assertThat(status.path("online").asInt(-1)).isZero();
      assertThat(status.path("openInvites").asInt()).isEqualTo(1);
      assertThat(status.path("lastBackup").isNull()).isTrue();
      assertThat(status.path("warnings").valueStream().map(w -> w.path("diagnosis").asText()))
          .contains("backup-never");

      assertThat(operator.run("status").lines())
          .contains("mode         community", "people       1 member, 0 online, 0 tunnels")
          .contains("invites      1 is open", "This needs you:")
          .anyMatch(line -> line.startsWith("Alcove is running since "))
          .anyMatch(line -> line.contains("warning  backup"));
    }
  }

  @Test
  void status_afterABackup_tellsWhenThatWas() throws Exception {
    try (var operator = Operator.of(data())) {
      operator.start();
      assertThat(operator.run("backup", folder.resolve("b").toString()).code()).isZero();

      assertThat(Instant.parse(json(operator.run("status", "--json")).path("lastBackup").asText()))
          .isAfter(Instant.now().minusSeconds(60));
      assertThat(operator.run("status").out()).contains(" s ago)").doesNotContain("never");
    }
  }

  @Test
  void status_ofARoomThatDoesNotRun_saysSoAndOpensNothing() throws Exception {
    try (var operator = Operator.of(data())) {
      var touched = Files.getLastModifiedTime(data().resolve("room.mv.db"));

      var result = operator.run("status");
      assertThat(result.code()).isEqualTo(3);
      assertThat(result.out())
          .isEqualTo("The room in %s is not running; alcove serve starts it.%n".formatted(data()));
      assertThat(json(operator.run("status", "--json")).toString())
          .isEqualTo("{\"running\":false,\"data\":\"%s\",\"exists\":true}".formatted(data()));
      assertThat(Files.getLastModifiedTime(data().resolve("room.mv.db"))).isEqualTo(touched);
    }
  }

  @Test
  void status_whereNoRoomIs_saysThat() throws Exception {
    var result = Operator.at(data()).run("status");
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out()).startsWith("There is no room in " + data());
    assertThat(data()).doesNotExist();
  }

  @Test
  void status_ofAServerThatIsGone_isNotRunning() throws Exception {
    try (var operator = Operator.of(data())) {
      try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        socket.bind(UnixDomainSocketAddress.of(data().resolve("control")));
      }
      assertThat(Files.exists(data().resolve("control"))).isTrue();
      assertThat(operator.run("status").code()).isEqualTo(3);
    }
  }
}
