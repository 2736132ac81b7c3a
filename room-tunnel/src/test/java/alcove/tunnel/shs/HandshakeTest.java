package alcove.tunnel.shs;

import static alcove.tunnel.shs.Ceremony.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.shs.HandshakeException.Reason;
import alcove.tunnel.testing.Cryptos;
import alcove.tunnel.testing.Fragmentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeTest {

  private final Ceremony ceremony = new Ceremony(Cryptos.java());

  @ParameterizedTest
  @MethodSource("alcove.tunnel.testing.Cryptos#pairs")
  void handshake_bothRoles_agreeOnKeysAndIdentities(Crypto clientCrypto, Crypto serverCrypto)
      throws Exception {
    FeedKeyPair clientKeys = FeedKeyPair.create(clientCrypto);
    FeedKeyPair serverKeys = FeedKeyPair.create(serverCrypto);
    var client = new ClientHandshake(clientCrypto, AppKey.MAIN, clientKeys, serverKeys.id());
    var server = new ServerHandshake(serverCrypto, AppKey.MAIN, serverKeys);

    byte[] clientHello = client.clientHello();
    byte[] serverHello = server.receiveClientHello(clientHello);
    byte[] clientAuth = client.receiveServerHello(serverHello);
    assertThat(server.receiveClientAuth(clientAuth)).isEqualTo(clientKeys.id());
    byte[] serverAccept = server.serverAccept();
    client.receiveServerAccept(serverAccept);

    assertThat(clientHello).hasSize(ServerHandshake.CLIENT_HELLO).hasSize(64);
    assertThat(serverHello).hasSize(ServerHandshake.SERVER_HELLO).hasSize(64);
    assertThat(clientAuth).hasSize(ServerHandshake.CLIENT_AUTH).hasSize(112);
    assertThat(serverAccept).hasSize(ServerHandshake.SERVER_ACCEPT).hasSize(80);
    assertMirrored(client.boxKeys(), server.boxKeys());
  }

  @Test
  void handshake_repeated_usesFreshEphemeralKeys() {
    Crypto crypto = Cryptos.java();
    var one = new ClientHandshake(crypto, AppKey.MAIN, ceremony.client, ceremony.server.id());
    var other = new ClientHandshake(crypto, AppKey.MAIN, ceremony.client, ceremony.server.id());

    assertThat(one.clientHello()).isNotEqualTo(other.clientHello());
  }

  @Test
  void receiveClientHello_anotherAppKey_badHelloMac() {
    var stranger =
        new ClientHandshake(Cryptos.java(), AppKey.MAIN, ceremony.client, ceremony.server.id());

    assertRefused(
        Reason.BAD_HELLO_MAC,
        () -> ceremony.newServer().receiveClientHello(stranger.clientHello()));
  }

  @Test
  void receiveClientHello_anyBitFlipped_badHelloMac() throws Exception {
    for (byte[] hello : Fragmentation.bitFlips(ceremony.messages().clientHello()).toList()) {
      assertRefused(Reason.BAD_HELLO_MAC, () -> ceremony.newServer().receiveClientHello(hello));
    }
  }

  @Test
  void receiveServerHello_anyBitFlipped_badHelloMac() throws Exception {
    for (byte[] hello : Fragmentation.bitFlips(ceremony.messages().serverHello()).toList()) {
      assertRefused(
          Reason.BAD_HELLO_MAC, () -> ceremony.clientAfterHello().receiveServerHello(hello));
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.tunnel.testing.Cryptos#each")
  void receiveClientAuth_anyBitFlipped_badClientAuthBox(Crypto crypto) throws Exception {
    var fixed = new Ceremony(crypto);
    Ceremony.Messages messages = fixed.messages();
    for (byte[] auth : Fragmentation.bitFlips(messages.clientAuth()).toList()) {
      ServerHandshake server = fixed.serverAfter(messages.clientHello());

      assertRefused(Reason.BAD_CLIENT_AUTH_BOX, () -> server.receiveClientAuth(auth));
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.tunnel.testing.Cryptos#each")
  void receiveServerAccept_anyBitFlipped_badServerAcceptBox(Crypto crypto) throws Exception {
    var fixed = new Ceremony(crypto);
    Ceremony.Messages messages = fixed.messages();
    for (byte[] accept : Fragmentation.bitFlips(messages.serverAccept()).toList()) {
      ClientHandshake client = fixed.clientAfterHello();
      client.receiveServerHello(messages.serverHello());

      assertRefused(Reason.BAD_SERVER_ACCEPT_BOX, () -> client.receiveServerAccept(accept));
    }
  }

  @Test
  void receiveClientAuth_clientDialledAnotherKey_badClientAuthBox() throws Exception {
    Crypto crypto = Cryptos.java();
    FeedKeyPair other = FeedKeyPair.create(crypto);
    var client = new ClientHandshake(crypto, Ceremony.APP_KEY, ceremony.client, other.id());
    ServerHandshake server = ceremony.newServer();
    byte[] serverHello = server.receiveClientHello(client.clientHello());

    assertRefused(
        Reason.BAD_CLIENT_AUTH_BOX,
        () -> server.receiveClientAuth(client.receiveServerHello(serverHello)));
  }

  @Test
  void receiveClientAuth_replayedToAnotherHandshake_badClientAuthBox() throws Exception {
    Ceremony.Messages messages = ceremony.messages();
    var server = new ServerHandshake(Cryptos.java(), Ceremony.APP_KEY, ceremony.server);
    server.receiveClientHello(messages.clientHello());

    assertRefused(
        Reason.BAD_CLIENT_AUTH_BOX, () -> server.receiveClientAuth(messages.clientAuth()));
  }

  @Test
  void receiveServerAccept_serverSignedForAnotherClient_badSignature() throws Exception {
    Crypto crypto = Cryptos.java();
    ClientHandshake client = ceremony.clientAfterHello();
    Ceremony.Messages messages = ceremony.messages();
    client.receiveServerHello(messages.serverHello());
    FeedKeyPair other = FeedKeyPair.create(crypto);
    SharedSecretA a = ceremony.sharedSecretA();
    ClientAuth othersAuth =
        ClientAuth.sign(crypto, Ceremony.APP_KEY, other, ceremony.server.id(), a);

    byte[] accept =
        ServerAccept.seal(
            crypto, Ceremony.APP_KEY, ceremony.server, othersAuth, a, ceremony.serverAcceptKey());

    assertRefused(Reason.BAD_SIGNATURE, () -> client.receiveServerAccept(accept));
  }

  @Test
  void server_outOfOrder_isABugOfOurs() throws Exception {
    Ceremony.Messages messages = ceremony.messages();
    ServerHandshake server = ceremony.newServer();
    assertThatIllegalStateException()
        .isThrownBy(() -> server.receiveClientAuth(messages.clientAuth()))
        .withMessage("server is AwaitingClientHello, not AwaitingClientAuth");
    assertThatIllegalStateException().isThrownBy(server::serverAccept);
    assertThatIllegalStateException().isThrownBy(server::boxKeys);

    server.receiveClientHello(messages.clientHello());
    assertThatIllegalStateException()
        .isThrownBy(() -> server.receiveClientHello(messages.clientHello()));
    assertThatIllegalStateException().isThrownBy(server::serverAccept);

    server.receiveClientAuth(messages.clientAuth());
    assertThatIllegalStateException().isThrownBy(server::boxKeys);
    server.serverAccept();
    assertThatIllegalStateException().isThrownBy(server::serverAccept);
    assertThat(server.boxKeys()).isNotNull();
  }

  @Test
  void client_outOfOrder_isABugOfOurs() throws Exception {
    Ceremony.Messages messages = ceremony.messages();
    ClientHandshake client = ceremony.newClient();
    assertThatIllegalStateException()
        .isThrownBy(() -> client.receiveServerHello(messages.serverHello()))
        .withMessage("client is Fresh, not AwaitingServerHello");

    client.clientHello();
    assertThatIllegalStateException().isThrownBy(client::clientHello);
    assertThatIllegalStateException()
        .isThrownBy(() -> client.receiveServerAccept(messages.serverAccept()));

    client.receiveServerHello(messages.serverHello());
    assertThatIllegalStateException().isThrownBy(client::boxKeys);
    client.receiveServerAccept(messages.serverAccept());
    assertThat(client.boxKeys()).isNotNull();
  }

  @Test
  void server_afterAFailure_nothingMoreIsPossible() throws Exception {
    Ceremony.Messages messages = ceremony.messages();
    ServerHandshake server = ceremony.serverAfter(messages.clientHello());
    assertRefused(Reason.BAD_CLIENT_AUTH_BOX, () -> server.receiveClientAuth(new byte[112]));

    assertThatIllegalStateException()
        .isThrownBy(() -> server.receiveClientAuth(messages.clientAuth()));
    assertThatIllegalStateException().isThrownBy(server::serverAccept);
    assertThatIllegalStateException().isThrownBy(server::boxKeys);
  }

  @Test
  void client_afterAFailure_nothingMoreIsPossible() throws Exception {
    Ceremony.Messages messages = ceremony.messages();
    ClientHandshake client = ceremony.clientAfterHello();
    client.receiveServerHello(messages.serverHello());
    assertRefused(Reason.BAD_SERVER_ACCEPT_BOX, () -> client.receiveServerAccept(new byte[80]));

    assertThatIllegalStateException()
        .isThrownBy(() -> client.receiveServerAccept(messages.serverAccept()));
    assertThatIllegalStateException().isThrownBy(client::boxKeys);
  }

  @Test
  void messages_ofAnotherLength_areABugOfOurs() throws Exception {
    Ceremony.Messages messages = ceremony.messages();
    ServerHandshake server = ceremony.serverAfter(messages.clientHello());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ceremony.newServer().receiveClientHello(new byte[63]))
        .withMessage("hello has 63 bytes (expected 64)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.receiveClientAuth(new byte[113]))
        .withMessage("clientAuth has 113 bytes (expected 112)");
  }

  @Test
  void secrets_printed_areHidden() throws Exception {
    assertThat(EphemeralSecret.create()).hasToString("[secret]");
    assertThat(ceremony.sharedSecretA()).hasToString("[secret]");
    assertThat(ceremony.serverAcceptKey()).hasToString("[secret]");
    ClientHandshake client = ceremony.clientAfterHello();
    Ceremony.Messages messages = ceremony.messages();
    client.receiveServerHello(messages.serverHello());
    client.receiveServerAccept(messages.serverAccept());
    assertThat(client.boxKeys()).hasToString("[secret]");
  }

  private static void assertMirrored(BoxKeys one, BoxKeys other) {
    assertThat(one.sendKey()).hasSize(32).isEqualTo(other.receiveKey());
    assertThat(one.sendNonce()).hasSize(24).isEqualTo(other.receiveNonce());
    assertThat(one.receiveKey()).hasSize(32).isEqualTo(other.sendKey());
    assertThat(one.receiveNonce()).hasSize(24).isEqualTo(other.sendNonce());
    assertThat(one.sendKey()).isNotEqualTo(one.receiveKey());
  }
}
