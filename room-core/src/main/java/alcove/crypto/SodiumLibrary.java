package alcove.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/**
 * The functions of libsodium that we call, under the names of their arguments in C. Initialising
 * this class loads the library; where that fails, the initialiser throws. The handles are
 * constants, so that a call compiles to little more than a jump.
 *
 * <p>Calls are critical: they take heap arrays where they are and hold back no safepoint for longer
 * than microseconds. Nothing here checks lengths; a wrong one corrupts memory.
 */
@SuppressWarnings("restricted")
final class SodiumLibrary {
  private static final List<String> NAMES =
      List.of(
          "libsodium.so.23",
          "libsodium.so.26",
          "libsodium.so.30",
          "libsodium.so",
          "libsodium.dylib",
          "/opt/homebrew/lib/libsodium.dylib",
          "/usr/local/lib/libsodium.dylib");

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup SYMBOLS = open();

  /** Picks the fast code for this processor. Without it every function still works, slowly. */
  private static final MethodHandle INIT =
      LINKER.downcallHandle(find("sodium_init"), FunctionDescriptor.of(JAVA_INT));

  private static final MethodHandle VERSION =
      LINKER.downcallHandle(
          find("sodium_version_string"),
          FunctionDescriptor.of(
              ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(64, JAVA_BYTE))));

  private static final MethodHandle SECRETBOX =
      function("crypto_secretbox_detached", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle SECRETBOX_OPEN =
      function(
          "crypto_secretbox_open_detached", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle SCALARMULT_BASE =
      function("crypto_scalarmult_base", ADDRESS, ADDRESS);
  private static final MethodHandle SCALARMULT =
      function("crypto_scalarmult", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle TO_CURVE25519 =
      function("crypto_sign_ed25519_pk_to_curve25519", ADDRESS, ADDRESS);
  private static final MethodHandle SEED_KEYPAIR =
      function("crypto_sign_seed_keypair", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle SIGN =
      function("crypto_sign_detached", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle VERIFY =
      function("crypto_sign_verify_detached", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);

  static {
    if (init() < 0) {
      throw new IllegalStateException("sodium_init failed");
    }
  }

  private SodiumLibrary() {}

  private static SymbolLookup open() {
    return NAMES.stream()
        .flatMap(name -> lookup(name).stream())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("found none of " + String.join(", ", NAMES)));
  }

  private static Optional<SymbolLookup> lookup(String name) {
    try {
      return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
    } catch (IllegalArgumentException absent) {
      return Optional.empty();
    }
  }

  private static MemorySegment find(String symbol) {
    return SYMBOLS
        .find(symbol)
        .orElseThrow(() -> new IllegalStateException("libsodium has no " + symbol));
  }

  private static MethodHandle function(String symbol, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        find(symbol), FunctionDescriptor.of(JAVA_INT, arguments), Linker.Option.critical(true));
  }

  private static int init() {
    try {
      return (int) INIT.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static String version() {
    try {
      return ((MemorySegment) VERSION.invokeExact()).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int secretbox(
      MemorySegment c,
      MemorySegment mac,
      MemorySegment m,
      long mlen,
      MemorySegment n,
      MemorySegment k) {
    try {
      return (int) SECRETBOX.invokeExact(c, mac, m, mlen, n, k);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int secretboxOpen(
      MemorySegment m,
      MemorySegment c,
      MemorySegment mac,
      long clen,
      MemorySegment n,
      MemorySegment k) {
    try {
      return (int) SECRETBOX_OPEN.invokeExact(m, c, mac, clen, n, k);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int scalarmultBase(MemorySegment q, MemorySegment n) {
    try {
      return (int) SCALARMULT_BASE.invokeExact(q, n);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int scalarmult(MemorySegment q, MemorySegment n, MemorySegment p) {
    try {
      return (int) SCALARMULT.invokeExact(q, n, p);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int toCurve25519(MemorySegment curve25519Pk, MemorySegment ed25519Pk) {
    try {
      return (int) TO_CURVE25519.invokeExact(curve25519Pk, ed25519Pk);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int seedKeypair(MemorySegment pk, MemorySegment sk, MemorySegment seed) {
    try {
      return (int) SEED_KEYPAIR.invokeExact(pk, sk, seed);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int sign(MemorySegment sig, MemorySegment m, long mlen, MemorySegment sk) {
    try {
      return (int) SIGN.invokeExact(sig, MemorySegment.NULL, m, mlen, sk);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int verify(MemorySegment sig, MemorySegment m, long mlen, MemorySegment pk) {
    try {
      return (int) VERIFY.invokeExact(sig, m, mlen, pk);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A downcall throws nothing checked. */
  private static RuntimeException unexpected(Throwable e) {
    return switch (e) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      case Throwable other -> new IllegalStateException(other);
    };
  }
}
