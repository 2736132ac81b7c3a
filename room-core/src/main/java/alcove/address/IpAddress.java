package alcove.address;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address in figures. An IPv4 address in IPv6's clothes ({@code ::ffff:192.0.2.1}) is an IPv4
 * address. Immutable.
 */
public final class IpAddress {
  /** Longest text that is looked at, in characters: enough for IPv6 with an IPv4 tail. */
  private static final int MAX_LENGTH = 45;

  /** Java reads "1" and "127.1" as addresses, too. */
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  /** What one customer gets, in bytes: a /56 as a rule. */
  private static final int IPV6_NETWORK = 7;

  private final InetAddress address;

  private IpAddress(InetAddress address) {
    this.address = address;
  }

  /** The address of these 4 or 16 bytes. */
  public static IpAddress of(byte[] bytes) {
    try {
      return new IpAddress(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException wrongLength) {
      throw new IllegalArgumentException(
          "address of " + bytes.length + " bytes (must be 4 or 16)", wrongLength);
    }
  }

  /** Reads {@code 192.0.2.1} or {@code 2001:db8::1}; nothing is ever looked up. */
  public static Optional<IpAddress> parse(String text) {
    boolean ipv6 = text.indexOf(':') >= 0;
    if (text.length() > MAX_LENGTH
        || text.indexOf('%') >= 0
        || text.indexOf('[') >= 0
        || !(ipv6 || IPV4.matcher(text).matches())) {
      return Optional.empty();
    }
    try {
      return Optional.of(new IpAddress(InetAddress.ofLiteral(text)));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /** Its length in bits, 32 or 128. */
  int bits() {
    return address.getAddress().length * Byte.SIZE;
  }

  /** Its bits as a number. */
  BigInteger number() {
    return new BigInteger(1, address.getAddress());
  }

  /** Whether it is of this machine and never leaves it. */
  public boolean isLoopback() {
    return address.isLoopbackAddress();
  }

  /** What limits go by: the whole of an IPv4 address, the /56 of an IPv6 one. */
  public String limitKey() {
    byte[] bytes = address.getAddress();
    int length = address instanceof Inet4Address ? bytes.length : IPV6_NETWORK;
    return HexFormat.of().formatHex(bytes, 0, length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress that && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  @Override
  public String toString() {
    return address.getHostAddress();
  }
}
