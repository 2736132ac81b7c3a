package alcove.tunnel.procedures;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.TestRoom;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The room's procedures as peers call them. */
class RoomProceduresTest {
  private static final String METADATA =
      "{\"name\":\"test room\",\"membership\":true,"
          + "\"features\":[\"tunnel\",\"room1\",\"room2\",\"alias\",\"httpAuth\",\"httpInvite\"]}";

  private final TestRoom room = TestRoom.open();
  private RawPeer peer;

  @BeforeEach
  void connect() throws IOException {
    peer = RawPeer.connect(room);
  }

  @AfterEach
  void close() throws IOException {
    peer.close();
    room.close();
  }

  @Test
  void manifest_listsExactlyWhatExists() throws IOException, CallException {
    JsonNode manifest = Json.parse(peer.call("manifest", "[]").getBytes(StandardCharsets.UTF_8));
    List<String> all = new ArrayList<>();
    manifest
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isTextual()) {
                all.add(entry.getKey() + " " + entry.getValue().asText());
              } else {
                entry
                    .getValue()
                    .properties()
                    .forEach(
                        inner ->
                            all.add(
                                entry.getKey()
                                    + "."
                                    + inner.getKey()
                                    + " "
                                    + inner.getValue().asText()));
              }
            });

    assertThat(all)
        .containsExactlyInAnyOrder(
            "manifest sync",
            "whoami sync",
            "createHistoryStream source",
            "gossip.ping duplex",
            "httpAuth.sendSolution async",
            "httpAuth.invalidateAllSolutions async",
            "invite.use async",
            "room.metadata async",
            "room.attendants source",
            "room.members source",
            "room.connect duplex",
            "room.registerAlias async",
            "room.revokeAlias async",
            "room.listAliases async",
            "room.ping sync",
            "tunnel.announce sync",
            "tunnel.leave sync",
            "tunnel.connect duplex",
            "tunnel.endpoints source",
            "tunnel.isRoom async",
            "tunnel.ping sync");
    for (String each : all) {
      assertExists(each.substring(0, each.indexOf(' ')), each.substring(each.indexOf(' ') + 1));
    }
  }

  private void assertExists(String name, String type) throws IOException {
    try (RawPeer caller = RawPeer.connect(room)) {
      if (type.endsWith("sync")) {
        caller.send(2, 1, "{\"name\":[\"%s\"],\"args\":[]}".formatted(name.replace(".", "\",\"")));
        assertThat(caller.next()).contains(" -1 ").doesNotContain("not in list");
      } else {
        int number = caller.open(type, name, "[]");
        caller.send(14, number, "true");
        assertThat(caller.next()).startsWith("14 -" + number).doesNotContain("not in list");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"room.metadata", "tunnel.isRoom"})
  void metadata_isTheSameUnderBothNames(String name) throws IOException {
    assertThat(peer.call(name, "[]")).isEqualTo(METADATA);
  }

  @Test
  void whoami_tellsTheRoomsId() throws IOException {
    assertThat(peer.call("whoami", "[]")).isEqualTo("{\"id\":\"" + room.id() + "\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tunnel.ping", "room.ping"})
  void ping_isTheClockInMilliseconds(String name) throws IOException {
    long before = System.currentTimeMillis();

    long answer = Long.parseLong(peer.call(name, "[]"));

    assertThat(answer).isBetween(before, System.currentTimeMillis());
  }

  /** What ssb-conn does first of all, without waiting for an answer. */
  @Test
  void gossipPing_volleysNumbersUntilItEnds() throws IOException {
    int number = peer.open("duplex", "gossip.ping", "[{\"timeout\":300000}]");
    peer.send(10, number, "1700000000000");
    String first = peer.next();
    assertThat(first).startsWith("10 -" + number + " 1");
    peer.send(10, number, "1700000000000");
    assertThat(peer.next()).startsWith("10 -" + number + " 1");

    peer.send(14, number, "true");

    assertThat(peer.next()).isEqualTo("14 -" + number + " true");
  }

  @ParameterizedTest
  @CsvSource({"10, '{}'", "10, '{'", "9, 12", "8, 12"})
  void gossipPing_ofSomethingElse_endsWithAnError(int flags, String body) throws IOException {
    int number = peer.open("duplex", "gossip.ping", "[]");

    peer.send(flags, number, body);
    peer.send(flags, number, body);

    assertThat(peer.next()).startsWith("14 -" + number).contains("expected a number");
    assertThat(peer.call("room.metadata", "[]")).isEqualTo(METADATA);
  }

  @Test
  void createHistoryStream_endsAtOnce() throws IOException {
    int number = peer.open("source", "createHistoryStream", "[{\"id\":\"@x\"}]");

    assertThat(peer.next()).isEqualTo("14 -" + number + " true");
  }

  /** ssb-ebt takes exactly this text as harmless; it has sent its vector clock already. */
  @Test
  void replication_isRefusedPolitely() throws IOException {
    int number = peer.open("duplex", "ebt.replicate", "[{\"version\":3,\"format\":\"classic\"}]");
    peer.send(10, number, "{\"@x.ed25519\":12}");

    assertThat(peer.next())
        .isEqualTo(
            "14 -%s {\"name\":\"Error\",\"message\":\"method:ebt,replicate is not in list of allowed methods\",\"stack\":\"\"}"
                .formatted(number));
    assertThat(peer.call("room.metadata", "[]")).isEqualTo(METADATA);
  }
}
