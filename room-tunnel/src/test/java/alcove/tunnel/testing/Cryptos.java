package alcove.tunnel.testing;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/** The implementations that every wire test runs with. Without libsodium that is one. */
public final class Cryptos {

  private static final List<Named<Crypto>> ALL = load();

  private Cryptos() {}

  /** For {@code @MethodSource}. */
  public static Stream<Named<Crypto>> each() {
    return ALL.stream();
  }

  /** Each with each: who shakes hands with whom. */
  public static Stream<Arguments> pairs() {
    return ALL.stream().flatMap(one -> ALL.stream().map(other -> Arguments.of(one, other)));
  }

  /** The one that runs everywhere. */
  public static Crypto java() {
    return ALL.getFirst().getPayload();
  }

  private static List<Named<Crypto>> load() {
    var all = new ArrayList<Named<Crypto>>();
    try {
      all.add(named(CryptoChoice.JAVA.load()));
    } catch (CryptoUnavailableException e) {
      throw new AssertionError(e);
    }
    try {
      all.add(named(CryptoChoice.NATIVE.load()));
    } catch (CryptoUnavailableException e) {
      System.out.println("SKIPPED: wire tests with libsodium: " + e.getMessage());
    }
    return List.copyOf(all);
  }

  private static Named<Crypto> named(Crypto crypto) {
    return Named.of(crypto.description(), crypto);
  }
}
