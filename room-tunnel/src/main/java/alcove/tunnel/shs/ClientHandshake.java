package alcove.tunnel.shs;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;

/**
 * The client's side of one secret handshake (version 1) with a server whose key is known. It is
 * called in this order, with whole messages:
 *
 * <pre>
 * clientHello()
 * clientAuth = receiveServerHello(serverHello)
 * receiveServerAccept(serverAccept)
 * boxKeys()
 * </pre>
 *
 * <p>After a {@link HandshakeException} the handshake is over. Calling out of order is a bug of
 * ours: {@link IllegalStateException}. Confined to one thread at a time; all but {@code boxKeys}
 * cost public-key operations. The messages' lengths are constants of {@link ServerHandshake}.
 */
public final class ClientHandshake {

  private final Crypto crypto;
  private final AppKey appKey;
  private final FeedKeyPair client;
  private final FeedId server;
  private State state;

  public ClientHandshake(Crypto crypto, AppKey appKey, FeedKeyPair client, FeedId server) {
    this(crypto, appKey, client, server, EphemeralSecret.create());
  }

  /** With a chosen ephemeral secret, so that published handshakes can be repeated. */
  ClientHandshake(
      Crypto crypto, AppKey appKey, FeedKeyPair client, FeedId server, EphemeralSecret ephemeral) {
    this.crypto = crypto;
    this.appKey = appKey;
    this.client = client;
    this.server = server;
    this.state = new Fresh(ephemeral);
  }

  /** Returns the clientHello (64 bytes) to be sent. */
  public byte[] clientHello() {
    var now = leave(Fresh.class);
    Hello ours = Hello.create(crypto, appKey, now.ephemeral);
    state = new AwaitingServerHello(now.ephemeral, ours);
    return ours.bytes();
  }

  /**
   * Takes the serverHello (64 bytes) and returns the clientAuth (112 bytes) to be sent.
   *
   * @throws HandshakeException also if the server's key, which we were given, is not usable
   */
  public byte[] receiveServerHello(byte[] serverHello) throws HandshakeException {
    var now = leave(AwaitingServerHello.class);
    Hello theirs = Hello.parse(crypto, appKey, serverHello);
    SharedSecretA a = SharedSecretA.of(crypto, now.ephemeral, theirs.ephemeral());
    SharedSecretB b = SharedSecretB.ofClient(crypto, now.ephemeral, server);
    SharedSecretC c = SharedSecretC.ofClient(crypto, client, theirs.ephemeral());
    ClientAuthKey key = ClientAuthKey.of(crypto, appKey, a, b);
    ClientAuth auth = ClientAuth.sign(crypto, appKey, client, server, a);
    byte[] sealed = auth.seal(crypto, key);
    ServerAcceptKey acceptKey = ServerAcceptKey.of(crypto, appKey, a, b, c);
    state = new AwaitingServerAccept(now.ours, theirs, a, auth, acceptKey);
    now.ephemeral.wipe();
    b.wipe();
    c.wipe();
    key.wipe();
    return sealed;
  }

  /** Takes the serverAccept (80 bytes); returning means that we are in. */
  public void receiveServerAccept(byte[] serverAccept) throws HandshakeException {
    var now = leave(AwaitingServerAccept.class);
    ServerAccept.verify(crypto, appKey, server, now.auth, now.a, now.key, serverAccept);
    state = new Done(BoxKeys.of(crypto, now.key, client.id(), now.ours, server, now.theirs));
    now.a.wipe();
    now.key.wipe();
  }

  /** Returns the keys of the box streams that follow the serverAccept. */
  public BoxKeys boxKeys() {
    return require(Done.class).keys;
  }

  /** The handshake is over unless the step that begins here reaches its end. */
  private <S extends State> S leave(Class<S> expected) {
    S now = require(expected);
    state = new Over();
    return now;
  }

  private <S extends State> S require(Class<S> expected) {
    if (!expected.isInstance(state)) {
      throw new IllegalStateException(
          "client is " + state.getClass().getSimpleName() + ", not " + expected.getSimpleName());
    }
    return expected.cast(state);
  }

  /** What has happened so far, with all that is still needed of it. */
  private sealed interface State {}

  private record Fresh(EphemeralSecret ephemeral) implements State {}

  private record AwaitingServerHello(EphemeralSecret ephemeral, Hello ours) implements State {}

  private record AwaitingServerAccept(
      Hello ours, Hello theirs, SharedSecretA a, ClientAuth auth, ServerAcceptKey key)
      implements State {}

  private record Done(BoxKeys keys) implements State {}

  private record Over() implements State {}
}
