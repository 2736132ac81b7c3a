package alcove.ops.imports;

import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.identity.SecretFile;
import alcove.identity.SecretFileException;
import alcove.room.ImportedRoom;
import alcove.room.model.StorageException;
import alcove.room.registry.Registry;
import alcove.store.goroom.ImportPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The place where an imported room shall be: a secret file that is not there yet, and a registry
 * that no room was kept in. Blocks.
 *
 * <p>The secret is written before the registry. What stops in between can be repeated: the same
 * secret beside an empty registry is no other room.
 */
public final class ImportTarget {
  private static final String ORIGIN = "go-ssb-room";

  private final ImportPlan plan;
  private final Path secret;
  private final Crypto crypto;

  /**
   * The place for a plan.
   *
   * @param secret the identity's file
   */
  public ImportTarget(ImportPlan plan, Path secret, Crypto crypto) {
    this.plan = plan;
    this.secret = secret;
    this.crypto = crypto;
  }

  /**
   * Checks that the identity of no other room is there.
   *
   * @throws ImportException if one is
   */
  public void requireNoOtherIdentity() throws ImportException {
    if (hasSecret() && !isThisRoom()) {
      throw new ImportException(
          "there is another room already: %s holds its identity (--data chooses another directory)"
              .formatted(secret));
    }
  }

  /**
   * Writes identity and contents.
   *
   * @throws ImportException if a room is there already, or they cannot be written
   */
  public void write(Registry registry, Instant now) throws ImportException {
    requireNoOtherIdentity();
    try {
      if (!ImportedRoom.fits(registry)) {
        throw taken();
      }
      var isNew = writeSecret();
      if (!plan.contents().enter(registry, ORIGIN, now)) {
        if (isNew) {
          Files.delete(secret);
        }
        throw taken();
      }
    } catch (StorageException | SecretFileException | IOException e) {
      throw new ImportException(
          "%s: import again before you start the room".formatted(e.getMessage()), e);
    }
  }

  /** Whose room it is. */
  public FeedId room() {
    return plan.keys().id();
  }

  private boolean writeSecret() throws SecretFileException {
    if (hasSecret()) {
      return false;
    }
    SecretFile.write(secret, plan.keys());
    return true;
  }

  private boolean hasSecret() {
    return Files.exists(secret, LinkOption.NOFOLLOW_LINKS);
  }

  private boolean isThisRoom() throws ImportException {
    try {
      return SecretFile.load(secret, crypto).id().equals(plan.keys().id());
    } catch (SecretFileException e) {
      throw new ImportException(
          "there may be another room already: %s".formatted(e.getMessage()), e);
    }
  }

  private static ImportException taken() {
    return new ImportException(
        "there is a room already: its registry is not empty (an import needs a new one)");
  }
}
