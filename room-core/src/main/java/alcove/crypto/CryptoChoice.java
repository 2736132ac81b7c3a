package alcove.crypto;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The choice of an implementation of the primitives. */
public enum CryptoChoice {
  /** libsodium where it is installed, otherwise Bouncy Castle. */
  AUTO,
  /** libsodium, or nothing. */
  NATIVE,
  /** Bouncy Castle. */
  JAVA;

  private static final Logger log = LoggerFactory.getLogger(CryptoChoice.class);

  /**
   * Loads the chosen implementation and tries it out once. Meant to be called once, at the start.
   *
   * @throws CryptoUnavailableException if it is {@link #NATIVE} and libsodium is missing or does
   *     not work; never for the other two
   */
  public Crypto load() throws CryptoUnavailableException {
    return switch (this) {
      case AUTO -> nativeOrJava();
      case NATIVE -> SodiumCrypto.load();
      case JAVA -> new BouncyCastleCrypto();
    };
  }

  private static Crypto nativeOrJava() {
    try {
      return SodiumCrypto.load();
    } catch (CryptoUnavailableException e) {
      log.info("using Bouncy Castle, which is slower: {}", e.getMessage());
      return new BouncyCastleCrypto();
    }
  }
}
