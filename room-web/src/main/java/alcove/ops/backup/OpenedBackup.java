package alcove.ops.backup;

import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A backup from a file that may be encrypted. What was decrypted is gone when it is closed.
 *
 * @param plain the file with what was decrypted, if anything was
 */
public record OpenedBackup(Backup backup, Optional<Path> plain) implements AutoCloseable {
  /**
   * Opens one, and reads it to its end.
   *
   * @param identity the file with the key to an encrypted one
   * @throws CommandException if it is none, or cannot be decrypted
   */
  public static OpenedBackup of(Path file, Optional<Path> identity) throws CommandException {
    try {
      if (!Files.isRegularFile(file) || !Encryption.isIn(file)) {
        return new OpenedBackup(Backup.read(file), Optional.empty());
      }
    } catch (NoSuchFileException missing) {
      throw cannotRead(file, missing);
    } catch (IOException e) {
      throw cannotRead(file, e);
    }
    if (identity.isEmpty()) {
      throw new CommandException(
          "%s is encrypted: --identity FILE names the file with the key to it".formatted(file));
    }
    return decrypted(file, identity.get());
  }

  private static CommandException cannotRead(Path file, IOException e) {
    return new CommandException("cannot read %s: %s".formatted(file, FailureText.of(e)), e);
  }

  private static OpenedBackup decrypted(Path file, Path identity) throws CommandException {
    Path plain;
    try {
      // for its owner alone
      plain = Files.createTempFile("alcove-", ".backup");
      plain.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new CommandException("cannot decrypt: " + FailureText.of(e), e);
    }
    try {
      decrypt(file, identity, plain);
      return new OpenedBackup(Backup.read(plain, file), Optional.of(plain));
    } catch (CommandException e) {
      delete(plain);
      throw e;
    }
  }

  private static void decrypt(Path file, Path identity, Path plain) throws CommandException {
    try {
      Encryption.open(identity, file, plain);
    } catch (CommandException e) {
      throw new CommandException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static void delete(Path plain) {
    try {
      Files.deleteIfExists(plain);
    } catch (IOException e) {
      // it goes with the process
    }
  }

  @Override
  public void close() {
    plain.ifPresent(OpenedBackup::delete);
  }
}
