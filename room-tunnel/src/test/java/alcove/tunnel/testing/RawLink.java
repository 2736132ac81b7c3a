package alcove.tunnel.testing;

import alcove.identity.FeedId;
import alcove.tunnel.link.LinkNode;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** A node of the room on a plain blocking socket, that can say what no node says. */
public final class RawLink implements Closeable {
  public static final String GONE = "gone";

  private static final int PATIENCE_MILLIS = 15_000;

  private final SSLSocket socket;
  private final DataInputStream in;

  private RawLink(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  /** Shakes hands with {@code node}, as one that has the key of the room. */
  public static RawLink connect(LinkNode node) throws IOException {
    return connect(node, NodeKeys.OF_THE_ROOM, NodeKeys.OF_THE_ROOM);
  }

  /** The same with these keys. */
  public static RawLink connect(LinkNode node, NodeKeys own, NodeKeys trusted) throws IOException {
    try {
      SSLContext tls = SSLContext.getInstance("TLSv1.3");
      tls.init(new KeyManager[] {own.own()}, new TrustManager[] {trusted.trusted()}, null);
      SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(node.host(), node.port());
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.startHandshake();
      return new RawLink(socket);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Sends bytes as they are. */
  public void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends a header and, of the body that it promises, some in the same piece. */
  public void send(int type, int length, byte[] body) throws IOException {
    sendBytes(ByteBuffer.allocate(4 + body.length).putInt((type << 24) | length).put(body).array());
  }

  public void send(int type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    send(type, bytes.length, bytes);
  }

  /** Asks for a tunnel. */
  public void ask(FeedId origin, FeedId target) throws IOException {
    ask(origin, target, "x");
  }

  /** The same as a node of this name. */
  public void ask(FeedId origin, FeedId target, String node) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(origin.bytes());
    body.writeBytes(target.bytes());
    body.writeBytes(new byte[Long.BYTES]);
    body.writeBytes(node.getBytes(StandardCharsets.UTF_8));
    send(3, body.size(), body.toByteArray());
  }

  /** The next record as {@code type body}, or {@link #GONE}. */
  public String next() throws IOException {
    try {
      int header = in.readInt();
      byte[] body = new byte[header & 0xFFFFFF];
      in.readFully(body);
      return (header >>> 24) + " " + new String(body, StandardCharsets.UTF_8);
    } catch (EOFException | SocketException over) {
      return GONE;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
