package alcove.identity;

import alcove.crypto.Crypto;
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
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

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
    String text = read(file);
    try {
      return SecretText.parse(text, crypto);
    } catch (MalformedException e) {
      throw refusal(file, String.valueOf(e.getMessage()));
    }
  }

  private static String read(Path file) throws SecretFileException {
    try {
      requireFile(file);
      requireOwnerOnly(file);
      try (var in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw refusal(file, "is larger than " + MAX_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw refusal(file, "cannot be read: " + reason(e), e);
    }
  }

  private static void requireFile(Path file) throws SecretFileException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw refusal(file, "is " + (Files.isDirectory(file) ? "a directory" : "not a file"));
    }
  }

  private static void requireOwnerOnly(Path file) throws IOException, SecretFileException {
    if (!hasPermissions(file)) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!OWNER_ONLY.containsAll(permissions)) {
      String shown = PosixFilePermissions.toString(permissions);
      throw refusal(
          file, "is open to others than its owner: " + shown + " (must be rw-------, chmod 600)");
    }
  }

  private static FeedKeyPair create(Path file, Crypto crypto) throws SecretFileException {
    var keys = FeedKeyPair.create(crypto);
    try {
      NewFile.write(file, SecretText.format(keys).getBytes(StandardCharsets.UTF_8));
      return keys;
    } catch (FileAlreadyExistsException somebodyWasFaster) {
      return load(file, crypto);
    } catch (IOException e) {
      throw refusal(file, "cannot be created: " + reason(e), e);
    }
  }

  static boolean hasPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
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
