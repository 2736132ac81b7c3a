package alcove.tunnel.shs;

import alcove.crypto.Crypto;
import alcove.identity.FeedId;

/**
 * The keys that a handshake leaves behind: key (32 bytes) and first nonce (24 bytes) of the box
 * stream in each direction, named from our side. Immutable; accessors copy.
 *
 * <pre>
 * S = SHA256(ServerAcceptKey)    key = SHA256(S | receiver's long-term key)
 *                                nonce = first 24 bytes of the receiver's hello
 * </pre>
 */
public final class BoxKeys {

  private final byte[] sendKey;
  private final byte[] sendNonce;
  private final byte[] receiveKey;
  private final byte[] receiveNonce;

  private BoxKeys(byte[] sendKey, byte[] sendNonce, byte[] receiveKey, byte[] receiveNonce) {
    this.sendKey = sendKey;
    this.sendNonce = sendNonce;
    this.receiveKey = receiveKey;
    this.receiveNonce = receiveNonce;
  }

  static BoxKeys of(
      Crypto crypto,
      ServerAcceptKey key,
      FeedId ours,
      Hello ourHello,
      FeedId theirs,
      Hello theirHello) {
    byte[] secret = crypto.sha256(key.bytes());
    return new BoxKeys(
        crypto.sha256(secret, theirs.bytes()),
        theirHello.boxNonce(),
        crypto.sha256(secret, ours.bytes()),
        ourHello.boxNonce());
  }

  /** The key of the boxes that we send. */
  public byte[] sendKey() {
    return sendKey.clone();
  }

  /** The nonce of the first box that we send. */
  public byte[] sendNonce() {
    return sendNonce.clone();
  }

  /** The key of the boxes that we receive. */
  public byte[] receiveKey() {
    return receiveKey.clone();
  }

  /** The nonce of the first box that we receive. */
  public byte[] receiveNonce() {
    return receiveNonce.clone();
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
