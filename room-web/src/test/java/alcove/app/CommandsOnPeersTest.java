package alcove.app;

import static alcove.app.TestPeers.call;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.FeedSignature;
import alcove.room.aliases.AliasRegistration;
import alcove.tunnel.net.PeerConnection;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands do to peers that are connected to the room meanwhile. */
class CommandsOnPeersTest {
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
  void alias_registeredByAPeer_isRevokedByTheOperator() throws Exception {
    run("member", "add", alice.id().toString());
    PeerConnection connection = connect(alice);

    call(connection, "room.registerAlias", "ali", signatureOver("ali"));
    assertThat(operator.run("alias", "list", "--json").json().findValuesAsText("name"))
        .containsExactly("ali");

    run("alias", "revoke", "ali");
    assertThat(call(connection, "room.listAliases", alice.id().toString())).isEmpty();
  }

  private String signatureOver(String name) {
    FeedId key = room.address().room();
    String text = new AliasRegistration(key, alice.id(), name).signedText();
    return FeedSignature.of(alice.sign(TestPeers.CRYPTO, text.getBytes(UTF_8))).toString();
  }

  @Test
  void invite_claimedInTheBrowser_makesTheConnectedPeerAMember() throws Exception {
    PeerConnection connection = connect(alice);
    String link = operator.run("invite", "create").lines().getLast();
    String token = link.substring(link.indexOf('=') + 1);

    HttpResponse<String> claimed = claim(token);
    HttpResponse<String> again = claim(token);

    assertThat(claimed.body()).contains("\"successful\"");
    assertThat(again.body()).isEqualTo(claimed.body());
    assertThat(call(connection, "room.metadata").path("membership").asBoolean()).isTrue();
    assertThat(operator.run("invite", "list", "--json").json().findValuesAsText("by"))
        .containsExactly(alice.id().toString());
  }

  private HttpResponse<String> claim(String token) throws Exception {
    String body = "{\"id\":\"%s\",\"invite\":\"%s\"}".formatted(alice.id(), token);
    try (HttpClient browser = HttpClient.newHttpClient()) {
      return browser.send(
          HttpRequest.newBuilder(URI.create(room.address().consumeInvite()))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
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
