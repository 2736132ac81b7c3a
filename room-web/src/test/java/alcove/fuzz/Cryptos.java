package alcove.fuzz;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;

/** The implementations of the primitives. Without libsodium both are the same. */
public final class Cryptos {
  public static final Crypto JAVA = load(CryptoChoice.JAVA);
  public static final Crypto FASTEST = load(CryptoChoice.AUTO);

  private Cryptos() {}

  private static Crypto load(CryptoChoice choice) {
    try {
      return choice.load();
    } catch (CryptoUnavailableException e) {
      throw new AssertionError(e);
    }
  }
}
