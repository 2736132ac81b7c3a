package alcove.ops.imports;

import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.identity.SecretFile;
import alcove.identity.SecretFileException;
import alcove.ops.terminal.CommandException;
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
 *
 * @param secret the identity's file
 */
public record ImportTarget(ImportPlan plan, Path secret, Crypto crypto) {
  private static final String ORIGIN = "go-ssb-room";

  /**
   * Checks that the identity of no other room is there.
   *
   * @throws CommandException if one is
   */
  public void requireNoOtherIdentity() throws CommandException {
    if (hasSecret() && !isThisRoom()) {
      throw new CommandException(
          "there is another room already: %s holds its identity (--data chooses another directory)"
              .formatted(secret));
    }
  }

  /**
   * Writes identity and contents.
   *
   * @throws CommandException if a room is there already, or they cannot be written
   */
  public void write(Registry registry, Instant now) throws CommandException {
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
      throw new CommandException(
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

  private boolean isThisRoom() throws CommandException {
    try {
      return SecretFile.load(secret, crypto).id().equals(plan.keys().id());
    } catch (SecretFileException e) {
      throw new CommandException(
          "there may be another room already: %s".formatted(e.getMessage()), e);
    }
  }

  private static CommandException taken() {
    return new CommandException(
        "there is a room already: its registry is not empty (an import needs a new one)");
  }
}
