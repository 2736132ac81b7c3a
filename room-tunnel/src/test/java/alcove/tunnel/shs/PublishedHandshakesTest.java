package alcove.tunnel.shs;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.shs.HandshakeException.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Handshakes made by another implementation; {@code handshakes.json} says which. */
class PublishedHandshakesTest {

  @ParameterizedTest
  @MethodSource("alcove.tunnel.testing.Cryptos#each")
  void client_publishedHandshake_sameMessagesAndKeys(Crypto crypto) throws Exception {
    for (JsonNode vector : vectors("complete")) {
      FeedKeyPair ours = keyPair(crypto, vector, "clientSeed");
      FeedId server = keyPair(crypto, vector, "serverSeed").id();
      var client =
          new ClientHandshake(
              crypto, appKey(vector), ours, server, ephemeral(vector, "clientEphemeral"));

      assertThat(client.clientHello()).isEqualTo(bytes(vector, "clientHello"));
      assertThat(client.receiveServerHello(bytes(vector, "serverHello")))
          .isEqualTo(bytes(vector, "clientAuth"));
      client.receiveServerAccept(bytes(vector, "serverAccept"));
      BoxKeys keys = client.boxKeys();
      assertThat(keys.sendKey()).isEqualTo(bytes(vector, "clientToServerKey"));
      assertThat(keys.receiveKey()).isEqualTo(bytes(vector, "serverToClientKey"));
      assertThat(keys.sendNonce()).isEqualTo(mac(vector, "serverHello"));
      assertThat(keys.receiveNonce()).isEqualTo(mac(vector, "clientHello"));
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.tunnel.testing.Cryptos#each")
  void server_publishedHandshake_sameMessagesAndKeys(Crypto crypto) throws Exception {
    for (JsonNode vector : vectors("complete")) {
      FeedKeyPair ours = keyPair(crypto, vector, "serverSeed");
      FeedId client = keyPair(crypto, vector, "clientSeed").id();
      var server =
          new ServerHandshake(crypto, appKey(vector), ours, ephemeral(vector, "serverEphemeral"));

      assertThat(server.receiveClientHello(bytes(vector, "clientHello")))
          .isEqualTo(bytes(vector, "serverHello"));
      assertThat(server.receiveClientAuth(bytes(vector, "clientAuth"))).isEqualTo(client);
      assertThat(server.serverAccept()).isEqualTo(bytes(vector, "serverAccept"));
      BoxKeys keys = server.boxKeys();
      assertThat(keys.sendKey()).isEqualTo(bytes(vector, "serverToClientKey"));
      assertThat(keys.receiveKey()).isEqualTo(bytes(vector, "clientToServerKey"));
      assertThat(keys.sendNonce()).isEqualTo(mac(vector, "clientHello"));
      assertThat(keys.receiveNonce()).isEqualTo(mac(vector, "serverHello"));
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.tunnel.testing.Cryptos#each")
  void eitherRole_publishedRefusal_refusedToo(Crypto crypto) throws Exception {
    for (JsonNode vector : vectors("refused")) {
      switch (vector.path("receives").asText()) {
        case "clientHello" ->
            Ceremony.assertRefused(
                Reason.BAD_HELLO_MAC,
                () -> server(crypto, vector).receiveClientHello(bytes(vector, "message")));
        case "serverHello" ->
            Ceremony.assertRefused(
                Reason.BAD_HELLO_MAC,
                () -> client(crypto, vector).receiveServerHello(bytes(vector, "message")));
        case "clientAuth" -> {
          ServerHandshake server = server(crypto, vector);
          server.receiveClientHello(bytes(vector, "clientHello"));
          Ceremony.assertRefused(
              Reason.BAD_CLIENT_AUTH_BOX, () -> server.receiveClientAuth(bytes(vector, "message")));
        }
        default -> throw new AssertionError(vector);
      }
    }
  }

  private static ServerHandshake server(Crypto crypto, JsonNode vector) {
    return new ServerHandshake(
        crypto,
        appKey(vector),
        keyPair(crypto, vector, "ourSeed"),
        ephemeral(vector, "ourEphemeral"));
  }

  private static ClientHandshake client(Crypto crypto, JsonNode vector) {
    var client =
        new ClientHandshake(
            crypto,
            appKey(vector),
            keyPair(crypto, vector, "ourSeed"),
            FeedId.of(bytes(vector, "server")),
            ephemeral(vector, "ourEphemeral"));
    client.clientHello();
    return client;
  }

  private static AppKey appKey(JsonNode vector) {
    return AppKey.of(bytes(vector, "appKey"));
  }

  private static FeedKeyPair keyPair(Crypto crypto, JsonNode vector, String field) {
    return FeedKeyPair.ofSeed(crypto, bytes(vector, field));
  }

  private static EphemeralSecret ephemeral(JsonNode vector, String field) {
    return EphemeralSecret.of(bytes(vector, field));
  }

  private static byte[] mac(JsonNode vector, String hello) {
    return Arrays.copyOf(bytes(vector, hello), 24);
  }

  private static byte[] bytes(JsonNode vector, String field) {
    return HexFormat.of().parseHex(vector.path(field).asText());
  }

  private static JsonNode vectors(String kind) throws IOException {
    try (InputStream in = PublishedHandshakesTest.class.getResourceAsStream("handshakes.json")) {
      JsonNode vectors = new ObjectMapper().readTree(Objects.requireNonNull(in)).path(kind);
      assertThat(vectors).isNotEmpty();
      return vectors;
    }
  }
}
