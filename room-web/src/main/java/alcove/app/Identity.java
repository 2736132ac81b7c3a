package alcove.app;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.DamagedSecretException;
import alcove.identity.FeedKeyPair;
import alcove.identity.SecretFile;
import alcove.identity.SecretFileException;
import alcove.ops.backup.Restoration;
import alcove.ops.terminal.CommandException;
import alcove.room.model.StorageException;
import alcove.store.DatabaseUrl;
import alcove.store.RegistryPlace;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The room's key pair, and the cryptography it is used with. */
record Identity(Crypto crypto, FeedKeyPair keys) {
  private static final Logger log = LoggerFactory.getLogger(Identity.class);

  /** Reads the key pair of a room that was started before. */
  static Identity load(CryptoChoice choice, Path secret) throws CommandException {
    requireNoRestorationIn(secret.resolveSibling(""));
    if (Files.notExists(secret)) {
      requireNotLost(secret);
      throw new CommandException(
          "no room in %s yet: alcove serve creates it".formatted(secret.getParent()));
    }
    return read(choice, secret, SecretFile::load);
  }

  /**
   * The same, or creates the key pair on the first start, if there is no registry yet. One that was
   * lost is not replaced: the signatures of aliases, addresses and invites are for that one alone.
   */
  static Identity loadOrCreate(CryptoChoice choice, Path secret, DatabaseUrl registry)
      throws CommandException {
    requireNoRestorationIn(secret.resolveSibling(""));
    var first = Files.notExists(secret);
    if (first) {
      requireNoRegistry(secret, registry);
    }
    var identity = read(choice, secret, SecretFile::loadOrCreate);
    if (first) {
      log.info("created the room's identity in {}: back it up, losing it loses the room", secret);
    }
    return identity;
  }

  private static void requireNotLost(Path secret) throws CommandException {
    if (RegistryPlace.isIn(secret.resolveSibling(""))) {
      throw new CommandException(
          ("%s is missing, and the registry beside it belongs to that identity: put the file back"
                  + " (backups have it)")
              .formatted(secret));
    }
  }

  private static void requireNoRegistry(Path secret, DatabaseUrl registry) throws CommandException {
    requireNotLost(secret);
    try {
      new RegistryPlace(registry, secret.resolveSibling("")).requireNew();
    } catch (StorageException e) {
      throw new CommandException(e);
    }
  }

  /** Refuses a data directory in which a restoration stopped half-way: it is nothing yet. */
  static void requireNoRestorationIn(Path data) throws CommandException {
    if (Restoration.isInterruptedIn(data)) {
      throw new CommandException(
          "restoring a backup into %s was interrupted: restore it again (alcove restore FILE --data %s)"
              .formatted(data, data));
    }
  }

  private static Identity read(CryptoChoice choice, Path secret, SecretReader reader)
      throws CommandException {
    try {
      var crypto = choice.load();
      return new Identity(crypto, reader.read(secret, crypto));
    } catch (CryptoUnavailableException e) {
      throw new CommandException(
          "%s (%s chooses another)".formatted(e.getMessage(), Setting.CRYPTO.flag()), e);
    } catch (DamagedSecretException e) {
      throw new CommandException(e.getMessage() + ": put the room's own back (backups have it)", e);
    } catch (SecretFileException e) {
      throw new CommandException(e);
    }
  }

  /** One of the two ways to read a secret file. */
  private interface SecretReader {
    FeedKeyPair read(Path path, Crypto crypto) throws SecretFileException;
  }
}
