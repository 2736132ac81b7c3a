package alcove.tunnel.net;

import alcove.address.IpAddress;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Optional;

/**
 * The header that a proxy puts in front of a connection that it passes on: PROXY protocol, version
 * 2. Reads it in whatever pieces it comes; after an exception it is dead. Confined to the
 * connection's event loop.
 *
 * <pre>
 * signature(12)  version(4 bits) command(4 bits)  family(4 bits) transport(4 bits)  length(2)  addresses  extensions
 * </pre>
 *
 * <p>The addresses of IPv4 are source(4) target(4) ports(2+2), those of IPv6 source(16) target(16)
 * ports(2+2). Extensions are skipped, none of them is kept.
 *
 * @see <a href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">The PROXY protocol,
 *     section 2.2</a>
 */
final class ProxyHeader {
  /** The header is wrong; the message says what about it, without an address. */
  static final class MalformedHeaderException extends Exception {
    MalformedHeaderException(String message) {
      super(message);
    }
  }

  private enum State {
    FIXED_PART,
    ADDRESSES,
    EXTENSIONS,
    DONE
  }

  private static final byte[] SIGNATURE = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
  };
  private static final int FIXED_PART = 16;
  private static final int VERSION = 2;
  private static final int LOCAL = 0;
  private static final int PROXY = 1;
  private static final int UNSPECIFIED = 0x00;
  private static final int TCP_IPV4 = 0x11;
  private static final int TCP_IPV6 = 0x21;
  private static final int UNIX_STREAM = 0x31;
  private static final int IPV4_ADDRESSES = 12;
  private static final int IPV6_ADDRESSES = 36;

  private State state = State.FIXED_PART;
  private byte[] part = new byte[FIXED_PART];
  private int gathered;
  private int toSkip;
  private int sourceLength;
  private boolean local;
  private Optional<IpAddress> source = Optional.empty();

  /**
   * Takes what belongs to the header out of {@code bytes}.
   *
   * @return whether the header is complete; what is left in {@code bytes} is the peer's
   */
  boolean read(ByteBuf bytes) throws MalformedHeaderException {
    boolean progress = true;
    while (progress && state != State.DONE) {
      progress =
          switch (state) {
            case FIXED_PART -> readFixedPart(bytes);
            case ADDRESSES -> readAddresses(bytes);
            case EXTENSIONS -> skipExtensions(bytes);
            case DONE -> false;
          };
    }
    return state == State.DONE;
  }

  /** Whether the proxy itself connected, to see whether we live. */
  boolean isLocal() {
    return local;
  }

  /** Where the peer connected from, if the proxy says so and it was over TCP. */
  Optional<IpAddress> source() {
    return source;
  }

  private boolean readFixedPart(ByteBuf bytes) throws MalformedHeaderException {
    gather(bytes);
    int known = Math.min(gathered, SIGNATURE.length);
    if (!Arrays.equals(part, 0, known, SIGNATURE, 0, known)) {
      throw new MalformedHeaderException("no signature of PROXY protocol version 2");
    }
    if (gathered < FIXED_PART) {
      return false;
    }
    int length = Byte.toUnsignedInt(part[14]) << Byte.SIZE | Byte.toUnsignedInt(part[15]);
    int addresses = lengthOfAddresses(part[12], Byte.toUnsignedInt(part[13]));
    if (addresses > length) {
      throw new MalformedHeaderException(
          "addresses of " + length + " bytes (at least " + addresses + ")");
    }
    toSkip = length - addresses;
    part = new byte[addresses];
    gathered = 0;
    state = State.ADDRESSES;
    return true;
  }

  /** How many bytes of addresses follow that we look at; tells on the way what they are. */
  private int lengthOfAddresses(byte versionAndCommand, int family)
      throws MalformedHeaderException {
    int version = Byte.toUnsignedInt(versionAndCommand) >> 4;
    int command = versionAndCommand & 0x0f;
    if (version != VERSION || command > PROXY) {
      throw new MalformedHeaderException("version " + version + ", command " + command);
    }
    local = command == LOCAL;
    if (local) {
      return 0;
    }
    return switch (family) {
      case TCP_IPV4 -> {
        sourceLength = 4;
        yield IPV4_ADDRESSES;
      }
      case TCP_IPV6 -> {
        sourceLength = 16;
        yield IPV6_ADDRESSES;
      }
      case UNSPECIFIED, UNIX_STREAM -> 0;
      default -> throw new MalformedHeaderException("family and transport " + family);
    };
  }

  private boolean readAddresses(ByteBuf bytes) {
    gather(bytes);
    if (gathered < part.length) {
      return false;
    }
    if (sourceLength > 0) {
      source = Optional.of(IpAddress.of(Arrays.copyOf(part, sourceLength)));
    }
    state = State.EXTENSIONS;
    return true;
  }

  private boolean skipExtensions(ByteBuf bytes) {
    int skipped = Math.min(toSkip, bytes.readableBytes());
    bytes.skipBytes(skipped);
    toSkip -= skipped;
    if (toSkip == 0) {
      state = State.DONE;
    }
    return toSkip == 0;
  }

  private void gather(ByteBuf bytes) {
    int length = Math.min(part.length - gathered, bytes.readableBytes());
    bytes.readBytes(part, gathered, length);
    gathered += length;
  }
}
