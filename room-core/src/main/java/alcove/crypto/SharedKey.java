package alcove.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.jce.spec.ECNamedCurveSpec;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key pair of P-256 that all who hold a secret derive from it, and TLS between them: each shows a
 * certificate that it signed itself, and trusts whoever proves to have the same key, in both
 * directions. No name, date or authority counts. Immutable; the key is never printed.
 *
 * <p>The private key is {@code HKDF-SHA256(secret, purpose)}, 48 bytes, taken modulo the order as
 * FIPS 186-5 A.2.1 has it, so no key is likelier than another.
 */
public final class SharedKey {
  private static final int MATERIAL = 48;
  private static final String CURVE = "secp256r1";
  private static final X500Name NAME = new X500Name("CN=alcove");
  private static final Date ALWAYS = Date.from(Instant.parse("1970-01-01T00:00:00Z"));
  private static final Date FOR_EVER = Date.from(Instant.parse("9999-12-31T23:59:59Z"));
  private static final SecureRandom RANDOM = new SecureRandom();

  private final X509KeyManager keyManager;
  private final X509TrustManager trustManager;
  private final SSLContext tls;

  private SharedKey(KeyPair pair) throws GeneralSecurityException {
    X509Certificate certificate = certificate(pair);
    keyManager = keyManager(pair, certificate);
    trustManager = new SameKey(certificate);
    tls = SSLContext.getInstance("TLSv1.3");
    tls.init(new KeyManager[] {keyManager}, new TrustManager[] {trustManager}, RANDOM);
  }

  /**
   * The key that {@code secret} gives for a purpose; keys of different purposes tell nothing of
   * each other.
   *
   * @param secret not kept
   */
  public static SharedKey derive(byte[] secret, String purpose) {
    try {
      return new SharedKey(pair(Hashing.hkdfSha256(secret, purpose, MATERIAL)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java has no P-256 or no TLS 1.3", missing);
    }
  }

  /**
   * The 32 bytes that {@code secret} gives for a purpose, for use as a key.
   *
   * @param secret not kept
   */
  public static byte[] bytes(byte[] secret, String purpose) {
    return Hashing.hkdfSha256(secret, purpose, Crypto.KEY);
  }

  private static KeyPair pair(byte[] material) throws GeneralSecurityException {
    X9ECParameters curve = CustomNamedCurves.getByName(CURVE);
    BigInteger range = curve.getN().subtract(BigInteger.ONE);
    BigInteger secret = new BigInteger(1, material).mod(range).add(BigInteger.ONE);
    ECPoint point = new FixedPointCombMultiplier().multiply(curve.getG(), secret).normalize();
    ECParameterSpec spec =
        new ECNamedCurveSpec(CURVE, curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    KeyFactory factory = KeyFactory.getInstance("EC");
    return new KeyPair(
        factory.generatePublic(
            new ECPublicKeySpec(
                new java.security.spec.ECPoint(
                    point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger()),
                spec)),
        factory.generatePrivate(new ECPrivateKeySpec(secret, spec)));
  }

  private static X509Certificate certificate(KeyPair pair) throws GeneralSecurityException {
    var unsigned =
        new JcaX509v3CertificateBuilder(
            NAME,
            new BigInteger(63, RANDOM).add(BigInteger.ONE),
            ALWAYS,
            FOR_EVER,
            NAME,
            pair.getPublic());
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              unsigned.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    } catch (OperatorCreationException impossible) {
      throw new GeneralSecurityException(impossible);
    }
  }

  private static X509KeyManager keyManager(KeyPair pair, X509Certificate certificate)
      throws GeneralSecurityException {
    char[] inMemory = new char[0];
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, inMemory);
    } catch (IOException impossible) {
      throw new GeneralSecurityException(impossible);
    }
    store.setKeyEntry("node", pair.getPrivate(), inMemory, new Certificate[] {certificate});
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, inMemory);
    return (X509KeyManager) factory.getKeyManagers()[0];
  }

  /**
   * Sockets and engines of TLS that show the key and trust it alone; 1.3 has to be chosen there.
   */
  public SSLContext tls() {
    return tls;
  }

  /** What shows the key. */
  public X509KeyManager keyManager() {
    return keyManager;
  }

  /** What trusts whoever has the same key, and nobody else. */
  public X509TrustManager trustManager() {
    return trustManager;
  }

  @Override
  public String toString() {
    return "SharedKey[[secret]]";
  }
}
