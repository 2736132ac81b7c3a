package alcove.app;

import alcove.acme.TlsVisit;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** A client whose frames by HTTP/2 are made by hand, which may be any. Confined to one thread. */
final class Http2Wire implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  static final int HAS_PRIORITY = 32;
  static final int PROTOCOL_ERROR = 1;
  static final int REFUSED_STREAM = 7;
  static final int ENHANCE_YOUR_CALM = 11;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final SSLSocket socket;
  private final OutputStream out;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(false);
  private boolean broken;

  /** A frame that came; of headers, their text. */
  record Frame(int type, int flags, int stream, ByteBuffer payload, String text) {
    boolean ends() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    /** That of a reset or a GOAWAY. */
    int error() {
      return payload.getInt(type == GOAWAY ? 4 : 0);
    }

    /** Those of a SETTINGS frame. */
    Map<Integer, Integer> settings() {
      Map<Integer, Integer> all = new HashMap<>();
      var bytes = payload.duplicate();
      while (bytes.hasRemaining()) {
        all.put((int) bytes.getShort(), bytes.getInt());
      }
      return all;
    }
  }

  private Http2Wire(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.in = new DataInputStream(socket.getInputStream());
  }

  /** Connects to a port of this machine, and says nothing yet. */
  static Http2Wire connect(int port) throws Exception {
    var socket = TlsVisit.connect(port, "localhost");
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    if (!"h2".equals(socket.getApplicationProtocol())) {
      throw new AssertionError("no h2: " + socket.getApplicationProtocol());
    }
    return new Http2Wire(socket);
  }

  /** The same, and begins as one has to, with settings of one's choice. */
  static Http2Wire open(int port, int... settings) throws Exception {
    var wire = connect(port);
    wire.out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
    wire.send(SETTINGS, 0, 0, settings(settings));
    return wire;
  }

  /** Numbers and values, in turn. */
  static byte[] settings(int... pairs) {
    var bytes = ByteBuffer.allocate(pairs.length * 3);
    for (int i = 0; i < pairs.length; i += 2) {
      bytes.putShort((short) pairs[i]).putInt(pairs[i + 1]);
    }
    return bytes.array();
  }

  /** Sends a frame; in silence where the other side has hung up. */
  void send(int type, int flags, int stream, byte... payload) throws IOException {
    var frame =
        ByteBuffer.allocate(9 + payload.length)
            .put((byte) (payload.length >> 16))
            .putShort((short) payload.length)
            .put((byte) type)
            .put((byte) flags)
            .putInt(stream)
            .put(payload);
    try {
      if (!broken) {
        out.write(frame.array());
        out.flush();
      }
    } catch (SocketException | SSLException hungUp) {
      broken = true;
    }
  }

  /** Sends frames until the other side has hung up, but not for ever. */
  void flood(int most, Step step) throws IOException {
    for (int i = 0; i < most && !broken; i++) {
      step.send(i);
    }
  }

  /** One round of a flood. */
  interface Step {
    void send(int number) throws IOException;
  }

  /** Asks without a body. */
  void get(int stream, String path, String... more) throws IOException {
    send(HEADERS, END_HEADERS | END_STREAM, stream, request("GET", path, more));
  }

  /** The header of a request to this room. */
  static byte[] request(String method, String path, String... more) {
    String[] all = new String[8 + more.length];
    String[] own = {
      ":method", method, ":scheme", "https", ":authority", "localhost", ":path", path
    };
    System.arraycopy(own, 0, all, 0, own.length);
    System.arraycopy(more, 0, all, own.length, more.length);
    return block(all);
  }

  /** Names and values in turn, as literals that nobody is to remember (RFC 7541, 6.2.2). */
  static byte[] block(String... pairs) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < pairs.length; i += 2) {
      bytes.write(0);
      write(bytes, pairs[i]);
      write(bytes, pairs[i + 1]);
    }
    return bytes.toByteArray();
  }

  private static void write(ByteArrayOutputStream bytes, String text) {
    int length = text.length();
    if (length < 127) {
      bytes.write(length);
    } else {
      bytes.write(127);
      int rest = length - 127;
      while (rest >= 128) {
        bytes.write(128 | (rest & 127));
        rest >>= 7;
      }
      bytes.write(rest);
    }
    bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The next frame, or nothing if the other side has hung up. */
  Optional<Frame> read() throws Exception {
    try {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = in.readNBytes(length);
      return Optional.of(
          new Frame(
              type, flags, stream, ByteBuffer.wrap(payload), text(type, flags, stream, payload)));
    } catch (EOFException | SocketException | SSLException hungUp) {
      return Optional.empty();
    }
  }

  private String text(int type, int flags, int stream, byte[] payload) throws Http2Exception {
    if (type != HEADERS) {
      return "";
    }
    int begin = (flags & HAS_PRIORITY) == 0 ? 0 : 5;
    var lines = new StringBuilder();
    headers
        .decodeHeaders(stream, Unpooled.wrappedBuffer(payload).skipBytes(begin))
        .forEach(each -> lines.append(each.getKey() + ": " + each.getValue() + "\n"));
    return lines.toString();
  }

  /** The next frame of a kind; fails where the other side hangs up before. */
  Frame await(Predicate<Frame> kind) throws Exception {
    while (true) {
      var frame = read().orElseThrow(() -> new AssertionError("hung up"));
      if (kind.test(frame)) {
        return frame;
      }
    }
  }

  /** The header of the answer to a request. */
  String answer(int stream) throws Exception {
    return await(frame -> frame.type() == HEADERS && frame.stream() == stream).text();
  }

  /** What the other side says last before it hangs up; fails where it does not. */
  Optional<Integer> goAway() throws Exception {
    Optional<Integer> code = Optional.empty();
    while (true) {
      var frame = read();
      if (frame.isEmpty()) {
        return code;
      }
      if (frame.get().type() == GOAWAY) {
        code = Optional.of(frame.get().error());
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
