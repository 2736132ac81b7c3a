package alcove.room.passkeys;

import alcove.identity.FeedId;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import java.time.Instant;
import java.util.Optional;

/**
 * A passkey of a member, which a device of theirs signs with. Nothing in it is secret. Immutable.
 *
 * @param id its number
 * @param name what the member calls it
 * @param site the domain that it is bound to: browsers offer it nowhere else
 * @param used when somebody last signed in by it
 */
public record Passkey(
    long id,
    FeedId member,
    String name,
    String site,
    Credential credential,
    Instant created,
    Optional<Instant> used) {
  /** How many a member has at most. */
  public static final int MOST = 10;

  /** The longest name, in characters. */
  public static final int LONGEST_NAME = 64;

  /**
   * What a device has made for it, in URL-safe Base64 without padding.
   *
   * @param id what browsers and devices know it by
   * @param publicKey in CBOR, as COSE writes it
   * @param userHandle what devices know the member by: random, and the same for all passkeys of one
   * @param signCount how often it has signed, as far as the device counts
   * @param synced it can be kept on several devices
   * @param backedUp it is
   */
  public record Credential(
      String id,
      String publicKey,
      String userHandle,
      long signCount,
      boolean synced,
      boolean backedUp) {
    /** The same after it has signed once more. */
    public Credential after(long count, boolean isBackedUp) {
      return new Credential(id, publicKey, userHandle, count, synced, isBackedUp);
    }
  }

  /**
   * A name as it is kept, without blanks around it.
   *
   * @throws RefusedException if it is none: it has no character, too many, or some that nobody sees
   */
  public static String requireName(String text) throws RefusedException {
    String name = text.strip();
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.codePoints().anyMatch(Passkey::isHidden)) {
      throw new RefusedException(
          Refusal.PASSKEY_NAME,
          "the name of a passkey is one line of 1 to " + LONGEST_NAME + " characters",
          LONGEST_NAME);
    }
    return name;
  }

  private static boolean isHidden(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
