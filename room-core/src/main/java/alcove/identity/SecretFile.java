package alcove.identity;

import alcove.crypto.Crypto;
import alcove.files.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file {@code secret}, which holds a key pair in the form that all Scuttlebutt programs share
 * (ssb-keys): lines that start with {@code #}, and a JSON object. It is readable by its owner
 * alone, and no existing file is ever overwritten.
 *
 * <p>Does blocking I/O. No secret gets into a message.
 */
public final class SecretFile {
  private static final int MAX_BYTES = 16 * 1024;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private SecretFile() {}

  /**
   * Reads the key pair, or makes a new one if there is nothing at that path. The directory must
   * exist.
   *
   * @throws SecretFileException if what is there cannot be used, or nothing can be written
   */
  public static FeedKeyPair loadOrCreate(Path file, Crypto crypto) throws SecretFileException {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? load(file, crypto)
        : create(file, crypto);
  }

  /**
   * Reads the key pair.
   *
   * @throws SecretFileException if the file is missing, readable by others than its owner, not of
   *     the right form, or its parts contradict each other
   */
  public static FeedKeyPair load(Path file, Crypto crypto) throws SecretFileException {
    requireFile(file);
    requireOwnerOnly(file);
    return parse(file, crypto);
  }

  /**
   * Reads the key pair from a copy of a folder, where permissions were often lost on the way: the
   * same as {@link #load}, but readable by others than its owner it is read all the same.
   *
   * @throws SecretFileException if the file is missing or not of the right form
   */
  public static FeedKeyPair loadCopied(Path file, Crypto crypto) throws SecretFileException {
    requireFile(file);
    return parse(file, crypto);
  }

  /**
   * Whether others than its owner may read or write the file.
   *
   * @throws SecretFileException if that cannot be found out
   */
  public static boolean isOpenToOthers(Path file) throws SecretFileException {
    return !OWNER_ONLY.containsAll(permissions(file));
  }

  /**
   * Writes a key pair to a new file, in a directory that exists.
   *
   * @throws SecretFileException if there is something at that path, or it cannot be written
   */
  public static void write(Path file, FeedKeyPair keys) throws SecretFileException {
    try {
      DurableFiles.writeNew(file, SecretText.format(keys).getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw refusal(file, "is there already", e);
    } catch (IOException e) {
      throw refusal(file, "cannot be created: " + reason(e), e);
    }
  }

  private static FeedKeyPair parse(Path file, Crypto crypto) throws SecretFileException {
    try {
      return SecretText.parse(read(file), crypto);
    } catch (MalformedException e) {
      throw new DamagedSecretException("secret file " + file + " " + e.getMessage());
    }
  }

  private static String read(Path file) throws SecretFileException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw refusal(file, "is larger than " + MAX_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw refusal(file, "cannot be read: " + reason(e), e);
    }
  }

  private static void requireFile(Path file) throws SecretFileException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw refusal(file, "is " + (Files.isDirectory(file) ? "a directory" : "not a file"));
    }
  }

  private static void requireOwnerOnly(Path file) throws SecretFileException {
    var permissions = permissions(file);
    if (!OWNER_ONLY.containsAll(permissions)) {
      String shown = PosixFilePermissions.toString(permissions);
      throw refusal(
          file, "is open to others than its owner: " + shown + " (must be rw-------, chmod 600)");
    }
  }

  /** None where the file system has no such thing. */
  private static Set<PosixFilePermission> permissions(Path file) throws SecretFileException {
    try {
      return DurableFiles.isPosix(file) ? Files.getPosixFilePermissions(file) : Set.of();
    } catch (IOException e) {
      throw refusal(file, "cannot be read: " + reason(e), e);
    }
  }

  private static FeedKeyPair create(Path file, Crypto crypto) throws SecretFileException {
    var keys = FeedKeyPair.create(crypto);
    try {
      DurableFiles.writeNew(file, SecretText.format(keys).getBytes(StandardCharsets.UTF_8));
      return keys;
    } catch (FileAlreadyExistsException somebodyWasFaster) {
      return load(file, crypto);
    } catch (IOException e) {
      throw refusal(file, "cannot be created: " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied";
      case NoSuchFileException missing -> "no such file or directory";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static SecretFileException refusal(Path file, String problem) {
    return new SecretFileException("secret file " + file + " " + problem);
  }

  private static SecretFileException refusal(Path file, String problem, IOException cause) {
    return new SecretFileException("secret file " + file + " " + problem, cause);
  }
}
