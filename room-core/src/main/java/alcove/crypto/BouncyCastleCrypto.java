package alcove.crypto;

import static alcove.crypto.KeyLengths.requireBox;
import static alcove.crypto.KeyLengths.requireKey;

import alcove.crypto.SecretBox.Text;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import org.bouncycastle.crypto.engines.Salsa20Engine;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** The primitives in Java, by Bouncy Castle's lightweight functions. */
final class BouncyCastleCrypto implements Crypto {
  @Override
  public String description() {
    @Nullable String version = Salsa20Engine.class.getPackage().getImplementationVersion();
    return version == null ? "Bouncy Castle" : "Bouncy Castle " + version;
  }

  @Override
  public void seal(
      MemorySegment plain,
      MemorySegment cipher,
      MemorySegment mac,
      MemorySegment nonce,
      MemorySegment key) {
    requireBox(plain, cipher, mac, nonce, key);
    var box = new SecretBox(nonce, key);
    Text out = Text.of(cipher);
    box.apply(Text.of(plain), out);
    out.copyTo(cipher);
    MemorySegment.copy(box.authenticator(out), 0, mac, ValueLayout.JAVA_BYTE, 0, MAC);
  }

  @Override
  public boolean open(
      MemorySegment cipher,
      MemorySegment mac,
      MemorySegment plain,
      MemorySegment nonce,
      MemorySegment key) {
    requireBox(plain, cipher, mac, nonce, key);
    var box = new SecretBox(nonce, key);
    Text in = Text.of(cipher);
    if (!MessageDigest.isEqual(box.authenticator(in), mac.toArray(ValueLayout.JAVA_BYTE))) {
      return false;
    }
    Text out = Text.of(plain);
    box.apply(in, out);
    out.copyTo(plain);
    return true;
  }

  @Override
  public byte[] x25519PublicKey(byte[] secret) {
    byte[] publicKey = new byte[KEY];
    X25519.generatePublicKey(requireKey("secret", secret), 0, publicKey, 0);
    return publicKey;
  }

  @Override
  public byte[] x25519(byte[] secret, byte[] publicKey) throws InvalidPointException {
    requireKey("secret", secret);
    PublicKeys.requireCanonicalMontgomery(publicKey);
    byte[] shared = new byte[KEY];
    if (!X25519.calculateAgreement(secret, 0, publicKey, 0, shared, 0)) {
      throw new InvalidPointException(InvalidPointException.Reason.SMALL_ORDER);
    }
    return shared;
  }

  @Override
  public byte[] toX25519Public(byte[] ed25519Public) throws InvalidPointException {
    PublicKeys.requireCanonicalLargeOrder(ed25519Public);
    return PublicKeys.toX25519(ed25519Public);
  }

  @Override
  public byte[] ed25519PublicKey(byte[] seed) {
    byte[] publicKey = new byte[KEY];
    Ed25519.generatePublicKey(requireKey("seed", seed), 0, publicKey, 0);
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] seed, byte[] publicKey, byte[] message) {
    requireKey("seed", seed);
    requireKey("public key", publicKey);
    byte[] signature = new byte[SIGNATURE];
    Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    return PointChecks.isWellFormed(publicKey, signature)
        && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
  }
}
