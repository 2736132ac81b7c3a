package alcove.address;

import alcove.identity.MalformedException;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * A range of IP addresses that begin alike, {@code 10.0.0.0/8}. Immutable.
 *
 * @param address the first of them
 * @param prefix the bits that they share
 */
record IpNetwork(IpAddress address, int prefix) {
  private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final String EXPECTED =
      "a network such as 10.0.0.0/8 or fd00::/8 (no bits set behind the prefix), or an address";

  /**
   * Reads {@code ADDRESS/PREFIX}, or an address, which is a network of its own.
   *
   * @throws MalformedException if it is anything else, or bits behind the prefix are set
   */
  static IpNetwork parse(String text) throws MalformedException {
    int slash = text.indexOf('/');
    var address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      throw new MalformedException(text, EXPECTED);
    }
    int bits = address.get().bits();
    int prefix = slash < 0 ? bits : prefix(text, text.substring(slash + 1));
    BigInteger first = address.get().number();
    if (prefix > bits || (first.signum() != 0 && first.getLowestSetBit() < bits - prefix)) {
      throw new MalformedException(text, EXPECTED);
    }
    return new IpNetwork(address.get(), prefix);
  }

  private static int prefix(String whole, String text) throws MalformedException {
    if (!PREFIX.matcher(text).matches()) {
      throw new MalformedException(whole, EXPECTED);
    }
    return Integer.parseInt(text);
  }

  /** Whether {@code other} is one of them. */
  boolean contains(IpAddress other) {
    return other.bits() == address.bits()
        && other.number().xor(address.number()).bitLength() <= address.bits() - prefix;
  }

  @Override
  public String toString() {
    return address + "/" + prefix;
  }
}
