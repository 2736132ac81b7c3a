package alcove.identity;

/**
 * The secret file cannot be used; the message says in one line which file, what is wrong and what
 * would be right.
 */
public sealed class SecretFileException extends Exception permits DamagedSecretException {
  SecretFileException(String message) {
    super(message);
  }

  SecretFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
