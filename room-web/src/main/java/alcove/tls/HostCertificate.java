package alcove.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;

/** A certificate with the chain to its authority, and its key, which belongs to it. Immutable. */
public final class HostCertificate {
  private static final byte[] TRIAL = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final List<String> KEY_TYPES = List.of("EC", "RSA");
  private static final int DNS_NAME = 2;
  private static final int PEM_LINE = 64;

  private final List<X509Certificate> chain;
  private final PrivateKey key;
  private final List<String> names;

  private HostCertificate(List<X509Certificate> chain, PrivateKey key, List<String> names) {
    this.chain = List.copyOf(chain);
    this.key = key;
    this.names = names;
  }

  /**
   * The certificate of a chain that begins with it.
   *
   * @throws GeneralSecurityException if the key is that of another one
   */
  public static HostCertificate of(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException {
    requirePair(chain.getFirst(), key);
    return new HostCertificate(chain, key, names(chain.getFirst()));
  }

  /**
   * What two texts in PEM hold, which may be one and the same.
   *
   * @throws GeneralSecurityException with the reason why they cannot be used
   */
  public static HostCertificate parse(Vertx vertx, Buffer chain, Buffer key)
      throws GeneralSecurityException {
    X509KeyManager keys = keys(vertx, chain, key);
    for (var type : KEY_TYPES) {
      var aliases = keys.getServerAliases(type, null);
      if (aliases != null && aliases.length > 0) {
        return of(
            Arrays.asList(keys.getCertificateChain(aliases[0])), keys.getPrivateKey(aliases[0]));
      }
    }
    throw new GeneralSecurityException("the key is neither RSA nor EC");
  }

  private static X509KeyManager keys(Vertx vertx, Buffer chain, Buffer key)
      throws GeneralSecurityException {
    try {
      var pair = new PemKeyCertOptions().addCertValue(chain).addKeyValue(key);
      return (X509KeyManager) pair.getKeyManagerFactory(vertx).getKeyManagers()[0];
    } catch (Exception e) {
      throw new GeneralSecurityException("no certificate and key in PEM: " + e.getMessage(), e);
    }
  }

  /** While a program renews two files, one may be newer than the other. */
  private static void requirePair(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    var algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    var signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(TRIAL);
    var signature = signing.sign();
    var verifying = Signature.getInstance(algorithm);
    verifying.initVerify(certificate.getPublicKey());
    verifying.update(TRIAL);
    if (!isRight(verifying, signature)) {
      throw new GeneralSecurityException("the key is that of another certificate");
    }
  }

  /** A signature of another length is a wrong one as well. */
  private static boolean isRight(Signature verifying, byte[] signature) {
    try {
      return verifying.verify(signature);
    } catch (SignatureException wrong) {
      return false;
    }
  }

  private static List<String> names(X509Certificate certificate)
      throws CertificateParsingException {
    var all = certificate.getSubjectAlternativeNames();
    return all == null
        ? List.of()
        : all.stream()
            .filter(name -> name.getFirst().equals(DNS_NAME))
            .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
            .toList();
  }

  /** Whether it is good for a host, by its name or by a wildcard. */
  public boolean covers(String host) {
    int dot = host.indexOf('.');
    return names.contains(host) || (dot > 0 && names.contains("*" + host.substring(dot)));
  }

  /** Its own part of the chain. */
  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /** From when on it is good. */
  public Instant begins() {
    return leaf().getNotBefore().toInstant();
  }

  /** Until when it is good. */
  public Instant ends() {
    return leaf().getNotAfter().toInstant();
  }

  /** Its whole life. */
  public Duration life() {
    return Duration.between(begins(), ends());
  }

  X509Certificate[] chain() {
    return chain.toArray(X509Certificate[]::new);
  }

  PrivateKey key() {
    return key;
  }

  /** Key and chain in PEM, for a file of the owner's alone. */
  public byte[] pem() throws GeneralSecurityException {
    var text = new StringBuilder(pem("PRIVATE KEY", key.getEncoded()));
    for (var certificate : chain) {
      text.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    return text.toString().getBytes(US_ASCII);
  }

  private static String pem(String label, byte[] bytes) {
    var body = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HostCertificate that && that.chain.equals(chain);
  }

  @Override
  public int hashCode() {
    return chain.hashCode();
  }

  @Override
  public String toString() {
    return String.join(", ", Stream.concat(names.stream(), Stream.of("[secret]")).toList());
  }
}
