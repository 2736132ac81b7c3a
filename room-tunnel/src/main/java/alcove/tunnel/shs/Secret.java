package alcove.tunnel.shs;

import java.util.Arrays;

/**
 * 32 bytes that nobody else may learn; each kind of secret is a class of its own, so that none can
 * stand in for another. The array is the secret's own and is never handed out of this package.
 */
abstract sealed class Secret
    permits EphemeralSecret,
        SharedSecretA,
        SharedSecretB,
        SharedSecretC,
        ClientAuthKey,
        ServerAcceptKey {

  private final byte[] bytes;

  Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  final byte[] bytes() {
    return bytes;
  }

  /** Overwrites the secret; it must not be used afterwards. */
  final void wipe() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public final String toString() {
    return "[secret]";
  }
}
