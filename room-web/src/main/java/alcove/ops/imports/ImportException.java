package alcove.ops.imports;

/** The room cannot be imported to where it should be; the message says why in one line. */
public final class ImportException extends Exception {
  ImportException(String message) {
    super(message);
  }

  ImportException(String message, Throwable cause) {
    super(message, cause);
  }
}
