package alcove.tunnel.boxstream;

import alcove.crypto.Crypto;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** One direction of a box stream with known keys: writes what the tests want on the wire. */
final class BoxStream {

  static final byte[] KEY = filled(32, 0x4b);
  static final byte[] NONCE = filled(24, 0x2e);

  private final Crypto crypto;
  private final BoxEncoder encoder;
  private final Nonce nonce = new Nonce(NONCE);
  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();

  BoxStream(Crypto crypto) {
    this.crypto = crypto;
    this.encoder = new BoxEncoder(crypto, KEY, NONCE);
  }

  BoxDecoder decoder() {
    return new BoxDecoder(crypto, KEY, NONCE);
  }

  /** Boxes of any length, as our encoder makes them. */
  BoxStream write(byte[]... bodies) {
    for (byte[] body : bodies) {
      var box = new byte[BoxEncoder.HEADER + body.length];
      encoder.seal(body, 0, body.length, box, 0);
      wire.writeBytes(box);
      nonce.advance();
    }
    return this;
  }

  BoxStream goodbye() {
    var box = new byte[BoxEncoder.HEADER];
    encoder.goodbye(box, 0);
    wire.writeBytes(box);
    nonce.advance();
    return this;
  }

  /** A box that our encoder refuses to make: of any body, with any length in its header. */
  BoxStream forge(byte[] body, int announced) {
    var header = new byte[BoxEncoder.HEADER_PLAIN];
    var sealedHeader = new byte[BoxEncoder.HEADER];
    byte[] headerNonce = nonce.bytes().clone();
    nonce.increment();
    byte[] sealedBody = body.clone();
    crypto.seal(
        body, 0, body.length, sealedBody, 0, header, BoxEncoder.BODY_MAC, nonce.bytes(), KEY);
    nonce.increment();
    header[0] = (byte) (announced >>> 8);
    header[1] = (byte) announced;
    crypto.seal(
        header, 0, header.length, sealedHeader, Crypto.MAC, sealedHeader, 0, headerNonce, KEY);
    wire.writeBytes(sealedHeader);
    wire.writeBytes(sealedBody);
    return this;
  }

  byte[] wire() {
    return wire.toByteArray();
  }

  static byte[] filled(int length, int value) {
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
