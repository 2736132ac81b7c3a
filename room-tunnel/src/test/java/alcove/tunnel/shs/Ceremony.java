package alcove.tunnel.shs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.shs.HandshakeException.Reason;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** One client, one server and their keys, all fixed, so that each run gives the same messages. */
final class Ceremony {

  static final AppKey APP_KEY = AppKey.of(filled(1));

  final Crypto clientCrypto;
  final Crypto serverCrypto;
  final FeedKeyPair client;
  final FeedKeyPair server;

  Ceremony(Crypto crypto) {
    this(crypto, crypto);
  }

  Ceremony(Crypto clientCrypto, Crypto serverCrypto) {
    this.clientCrypto = clientCrypto;
    this.serverCrypto = serverCrypto;
    this.client = FeedKeyPair.ofSeed(clientCrypto, filled(2));
    this.server = FeedKeyPair.ofSeed(serverCrypto, filled(3));
  }

  ClientHandshake newClient() {
    return new ClientHandshake(
        clientCrypto, APP_KEY, client, server.id(), EphemeralSecret.of(filled(4)));
  }

  ServerHandshake newServer() {
    return new ServerHandshake(serverCrypto, APP_KEY, server, EphemeralSecret.of(filled(5)));
  }

  /** A server that has answered this clientHello. */
  ServerHandshake serverAfter(byte[] clientHello) throws HandshakeException {
    ServerHandshake handshake = newServer();
    handshake.receiveClientHello(clientHello);
    return handshake;
  }

  /** A client that has sent its clientHello. */
  ClientHandshake clientAfterHello() {
    ClientHandshake handshake = newClient();
    handshake.clientHello();
    return handshake;
  }

  /** The four messages of a handshake in which nothing goes wrong. */
  Messages messages() throws HandshakeException {
    ClientHandshake clientSide = newClient();
    ServerHandshake serverSide = newServer();
    byte[] clientHello = clientSide.clientHello();
    byte[] serverHello = serverSide.receiveClientHello(clientHello);
    byte[] clientAuth = clientSide.receiveServerHello(serverHello);
    serverSide.receiveClientAuth(clientAuth);
    return new Messages(clientHello, serverHello, clientAuth, serverSide.serverAccept());
  }

  /** What the client would know at its clientAuth, for messages made by hand. */
  SharedSecretA sharedSecretA() throws HandshakeException {
    EphemeralSecret b = EphemeralSecret.of(filled(5));
    return SharedSecretA.of(clientCrypto, EphemeralSecret.of(filled(4)), b.publicKey(clientCrypto));
  }

  ClientAuthKey clientAuthKey() throws HandshakeException {
    var b = SharedSecretB.ofClient(clientCrypto, EphemeralSecret.of(filled(4)), server.id());
    return ClientAuthKey.of(clientCrypto, APP_KEY, sharedSecretA(), b);
  }

  ServerAcceptKey serverAcceptKey() throws HandshakeException {
    EphemeralSecret a = EphemeralSecret.of(filled(4));
    X25519Key b = EphemeralSecret.of(filled(5)).publicKey(clientCrypto);
    return ServerAcceptKey.of(
        clientCrypto,
        APP_KEY,
        sharedSecretA(),
        SharedSecretB.ofClient(clientCrypto, a, server.id()),
        SharedSecretC.ofClient(clientCrypto, client, b));
  }

  static void assertRefused(Reason reason, ThrowingCallable step) {
    var refusal = catchThrowableOfType(HandshakeException.class, step);
    assertThat(refusal).isNotNull();
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal).hasNoCause();
  }

  static byte[] filled(int value) {
    var bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @SuppressWarnings("ArrayRecordComponent")
  record Messages(byte[] clientHello, byte[] serverHello, byte[] clientAuth, byte[] serverAccept) {}
}
