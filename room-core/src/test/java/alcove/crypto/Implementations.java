package alcove.crypto;

import java.util.stream.Stream;

/** The implementations that a test runs with; libsodium must be installed where tests run. */
final class Implementations {
  private Implementations() {}

  static Stream<Crypto> all() throws CryptoUnavailableException {
    return Stream.of(CryptoChoice.JAVA.load(), CryptoChoice.NATIVE.load());
  }
}
