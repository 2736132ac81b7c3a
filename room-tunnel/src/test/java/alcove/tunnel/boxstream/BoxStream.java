package alcove.tunnel.boxstream;

import alcove.crypto.Crypto;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/** One direction of a box stream with known keys: writes what the tests want on the wire. */
public final class BoxStream {

  static final byte[] KEY = filled(32, 0x4b);
  static final byte[] NONCE = filled(24, 0x2e);

  private final Crypto crypto;
  private final BoxEncoder encoder;
  private byte[] nonce = NONCE;
  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();

  public BoxStream(Crypto crypto) {
    this.crypto = crypto;
    this.encoder = new BoxEncoder(crypto, KEY, NONCE);
  }

  public BoxDecoder decoder() {
    return new BoxDecoder(crypto, KEY, NONCE);
  }

  /** One that has its scratch in common with others. */
  BoxDecoder decoder(BoxScratch scratch) {
    return new BoxDecoder(crypto, KEY, NONCE, scratch);
  }

  /** Boxes of any length, as our encoder makes them. */
  public BoxStream write(byte[]... bodies) {
    for (byte[] body : bodies) {
      var box = new byte[BoxEncoder.HEADER + body.length];
      encoder.seal(body, 0, body.length, box, 0);
      wire.writeBytes(box);
      skipBox();
    }
    return this;
  }

  public BoxStream goodbye() {
    var box = new byte[BoxEncoder.HEADER];
    encoder.goodbye(box, 0);
    wire.writeBytes(box);
    skipBox();
    return this;
  }

  /** A goodbye after which more can be forged. */
  public BoxStream forgeGoodbye() {
    sealHeader(new byte[BoxEncoder.HEADER_PLAIN], takeNonce());
    takeNonce();
    return this;
  }

  /** A box that our encoder refuses to make: of any body, with any length in its header. */
  public BoxStream forge(byte[] body, int announced) {
    var header = new byte[BoxEncoder.HEADER_PLAIN];
    byte[] headerNonce = takeNonce();
    byte[] sealedBody = body.clone();
    crypto.seal(body, 0, body.length, sealedBody, 0, header, BoxEncoder.BODY_MAC, takeNonce(), KEY);
    header[0] = (byte) (announced >>> 8);
    header[1] = (byte) announced;
    sealHeader(header, headerNonce);
    wire.writeBytes(sealedBody);
    return this;
  }

  private byte[] takeNonce() {
    byte[] taken = nonce;
    nonce = new BigInteger(taken).add(BigInteger.ONE).toByteArray();
    return taken;
  }

  private void skipBox() {
    takeNonce();
    takeNonce();
  }

  private void sealHeader(byte[] plain, byte[] headerNonce) {
    var sealed = new byte[BoxEncoder.HEADER];
    crypto.seal(plain, 0, plain.length, sealed, Crypto.MAC, sealed, 0, headerNonce, KEY);
    wire.writeBytes(sealed);
  }

  public byte[] wire() {
    return wire.toByteArray();
  }

  public static byte[] filled(int length, int value) {
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
