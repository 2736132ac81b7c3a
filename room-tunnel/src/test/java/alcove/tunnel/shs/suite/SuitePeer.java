package alcove.tunnel.shs.suite;

import static java.nio.charset.StandardCharsets.US_ASCII;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.shs.BoxKeys;
import alcove.tunnel.shs.ClientHandshake;
import alcove.tunnel.shs.HandshakeException;
import alcove.tunnel.shs.ServerHandshake;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;

/** One handshake of the suite, over one socket. */
final class SuitePeer implements AutoCloseable {

  private final InputStream in;
  private final OutputStream out;

  SuitePeer(Socket socket) throws IOException {
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** Returns when the other side has gone; throws if it misbehaves. */
  void run(Crypto crypto) throws IOException, HandshakeException {
    String[] args = readLine().split(" ", -1);
    AppKey appKey = AppKey.of(hex(args[0]));
    switch (args.length) {
      case 2 -> runClient(crypto, appKey, FeedId.of(hex(args[1])));
      case 3 -> runServer(crypto, appKey, Arrays.copyOf(hex(args[1]), Crypto.KEY));
      default -> throw new IOException(args.length + " arguments (expected 2 or 3)");
    }
    in.readAllBytes();
  }

  private void runServer(Crypto crypto, AppKey appKey, byte[] seed)
      throws IOException, HandshakeException {
    var server = new ServerHandshake(crypto, appKey, FeedKeyPair.ofSeed(crypto, seed));
    out.write(server.receiveClientHello(read(ServerHandshake.CLIENT_HELLO)));
    server.receiveClientAuth(read(ServerHandshake.CLIENT_AUTH));
    byte[] serverAccept = server.serverAccept();
    var last = new ByteArrayOutputStream();
    last.writeBytes(serverAccept);
    last.writeBytes(outcome(server.boxKeys()));
    out.write(last.toByteArray());
  }

  private void runClient(Crypto crypto, AppKey appKey, FeedId server)
      throws IOException, HandshakeException {
    var client = new ClientHandshake(crypto, appKey, FeedKeyPair.create(crypto), server);
    out.write(client.clientHello());
    out.write(client.receiveServerHello(read(ServerHandshake.SERVER_HELLO)));
    client.receiveServerAccept(read(ServerHandshake.SERVER_ACCEPT));
    out.write(outcome(client.boxKeys()));
  }

  private static byte[] outcome(BoxKeys keys) {
    var outcome = new ByteArrayOutputStream();
    outcome.writeBytes(keys.sendKey());
    outcome.writeBytes(keys.sendNonce());
    outcome.writeBytes(keys.receiveKey());
    outcome.writeBytes(keys.receiveNonce());
    return outcome.toByteArray();
  }

  private String readLine() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b == -1) {
        throw new EOFException("end within the arguments");
      }
      line.write(b);
    }
    return line.toString(US_ASCII);
  }

  private byte[] read(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("end after " + bytes.length + " bytes (expected " + length + ")");
    }
    return bytes;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
