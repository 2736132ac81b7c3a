package alcove.tunnel.simulation;

import alcove.crypto.Crypto;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Cryptography that keeps nothing secret, but refuses what was changed, left out or put elsewhere:
 * so that most schedules need not pay for the real one.
 */
final class CheapCrypto implements Crypto {
  private static final ValueLayout.OfInt SUM = ValueLayout.JAVA_INT_UNALIGNED;

  private final CRC32C checksum = new CRC32C();

  @Override
  public String description() {
    return "no cryptography";
  }

  @Override
  public void seal(
      MemorySegment plain,
      MemorySegment cipher,
      MemorySegment mac,
      MemorySegment nonce,
      MemorySegment key) {
    int sum = sum(plain, nonce, key);
    cipher.copyFrom(plain);
    mac.fill((byte) 0x55).set(SUM, 0, sum);
  }

  @Override
  public boolean open(
      MemorySegment cipher,
      MemorySegment mac,
      MemorySegment plain,
      MemorySegment nonce,
      MemorySegment key) {
    if (mac.get(SUM, 0) != sum(cipher, nonce, key)) {
      return false;
    }
    plain.copyFrom(cipher);
    return true;
  }

  private int sum(MemorySegment text, MemorySegment nonce, MemorySegment key) {
    checksum.reset();
    checksum.update(nonce.asByteBuffer());
    checksum.update(key.asByteBuffer());
    checksum.update(text.asByteBuffer());
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
