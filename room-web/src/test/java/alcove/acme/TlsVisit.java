package alcove.acme;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** A visit by TLS at a port of this machine, by a host of one's choice. */
public final class TlsVisit {
  private TlsVisit() {}

  /** A socket whose handshake is still to come. */
  public static SSLSocket connect(int port, String host) throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), new SecureRandom());
    var socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    var parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** The certificate that is shown there, if a handshake works. */
  public static Optional<X509Certificate> shown(int port, String host) throws Exception {
    try (var socket = connect(port, host)) {
      socket.startHandshake();
      return Optional.of((X509Certificate) socket.getSession().getPeerCertificates()[0]);
    } catch (SSLException refused) {
      return Optional.empty();
    }
  }
}
