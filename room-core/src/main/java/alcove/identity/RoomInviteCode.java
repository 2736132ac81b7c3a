package alcove.identity;

import alcove.crypto.Crypto;

/**
 * The invite code of an open room of the first generation: its address, followed by a seed that is
 * the same for all rooms, {@code
 * net:HOST:PORT~shs:KEY:SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=}. Immutable.
 *
 * <p>Whoever uses it knocks with the key pair of that seed, which therefore everybody has.
 *
 * @param address the room's, without the seed
 */
public record RoomInviteCode(MultiserverAddress address) {
  private static final String SEED = "SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=";

  /** The code of a room with this address, which ends in {@code shs:KEY}. */
  public RoomInviteCode {
    if (!isBare(address)) {
      throw new IllegalArgumentException("address " + address + " (must end in shs:KEY)");
    }
  }

  /**
   * Reads a code.
   *
   * @throws MalformedException if it is not a room's address followed by the known seed
   */
  public static RoomInviteCode parse(String text) throws MalformedException {
    String expected = "a room invite code \"ADDRESS:" + SEED + "\"";
    if (!text.endsWith(":" + SEED)) {
      throw new MalformedException(text, expected);
    }
    var address = MultiserverAddress.parse(text.substring(0, text.length() - SEED.length() - 1));
    if (!isBare(address)) {
      throw new MalformedException(text, expected);
    }
    return new RoomInviteCode(address);
  }

  private static boolean isBare(MultiserverAddress address) {
    var last = address.protocols().getLast();
    return last.name().equals("shs") && last.data().size() == 1 && address.key().isPresent();
  }

  /** The key pair with which every user of such a code knocks. */
  public static FeedKeyPair guest(Crypto crypto) {
    return FeedKeyPair.ofSeed(crypto, Base64Text.decodeKey(SEED).orElseThrow());
  }

  @Override
  public String toString() {
    return address + ":" + SEED;
  }
}
