package alcove.tunnel.testing;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Headers of PROXY protocol, as proxies write them. */
public final class ProxyHeaders {
  public static final int LOCAL = 0x20;
  public static final int PROXY = 0x21;
  public static final int TCP_IPV4 = 0x11;
  public static final int TCP_IPV6 = 0x21;
  private static final byte[] SIGNATURE =
      "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);

  private ProxyHeaders() {}

  /** Version 2, for a peer at {@code source}. */
  public static byte[] of(String source) {
    byte[] from = InetAddress.ofLiteral(source).getAddress();
    byte[] addresses =
        ByteBuffer.allocate(2 * from.length + 4)
            .put(from)
            .put(new byte[from.length])
            .putShort((short) 4711)
            .putShort((short) 8008)
            .array();
    return of(PROXY, from.length == 4 ? TCP_IPV4 : TCP_IPV6, addresses);
  }

  /** Version 2, of any kind. */
  public static byte[] of(int command, int family, byte[] rest) {
    var header = new ByteArrayOutputStream();
    header.writeBytes(SIGNATURE);
    header.write(command);
    header.write(family);
    header.write(rest.length >> 8);
    header.write(rest.length);
    header.writeBytes(rest);
    return header.toByteArray();
  }

  /** Version 1, which is text. */
  public static byte[] text(String source) {
    return "PROXY TCP4 %s 192.0.2.99 4711 8008\r\n"
        .formatted(source)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
