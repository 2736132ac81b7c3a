package alcove.tunnel.simulation;

import alcove.crypto.Crypto;
import alcove.crypto.InvalidPointException;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.boxstream.BoxDecoder;
import alcove.tunnel.boxstream.BoxEncoder;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The client's side of a secret handshake, written once more from the specification: it knows the
 * keys of its boxes as soon as it has proved who it is, and can send some before it is let in. Its
 * ephemeral key is the seed's.
 */
final class EagerHandshake {
  private static final int HELLO_MAC = 32;
  private static final byte[] NO_NONCE = new byte[Crypto.NONCE];

  private final Crypto crypto;
  private final FeedKeyPair self;
  private final FeedId room;
  private final byte[] secret = new byte[Crypto.KEY];
  private byte[] sharedHash = {};
  private byte[] proof = {};
  private byte[] acceptKey = {};
  private byte[] boxSecret = {};
  private byte[] roomsHello = {};

  EagerHandshake(Crypto crypto, FeedKeyPair self, FeedId room, Chance chance) {
    this.crypto = crypto;
    this.self = self;
    this.room = room;
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) chance.next();
    }
  }

  private static byte[] network() {
    return AppKey.MAIN.bytes();
  }

  /** {@code HMAC(N, a)[32] | a[32]}. */
  byte[] hello() {
    byte[] ephemeral = crypto.x25519PublicKey(secret);
    return join(crypto.authenticate(network(), ephemeral), ephemeral);
  }

  /** {@code secretbox(SHA256(N | a.b | a.B), sigA[64] | A[32])}. */
  byte[] prove(byte[] serverHello) throws InvalidPointException {
    roomsHello = serverHello;
    byte[] theirs = Arrays.copyOfRange(serverHello, HELLO_MAC, serverHello.length);
    byte[] first = crypto.x25519(secret, theirs);
    byte[] second = crypto.x25519(secret, crypto.toX25519Public(room.bytes()));
    byte[] third = crypto.x25519(self.x25519Secret(crypto), theirs);
    sharedHash = crypto.sha256(first);
    byte[] signature = self.sign(crypto, join(network(), room.bytes(), sharedHash));
    proof = join(signature, self.id().bytes());
    acceptKey = crypto.sha256(network(), first, second, third);
    boxSecret = crypto.sha256(acceptKey);
    byte[] box = new byte[Crypto.MAC + proof.length];
    byte[] key = crypto.sha256(network(), first, second);
    crypto.seal(proof, 0, proof.length, box, Crypto.MAC, box, 0, NO_NONCE, key);
    return box;
  }

  /** Whether that is {@code secretbox(SHA256(N | a.b | a.B | A.b), sigB[64])}. */
  boolean isAccepted(byte[] box) {
    byte[] signature = new byte[Crypto.SIGNATURE];
    return crypto.open(box, Crypto.MAC, signature.length, box, 0, signature, 0, NO_NONCE, acceptKey)
        && crypto.verify(room.bytes(), join(network(), proof, sharedHash), signature);
  }

  BoxEncoder encoder() {
    return new BoxEncoder(
        crypto, crypto.sha256(boxSecret, room.bytes()), Arrays.copyOf(roomsHello, Crypto.NONCE));
  }

  BoxDecoder decoder() {
    return new BoxDecoder(
        crypto, crypto.sha256(boxSecret, self.id().bytes()), Arrays.copyOf(hello(), Crypto.NONCE));
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
