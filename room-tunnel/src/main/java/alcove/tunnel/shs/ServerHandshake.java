package alcove.tunnel.shs;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;

/**
 * The server's side of one secret handshake (version 1). It is called in this order, with whole
 * messages:
 *
 * <pre>
 * serverHello = receiveClientHello(clientHello)
 * client      = receiveClientAuth(clientAuth)      here the caller decides whether it may come in
 * serverAccept()                                   only if it may
 * boxKeys()
 * </pre>
 *
 * <p>Until {@link #serverAccept} is sent the client has no proof that anybody owns the server's key
 * here, so one that is refused is simply left without an answer. After a {@link HandshakeException}
 * the handshake is over. Calling out of order is a bug of ours: {@link IllegalStateException}.
 *
 * <p>Confined to one thread at a time. {@code receiveClientHello}, {@code receiveClientAuth} and
 * {@code serverAccept} cost public-key operations and do not belong on an event loop.
 */
public final class ServerHandshake {

  /** Length of the clientHello. */
  public static final int CLIENT_HELLO = Hello.LENGTH;

  /** Length of the serverHello. */
  public static final int SERVER_HELLO = Hello.LENGTH;

  /** Length of the clientAuth. */
  public static final int CLIENT_AUTH = ClientAuth.LENGTH;

  /** Length of the serverAccept. */
  public static final int SERVER_ACCEPT = ServerAccept.LENGTH;

  private final Crypto crypto;
  private final AppKey appKey;
  private final FeedKeyPair server;
  private State state;

  public ServerHandshake(Crypto crypto, AppKey appKey, FeedKeyPair server) {
    this(crypto, appKey, server, EphemeralSecret.create());
  }

  /** With a chosen ephemeral secret, so that published handshakes can be repeated. */
  ServerHandshake(Crypto crypto, AppKey appKey, FeedKeyPair server, EphemeralSecret ephemeral) {
    this.crypto = crypto;
    this.appKey = appKey;
    this.server = server;
    this.state = new AwaitingClientHello(ephemeral);
  }

  /** Takes the clientHello (64 bytes) and returns the serverHello (64 bytes) to be sent. */
  public byte[] receiveClientHello(byte[] clientHello) throws HandshakeException {
    var now = leave(AwaitingClientHello.class);
    Hello theirs = Hello.parse(crypto, appKey, clientHello);
    // A low-order key is refused before it gets an answer.
    SharedSecretA a = SharedSecretA.of(crypto, now.ephemeral, theirs.ephemeral());
    Hello ours = Hello.create(crypto, appKey, now.ephemeral);
    state = new AwaitingClientAuth(now.ephemeral, theirs, ours, a);
    return ours.bytes();
  }

  /** Takes the clientAuth (112 bytes) and returns who the client has proved to be. */
  public FeedId receiveClientAuth(byte[] clientAuth) throws HandshakeException {
    var now = leave(AwaitingClientAuth.class);
    SharedSecretB b = SharedSecretB.ofServer(crypto, server, now.theirs.ephemeral());
    ClientAuthKey key = ClientAuthKey.of(crypto, appKey, now.a, b);
    ClientAuth auth = ClientAuth.open(crypto, key, clientAuth);
    // The conversion judges the key; nothing else may touch it before.
    X25519Key client = X25519Key.of(crypto, auth.client());
    auth.verify(crypto, appKey, server.id(), now.a);
    SharedSecretC c = SharedSecretC.ofServer(crypto, now.ephemeral, client);
    ServerAcceptKey acceptKey = ServerAcceptKey.of(crypto, appKey, now.a, b, c);
    state = new Authenticated(now.theirs, now.ours, now.a, auth, acceptKey);
    now.ephemeral.wipe();
    b.wipe();
    c.wipe();
    key.wipe();
    return auth.client();
  }

  /** Returns the serverAccept (80 bytes) to be sent. Call it only once the client is admitted. */
  public byte[] serverAccept() {
    var now = leave(Authenticated.class);
    byte[] accept = ServerAccept.seal(crypto, appKey, server, now.auth, now.a, now.key);
    state =
        new Done(BoxKeys.of(crypto, now.key, server.id(), now.ours, now.auth.client(), now.theirs));
    now.a.wipe();
    now.key.wipe();
    return accept;
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
          "server is " + state.getClass().getSimpleName() + ", not " + expected.getSimpleName());
    }
    return expected.cast(state);
  }

  /** What has happened so far, with all that is still needed of it. */
  private sealed interface State {}

  private record AwaitingClientHello(EphemeralSecret ephemeral) implements State {}

  private record AwaitingClientAuth(
      EphemeralSecret ephemeral, Hello theirs, Hello ours, SharedSecretA a) implements State {}

  private record Authenticated(
      Hello theirs, Hello ours, SharedSecretA a, ClientAuth auth, ServerAcceptKey key)
      implements State {}

  private record Done(BoxKeys keys) implements State {}

  private record Over() implements State {}
}
