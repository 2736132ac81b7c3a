package alcove.tunnel.simulation;

import alcove.crypto.Crypto;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Cryptography that keeps nothing secret, but refuses what was changed, left out or put elsewhere:
 * so that most schedules need not pay for the real one.
 */
final class CheapCrypto implements Crypto {
  private final CRC32C checksum = new CRC32C();

  @Override
  public String description() {
    return "no cryptography";
  }

  @Override
  public void seal(
      byte[] plain,
      int plainOffset,
      int length,
      byte[] cipher,
      int cipherOffset,
      byte[] mac,
      int macOffset,
      byte[] nonce,
      byte[] key) {
    int sum = sum(plain, plainOffset, length, nonce, key);
    System.arraycopy(plain, plainOffset, cipher, cipherOffset, length);
    Arrays.fill(mac, macOffset, macOffset + MAC, (byte) 0x55);
    ByteBuffer.wrap(mac).putInt(macOffset, sum);
  }

  @Override
  public boolean open(
      byte[] cipher,
      int cipherOffset,
      int length,
      byte[] mac,
      int macOffset,
      byte[] plain,
      int plainOffset,
      byte[] nonce,
      byte[] key) {
    if (ByteBuffer.wrap(mac).getInt(macOffset) != sum(cipher, cipherOffset, length, nonce, key)) {
      return false;
    }
    System.arraycopy(cipher, cipherOffset, plain, plainOffset, length);
    return true;
  }

  private int sum(byte[] text, int offset, int length, byte[] nonce, byte[] key) {
    checksum.reset();
    checksum.update(nonce, 0, NONCE);
    checksum.update(key, 0, KEY);
    checksum.update(text, offset, length);
    return (int) checksum.getValue();
  }

  private static byte[] hash(long seed, byte[]... parts) {
    long sum = seed;
    for (byte[] part : parts) {
      int at = 0;
      ByteBuffer bytes = ByteBuffer.wrap(part);
      for (; at + Long.BYTES <= part.length; at += Long.BYTES) {
        sum = Chance.mix(sum ^ bytes.getLong(at));
      }
      for (; at < part.length; at++) {
        sum = Chance.mix(sum ^ part[at]);
      }
    }
    ByteBuffer hash = ByteBuffer.allocate(KEY);
    for (int i = 0; i < KEY / Long.BYTES; i++) {
      hash.putLong(Chance.mix(sum + i));
    }
    return hash.array();
  }

  @Override
  public byte[] sha256(byte[]... parts) {
    return hash(1, parts);
  }

  @Override
  public byte[] authenticate(byte[] key, byte[] message) {
    return hash(2, key, message);
  }

  @Override
  public byte[] x25519PublicKey(byte[] secret) {
    return secret.clone();
  }

  /** The same from both sides. */
  @Override
  public byte[] x25519(byte[] secret, byte[] publicKey) {
    byte[] both = new byte[KEY];
    for (int i = 0; i < KEY; i++) {
      both[i] = (byte) (secret[i] + publicKey[i]);
    }
    return hash(3, both);
  }

  @Override
  public byte[] toX25519Secret(byte[] ed25519Seed) {
    return ed25519Seed.clone();
  }

  @Override
  public byte[] toX25519Public(byte[] ed25519Public) {
    return ed25519Public.clone();
  }

  @Override
  public byte[] ed25519PublicKey(byte[] seed) {
    return seed.clone();
  }

  @Override
  public byte[] sign(byte[] seed, byte[] publicKey, byte[] message) {
    return Arrays.copyOf(hash(4, seed, message), SIGNATURE);
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    return Arrays.equals(sign(publicKey, publicKey, message), signature);
  }
}
