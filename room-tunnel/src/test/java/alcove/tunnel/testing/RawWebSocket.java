package alcove.tunnel.testing;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket on a plain socket that reads only when asked. */
public final class RawWebSocket implements Closeable {
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;

  private final Socket socket = new Socket();
  private final OutputStream out;
  private final DataInputStream in;

  public RawWebSocket(TestRoom room) throws IOException {
    socket.setReceiveBufferSize(8192);
    socket.setSoTimeout(15_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), room.webSocketPort()));
    out = socket.getOutputStream();
    in = new DataInputStream(socket.getInputStream());
    out.write(
        """
        GET /any/path HTTP/1.1
        Host: localhost
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) in.readUnsignedByte());
    }
    if (!answer.toString().contains(" 101 ")) {
      throw new IOException(answer.toString());
    }
  }

  /** A whole message of up to 65535 bytes, masked with zeros. */
  public static byte[] frame(int opcode, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) (FINAL | opcode));
    if (payload.length < 126) {
      frame.put((byte) (MASKED | payload.length));
    } else {
      frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
    }
    frame.putInt(0).put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  public void send(byte[] frames) throws IOException {
    out.write(frames);
  }

  /**
   * The code of the close frame that comes next, or -1 when another comes or the stream is over.
   */
  public int nextCloseCode() throws IOException {
    try {
      if ((in.read() & 0xf) != CLOSE) {
        return -1;
      }
      int length = in.readUnsignedByte();
      int code = in.readUnsignedShort();
      in.skipNBytes(length - 2);
      return code;
    } catch (SocketException reset) {
      return -1;
    }
  }

  /** The next frame's opcode, or -1 when the stream is over; its payload is read past. */
  public int nextOpcode() throws IOException {
    try {
      int opcode = in.read();
      if (opcode < 0) {
        return -1;
      }
      int length = in.readUnsignedByte();
      in.skipNBytes(length == 126 ? in.readUnsignedShort() : length);
      return opcode & 0xf;
    } catch (SocketException reset) {
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
