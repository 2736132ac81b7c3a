package alcove.health;

import alcove.identity.Word;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A thing that is looked at to tell whether a room is well set up, in the order that it is told.
 */
public enum Check implements Word {
  /** The public URL has the domain's name. */
  HOST,
  /** The DNS knows the domain. */
  DNS,
  /** The DNS knows its subdomains. */
  WILDCARD,
  /** The certificate at the public URL. */
  CERTIFICATE,
  /** The certificates that the room gets by itself. */
  HTTPS,
  /** Who answers at the public URL. */
  SITE,
  /** What the proxy in front tells the room. */
  PROXY,
  /** A peer by WebSocket through the public URL. */
  WEBSOCKET,
  /** A peer by TCP at the advertised address. */
  SSB_PORT,
  /** Two peers that meet through the room. */
  PEERS,
  /** The wall clock. */
  CLOCK,
  /** Whether the nodes of the room agree with each other. */
  NODES,
  /** The space that is left. */
  DISK,
  /** The space that is left where daily backups go. */
  BACKUP_DISK,
  /** How many files may be open. */
  OPEN_FILES,
  /** Which cryptography runs. */
  CRYPTO,
  /** The registry. */
  DATABASE,
  /** Whether all blocks are in the registry. */
  BLOCKS,
  /** When there was a backup last. */
  BACKUP,
  /** Who can read the room's key. */
  SECRET,
  /** Somebody looks after the room. */
  ADMIN,
  /** Whether the word that the room sends arrives. */
  ALERTS,
  /** Whether secrets go over plain HTTP. */
  PLAIN_HTTP;

  /**
   * What changes by itself and waits for somebody then. A look at it makes no peers, and one
   * connection at most: to the public URL, for its certificate.
   */
  public static final Set<Check> UPKEEP =
      Collections.unmodifiableSet(
          EnumSet.of(
              CERTIFICATE,
              HTTPS,
              DISK,
              BACKUP_DISK,
              OPEN_FILES,
              CRYPTO,
              DATABASE,
              BLOCKS,
              BACKUP,
              SECRET,
              ADMIN,
              ALERTS,
              PLAIN_HTTP));
}
