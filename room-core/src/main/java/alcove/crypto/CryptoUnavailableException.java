package alcove.crypto;

/** The wanted implementation of the primitives cannot be used on this machine. */
public final class CryptoUnavailableException extends Exception {
  CryptoUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
