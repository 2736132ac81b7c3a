package alcove.ops.doctor;

import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Finding;
import alcove.identity.HostAndPort;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The certificate that is shown at a place, and what it is worth. */
final class ShownCertificate {
  private static final int DNS_NAME = 2;
  private static final long FEW_DAYS = 14;

  private ShownCertificate() {}

  /** Looks at the one that is shown to whoever asks for {@code at}. Blocks. */
  static Finding examine(HostAndPort at, Instant now, int patience) {
    try {
      var chain = chain(at, patience);
      return judge(chain, at.host(), now, isTrusted(chain)).at(chain[0].getNotAfter().toInstant());
    } catch (IOException | GeneralSecurityException e) {
      return Finding.of(Check.CERTIFICATE, Diagnosis.CERTIFICATE_NOT_SEEN, at);
    }
  }

  private static X509Certificate[] chain(HostAndPort at, int patience)
      throws IOException, GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    try (var plain = new Socket()) {
      plain.connect(new InetSocketAddress(at.host(), at.port()), patience);
      plain.setSoTimeout(patience);
      var socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, at.host(), at.port(), true);
      socket.startHandshake();
      return Arrays.stream(socket.getSession().getPeerCertificates())
          .map(X509Certificate.class::cast)
          .toArray(X509Certificate[]::new);
    }
  }

  private static boolean isTrusted(X509Certificate[] chain) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    try {
      for (var manager : factory.getTrustManagers()) {
        ((X509TrustManager) manager).checkServerTrusted(chain, "UNKNOWN");
      }
      return true;
    } catch (CertificateException untrusted) {
      return false;
    }
  }

  /** The worst that is to be said of it. */
  static Finding judge(X509Certificate[] chain, String host, Instant now, boolean trusted)
      throws CertificateParsingException {
    var names = names(chain[0]);
    long days = Duration.between(now, chain[0].getNotAfter().toInstant()).toDays();
    if (!chain[0].getNotAfter().toInstant().isAfter(now)) {
      return finding(Diagnosis.CERTIFICATE_EXPIRED, host);
    }
    if (!names.contains(host) && !names.contains(wildcardAbove(host))) {
      return finding(Diagnosis.CERTIFICATE_OF_ANOTHER, host);
    }
    if (!trusted) {
      return finding(Diagnosis.CERTIFICATE_UNTRUSTED, host);
    }
    if (days < FEW_DAYS) {
      return finding(Diagnosis.CERTIFICATE_SOON_OVER, host, days);
    }
    return names.contains("*." + host)
        ? finding(Diagnosis.CERTIFICATE_GOOD, host, days)
        : finding(Diagnosis.CERTIFICATE_GOOD_FOR_DOMAIN, host, days);
  }

  private static Finding finding(Diagnosis diagnosis, Object... arguments) {
    return Finding.of(Check.CERTIFICATE, diagnosis, arguments);
  }

  private static String wildcardAbove(String host) {
    return "*" + host.substring(Math.max(0, host.indexOf('.')));
  }

  private static List<String> names(X509Certificate certificate)
      throws CertificateParsingException {
    Collection<List<?>> all = certificate.getSubjectAlternativeNames();
    return all == null
        ? List.of()
        : all.stream()
            .filter(each -> each.get(0).equals(DNS_NAME))
            .map(each -> each.get(1).toString())
            .toList();
  }
}
