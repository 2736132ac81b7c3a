package alcove.tunnel.shs;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.shs.HandshakeException.Reason;
import java.util.Arrays;

/**
 * The clientAuth: the client says who it is and proves it, to the owner of one server key only.
 * Immutable.
 *
 * <pre>
 * secretbox(ClientAuthKey, sigA[64] | A[32])      sigA = sign(A, N | B | SHA256(a.b))
 * </pre>
 */
final class ClientAuth {

  static final int LENGTH = Crypto.MAC + Crypto.SIGNATURE + Crypto.KEY;

  private final byte[] signature;
  private final FeedId client;

  private ClientAuth(byte[] signature, FeedId client) {
    this.signature = signature;
    this.client = client;
  }

  static ClientAuth sign(
      Crypto crypto, AppKey appKey, FeedKeyPair client, FeedId server, SharedSecretA a) {
    byte[] signature = client.sign(crypto, signedText(crypto, appKey, server, a));
    return new ClientAuth(signature, client.id());
  }

  /** Opens the box. What it claims is not to be believed before {@link #verify}. */
  static ClientAuth open(Crypto crypto, ClientAuthKey key, byte[] box) throws HandshakeException {
    Bytes.requireLength("clientAuth", box, LENGTH);
    var plain = new byte[Crypto.SIGNATURE + Crypto.KEY];
    if (!Bytes.open(crypto, box, plain, key)) {
      throw new HandshakeException(Reason.BAD_CLIENT_AUTH_BOX);
    }
    return new ClientAuth(
        Arrays.copyOf(plain, Crypto.SIGNATURE),
        FeedId.of(Arrays.copyOfRange(plain, Crypto.SIGNATURE, plain.length)));
  }

  void verify(Crypto crypto, AppKey appKey, FeedId server, SharedSecretA a)
      throws HandshakeException {
    if (!crypto.verify(client.bytes(), signedText(crypto, appKey, server, a), signature)) {
      throw new HandshakeException(Reason.BAD_SIGNATURE);
    }
  }

  byte[] seal(Crypto crypto, ClientAuthKey key) {
    return Bytes.seal(crypto, plain(), key);
  }

  /** sigA | A: the server's signature covers it too. */
  byte[] plain() {
    return Bytes.concat(signature, client.bytes());
  }

  FeedId client() {
    return client;
  }

  /** N | B | SHA256(a.b). */
  private static byte[] signedText(Crypto crypto, AppKey appKey, FeedId server, SharedSecretA a) {
    return Bytes.concat(appKey.bytes(), server.bytes(), a.hash(crypto));
  }
}
