package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedKeyPair;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last day of members in a room that is served: kept when the server stops, at the latest. */
class SeenMembersTest {
  private final TestPeers peers = new TestPeers();
  private final FeedKeyPair alice = TestPeers.newKeys();
  private final FeedKeyPair bob = TestPeers.newKeys();
  private final FeedKeyPair guest = TestPeers.newKeys();

  @TempDir private Path folder;

  @AfterEach
  void close() throws Exception {
    peers.close();
  }

  @Test
  void member_whoWasConnected_hasTheDay_whenTheServerHasStopped() throws Exception {
    LocalDate before = LocalDate.now(ZoneOffset.UTC);
    Operator operator = Operator.at(folder.resolve("data"));
    try (operator) {
      RunningRoom room = operator.start();
      for (FeedKeyPair each : List.of(alice, bob)) {
        operator.run("member", "add", each.id().toString());
      }
      operator.run("setting", "set", "last-seen", "yes");
      for (FeedKeyPair each : List.of(alice, guest)) {
        TestPeers.call(peers.connect(each, room.address().address()), "room.metadata");
      }
    }
    LocalDate after = LocalDate.now(ZoneOffset.UTC);

    assertThat(lastSeen(operator, alice)).isIn(before.toString(), after.toString());
    assertThat(lastSeen(operator, bob)).isIn("", "null");
  }

  private static String lastSeen(Operator operator, FeedKeyPair member) throws Exception {
    return operator
        .run("member", "list", member.id().toString(), "--json")
        .json()
        .path(0)
        .path("lastSeen")
        .asText();
  }
}
