package alcove.crypto;

import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/**
 * Trust in whoever has the key of one certificate, whatever else theirs says; that they have it,
 * TLS proves. Immutable.
 */
final class SameKey implements X509TrustManager {
  private final byte[] publicKey;

  SameKey(X509Certificate own) {
    publicKey = own.getPublicKey().getEncoded();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    require(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    require(chain);
  }

  private void require(X509Certificate[] chain) throws CertificateException {
    if (chain.length != 1
        || !MessageDigest.isEqual(publicKey, chain[0].getPublicKey().getEncoded())) {
      throw new CertificateException("not the key of this room");
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
