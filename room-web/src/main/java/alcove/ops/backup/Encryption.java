package alcove.ops.backup;

import alcove.ops.terminal.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The encryption of backups by the program {@code age}: to a recipient, whose key to read them is
 * elsewhere.
 *
 * @see <a href="https://age-encryption.org/v1">its format</a>
 */
final class Encryption {
  /** How names of encrypted files end. */
  static final String ENDING = ".age";

  static final String PROGRAM = "age";
  private static final String WHERE_IT_IS = "Debian's package %s has it".formatted(PROGRAM);
  private static final String BEGINNING = "age-encryption.org/v1\n";
  private static final Duration MOST = Duration.ofHours(2);

  private Encryption() {}

  /** Whether a file begins as an encrypted one does. */
  static boolean isIn(Path file) throws IOException {
    return BackupFolder.begins(file, BEGINNING);
  }

  /**
   * Encrypts a file.
   *
   * @param encrypted an empty file
   * @throws CommandException if {@code age} is missing or fails
   */
  static void seal(String recipient, Path plain, Path encrypted, BooleanSupplier isStopping)
      throws CommandException, IOException {
    run(List.of(PROGRAM, "--recipient", recipient), Optional.of(plain), encrypted, isStopping);
    if (!isIn(encrypted) || Files.size(encrypted) <= Files.size(plain)) {
      throw new CommandException(PROGRAM + " did not encrypt the backup");
    }
  }

  /**
   * Decrypts a file.
   *
   * @param identity the file with the key
   * @param plain an empty file
   * @throws CommandException if {@code age} is missing or fails
   */
  static void open(Path identity, Path encrypted, Path plain) throws CommandException {
    run(
        List.of(PROGRAM, "--decrypt", "--identity", identity.toAbsolutePath().toString()),
        Optional.of(encrypted),
        plain,
        () -> false);
  }

  static String missing() {
    return "the program %s is not there; %s".formatted(PROGRAM, WHERE_IT_IS);
  }

  private static void run(
      List<String> words, Optional<Path> input, Path output, BooleanSupplier isStopping)
      throws CommandException {
    try {
      new OutsideProgram(words, input, Optional.of(output)).run(MOST, isStopping);
    } catch (CommandException e) {
      throw new CommandException(
          e.getCause() instanceof IOException
              ? "%s; %s".formatted(e.getMessage(), WHERE_IT_IS)
              : e.getMessage(),
          e);
    }
  }
}
