package alcove.crypto;

/** Tells keys that can be somebody's from bytes that only look like one. */
public final class IdentityKeys {
  private IdentityKeys() {}

  /**
   * Whether 32 bytes can be somebody's Ed25519 public key: written in the one canonical way, and
   * not of small order, for which anybody can sign.
   */
  public static boolean isSound(byte[] ed25519Public) {
    try {
      PublicKeys.requireCanonicalLargeOrder(ed25519Public);
      return true;
    } catch (InvalidPointException unsound) {
      return false;
    }
  }
}
