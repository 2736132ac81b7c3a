package alcove.tunnel.shs;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.shs.HandshakeException.Reason;

/**
 * The serverAccept: the server proves who it is, which tells the client that it was let in.
 *
 * <pre>
 * secretbox(ServerAcceptKey, sigB[64])      sigB = sign(B, N | sigA | A | SHA256(a.b))
 * </pre>
 */
final class ServerAccept {

  static final int LENGTH = Crypto.MAC + Crypto.SIGNATURE;

  private ServerAccept() {}

  static byte[] seal(
      Crypto crypto,
      AppKey appKey,
      FeedKeyPair server,
      ClientAuth clientAuth,
      SharedSecretA a,
      ServerAcceptKey key) {
    return Bytes.seal(crypto, server.sign(crypto, signedText(crypto, appKey, clientAuth, a)), key);
  }

  static void verify(
      Crypto crypto,
      AppKey appKey,
      FeedId server,
      ClientAuth clientAuth,
      SharedSecretA a,
      ServerAcceptKey key,
      byte[] box)
      throws HandshakeException {
    Bytes.requireLength("serverAccept", box, LENGTH);
    var signature = new byte[Crypto.SIGNATURE];
    if (!Bytes.open(crypto, box, signature, key)) {
      throw new HandshakeException(Reason.BAD_SERVER_ACCEPT_BOX);
    }
    if (!crypto.verify(server.bytes(), signedText(crypto, appKey, clientAuth, a), signature)) {
      throw new HandshakeException(Reason.BAD_SIGNATURE);
    }
  }

  /** N | sigA | A | SHA256(a.b). */
  private static byte[] signedText(
      Crypto crypto, AppKey appKey, ClientAuth clientAuth, SharedSecretA a) {
    return Bytes.concat(appKey.bytes(), clientAuth.plain(), a.hash(crypto));
  }
}
