package alcove.identity;

/** The contents of a secret file are no key pair: it was written in half, or over. */
public final class DamagedSecretException extends SecretFileException {
  DamagedSecretException(String message) {
    super(message);
  }
}
