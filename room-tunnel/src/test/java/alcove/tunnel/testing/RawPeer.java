package alcove.tunnel.testing;

import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.boxstream.BoxDecoder;
import alcove.tunnel.boxstream.BoxEncoder;
import alcove.tunnel.boxstream.BoxStreamException;
import alcove.tunnel.muxrpc.codec.PacketDecoder;
import alcove.tunnel.muxrpc.codec.PacketException;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import alcove.tunnel.muxrpc.codec.PacketReceiver;
import alcove.tunnel.shs.ClientHandshake;
import alcove.tunnel.shs.HandshakeException;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A peer on a plain blocking socket that can misbehave in every layer, and reads only when asked.
 * What it receives reads {@code flags requestNumber body}.
 */
public final class RawPeer implements Closeable {
  public static final String GOODBYE = "goodbye";
  public static final String BOX_GOODBYE = "box goodbye";

  /** The stream ended, by FIN or RST. */
  public static final String GONE = "gone";

  private static final int PATIENCE_MILLIS = 15_000;

  private final FeedKeyPair self;
  private final Socket socket;
  private final OutputStream out;
  private final ArrayDeque<String> received = new ArrayDeque<>();
  private final PacketDecoder packets = new PacketDecoder();
  private final byte[] sealed = new byte[BoxEncoder.HEADER + BoxEncoder.MAX_BODY];
  private @Nullable BoxEncoder encoder;
  private @Nullable BoxDecoder decoder;
  private int lastRequestNumber;

  private RawPeer(FeedKeyPair self, Socket socket) throws IOException {
    this.self = self;
    this.socket = socket;
    this.out = socket.getOutputStream();
  }

  /** A socket that has not said anything yet. */
  public static Socket silent(TestRoom room) throws IOException {
    return silent(room, 0);
  }

  private static Socket silent(TestRoom room, int receiveBuffer) throws IOException {
    Socket socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), room.port()), PATIENCE_MILLIS);
    return socket;
  }

  public static RawPeer connect(TestRoom room) throws IOException {
    return connect(room, FeedKeyPair.create(TestRoom.CRYPTO));
  }

  public static RawPeer connect(TestRoom room, FeedKeyPair self) throws IOException {
    RawPeer peer = new RawPeer(self, silent(room));
    peer.shakeHands(room, peer.out::write);
    return peer;
  }

  /** One whose kernel buffers little, so that the room soon notices when it does not read. */
  public static RawPeer connectWithSmallBuffer(TestRoom room) throws IOException {
    RawPeer peer = new RawPeer(FeedKeyPair.create(TestRoom.CRYPTO), silent(room, 8192));
    peer.shakeHands(room, peer.out::write);
    return peer;
  }

  /** One whose proxy says {@code header} first. */
  public static RawPeer connectThroughProxy(TestRoom room, byte[] header) throws IOException {
    RawPeer peer = new RawPeer(FeedKeyPair.create(TestRoom.CRYPTO), silent(room));
    peer.out.write(header);
    peer.shakeHands(room, peer.out::write);
    return peer;
  }

  /** The same, with everything byte by byte. */
  public static RawPeer connectThroughSlowProxy(TestRoom room, byte[] header) throws IOException {
    RawPeer peer = new RawPeer(FeedKeyPair.create(TestRoom.CRYPTO), silent(room));
    peer.byteByByte(header);
    peer.shakeHands(room, peer::byteByByte);
    return peer;
  }

  /** One that sends its handshake byte by byte. */
  public static RawPeer connectSlowly(TestRoom room) throws IOException {
    RawPeer peer = new RawPeer(FeedKeyPair.create(TestRoom.CRYPTO), silent(room));
    peer.shakeHands(room, peer::byteByByte);
    return peer;
  }

  /** Writes the bytes of a handshake message. */
  private interface Writing {
    void write(byte[] bytes) throws IOException;
  }

  private void shakeHands(TestRoom room, Writing writing) throws IOException {
    ClientHandshake handshake = new ClientHandshake(TestRoom.CRYPTO, AppKey.MAIN, self, room.id());
    try {
      writing.write(handshake.clientHello());
      writing.write(handshake.receiveServerHello(read(64)));
      handshake.receiveServerAccept(read(80));
    } catch (HandshakeException wrong) {
      throw new IllegalStateException(wrong);
    }
    var keys = handshake.boxKeys();
    encoder = new BoxEncoder(TestRoom.CRYPTO, keys.sendKey(), keys.sendNonce());
    decoder = new BoxDecoder(TestRoom.CRYPTO, keys.receiveKey(), keys.receiveNonce());
  }

  private byte[] read(int length) throws IOException {
    byte[] bytes = socket.getInputStream().readNBytes(length);
    if (bytes.length < length) {
      throw new SocketException("closed after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  public void byteByByte(byte[] bytes) throws IOException {
    for (byte each : bytes) {
      out.write(each);
    }
  }

  public FeedId id() {
    return self.id();
  }

  /** Takes a KiB from the socket, unread. */
  public void readSome() {
    try {
      socket.getInputStream().readNBytes(1024);
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }

  public Socket socket() {
    return socket;
  }

  /** Sends one packet. */
  public void send(int flags, int requestNumber, String body) throws IOException {
    send(flags, requestNumber, body.getBytes(StandardCharsets.UTF_8));
  }

  public void send(int flags, int requestNumber, byte[] body) throws IOException {
    sendBytes(packet(flags, requestNumber, body));
  }

  public static byte[] packet(int flags, int requestNumber, byte[] body) {
    return ByteBuffer.allocate(9 + body.length)
        .put((byte) flags)
        .putInt(body.length)
        .putInt(requestNumber)
        .put(body)
        .array();
  }

  /** Sends a header that announces {@code length} bytes, which may never come. */
  public void sendHeader(int flags, int requestNumber, int length) throws IOException {
    sendBytes(
        ByteBuffer.allocate(9).put((byte) flags).putInt(length).putInt(requestNumber).array());
  }

  /** Sends bytes of packets in as few boxes as possible. */
  public void sendBytes(byte[] bytes) throws IOException {
    for (int at = 0; at < bytes.length; at += BoxEncoder.MAX_BODY) {
      out.write(seal(bytes, at, Math.min(BoxEncoder.MAX_BODY, bytes.length - at)));
    }
  }

  /** The box of up to 4096 bytes. */
  public byte[] seal(byte[] bytes, int offset, int length) {
    int sealedLength = Objects.requireNonNull(encoder).seal(bytes, offset, length, sealed, 0);
    return java.util.Arrays.copyOf(sealed, sealedLength);
  }

  public void sendBoxGoodbye() throws IOException {
    int length = Objects.requireNonNull(encoder).goodbye(sealed, 0);
    out.write(sealed, 0, length);
  }

  /** Sends bytes that are no boxes. */
  public void sendUnsealed(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** Calls something with arguments in JSON and gives the answer's body. */
  public String call(String name, String args) throws IOException {
    int number = ++lastRequestNumber;
    send(2, number, request(name, args, ""));
    String answer = next();
    String expected = "2 -" + number + " ";
    if (!answer.startsWith(expected)) {
      throw new IOException("got " + answer + " instead of " + expected);
    }
    return answer.substring(expected.length());
  }

  /** Calls something with arguments in JSON and gives the error's message. */
  public String refused(String name, String args) throws IOException {
    int number = ++lastRequestNumber;
    send(2, number, request(name, args, ""));
    String answer = nextBesidePings();
    String begin = "6 -" + number + " {\"name\":\"Error\",\"message\":";
    String end = ",\"stack\":\"\"}";
    if (!answer.startsWith(begin) || !answer.endsWith(end)) {
      throw new IOException("got " + answer + " instead of an error");
    }
    return answer.substring(begin.length() + 1, answer.length() - end.length() - 1);
  }

  /** Opens a substream and gives its request number. */
  public int open(String type, String name, String args) throws IOException {
    int number = ++lastRequestNumber;
    send(10, number, request(name, args, ",\"type\":\"" + type + "\""));
    return number;
  }

  /** Asks the room for a tunnel. */
  public int openTunnel(TestRoom room, FeedId target) throws IOException {
    return open(
        "duplex",
        "tunnel.connect",
        "[{\"portal\":\"%s\",\"target\":\"%s\"}]".formatted(room.id(), target));
  }

  private static String request(String name, String args, String rest) {
    return "{\"name\":[\"%s\"],\"args\":%s%s}".formatted(name.replace(".", "\",\""), args, rest);
  }

  /** Attends the room, and gives its peer back. */
  public RawPeer attend() throws IOException {
    call("tunnel.announce", "[]");
    return this;
  }

  /** What comes next; waits for it. */
  public String next() throws IOException {
    while (received.isEmpty()) {
      readMore();
    }
    return received.remove();
  }

  /** What comes next but for the room's questions whether this peer is still there. */
  public String nextBesidePings() throws IOException {
    String next = next();
    while (next.contains("\"ping\"")) {
      next = next();
    }
    return next;
  }

  /** Reads until the stream is over; gives the last thing before that. */
  public String lastWord() throws IOException {
    String last = "";
    for (String next = next(); !next.equals(GONE); next = next()) {
      last = next;
    }
    return last;
  }

  private void readMore() throws IOException {
    byte[] buffer = new byte[64 << 10];
    int length;
    try {
      length = socket.getInputStream().read(buffer);
    } catch (SocketException reset) {
      length = -1;
    }
    if (length < 0) {
      received.add(GONE);
      return;
    }
    try {
      Objects.requireNonNull(decoder).decode(buffer, 0, length, boxReceiver);
    } catch (BoxStreamException | PacketException broken) {
      throw new IOException(broken);
    }
  }

  private final BoxDecoder.Receiver<PacketException> boxReceiver =
      new BoxDecoder.Receiver<>() {
        @Override
        public void body(byte[] buffer, int offset, int length) throws PacketException {
          packets.decode(buffer, offset, length, packetReceiver);
        }

        @Override
        public void goodbye() {
          received.add(BOX_GOODBYE);
        }
      };

  private final PacketReceiver<PacketException> packetReceiver =
      new PacketReceiver<>() {
        @Override
        public Treatment header(PacketHeader header) {
          return Treatment.COLLECT;
        }

        @Override
        public void packet(PacketHeader header, byte[] body) {
          if (body.length == 0) {
            throw new IllegalStateException("an empty body: " + header);
          }
          int flags = PacketHeader.flags(header.type(), header.stream(), header.end());
          String text = new String(body, StandardCharsets.UTF_8);
          received.add(flags + " " + header.requestNumber() + " " + text);
        }

        @Override
        public void part(PacketHeader header, byte[] buffer, int offset, int length) {}

        @Override
        public void goodbye() {
          received.add(GOODBYE);
        }
      };

  /** Closes with an RST. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
