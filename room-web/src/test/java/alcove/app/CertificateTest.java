package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import alcove.ops.terminal.CommandException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that is renewed under a server. */
class CertificateTest {
  @TempDir private Path folder;
  private Vertx vertx;
  private RoomConfig.Tls files;
  private TestCertificate first;

  @BeforeEach
  void write() throws Exception {
    vertx = Vertx.vertx();
    files = new RoomConfig.Tls(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    first = create();
    first.write(files.certificate(), files.key());
  }

  @AfterEach
  void close() throws Exception {
    TestPeers.await(vertx.close());
  }

  private TestCertificate create() throws Exception {
    return TestCertificate.create(folder, "dns:localhost", "-1d", 3);
  }

  private HttpServer serve(Certificate certificate) throws Exception {
    return TestPeers.await(
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setKeyCertOptions(KeyCertOptions.wrap(certificate.keys())))
            .requestHandler(request -> request.response().end("page"))
            .listen(0, "127.0.0.1"));
  }

  private static X509Certificate shownAt(HttpServer server) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.actualPort())) {
      socket.setSoTimeout(10_000);
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void certificate_renewed_isShownToNewcomersWhileOthersStay() throws Exception {
    Certificate certificate = Certificate.load(vertx, files);
    HttpServer server = serve(certificate);
    assertThat(shownAt(server)).isEqualTo(first.certificate());
    var client =
        vertx.createHttpClient(
            new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
    var early =
        TestPeers.await(
            client
                .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                .compose(HttpClientRequest::send)
                .compose(answer -> answer.body().map(body -> answer.request().connection())));
    TestCertificate second = create();
    second.write(files.certificate(), files.key());

    assertThat(TestPeers.await(certificate.renew())).isTrue();

    assertThat(shownAt(server)).isEqualTo(second.certificate());
    assertThat(early.peerCertificates()).containsExactly(first.certificate());
    var again =
        TestPeers.await(
            client
                .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                .compose(HttpClientRequest::send));
    assertThat(again.request().connection()).isSameAs(early);
    assertThat(TestPeers.await(certificate.renew())).isFalse();
  }

  @Test
  void certificate_thatDoesNotFitItsKey_isNotTakenUntilItDoes() throws Exception {
    Certificate certificate = Certificate.load(vertx, files);
    HttpServer server = serve(certificate);
    TestCertificate second = create();
    Path elsewhere = folder.resolve("elsewhere");
    second.write(files.certificate(), elsewhere);

    assertThat(TestPeers.await(certificate.renew())).isFalse();
    assertThat(shownAt(server)).isEqualTo(first.certificate());

    second.write(files.certificate(), files.key());
    assertThat(TestPeers.await(certificate.renew())).isTrue();
    assertThat(shownAt(server)).isEqualTo(second.certificate());
  }

  @Test
  void certificate_thatIsNoneOrIsGone_isNotTaken() throws Exception {
    Certificate certificate = Certificate.load(vertx, files);
    HttpServer server = serve(certificate);

    Files.writeString(files.certificate(), "half a cert");
    assertThat(TestPeers.await(certificate.renew())).isFalse();
    Files.delete(files.certificate());
    assertThat(TestPeers.await(certificate.renew())).isFalse();

    assertThat(shownAt(server)).isEqualTo(first.certificate());
  }

  @Test
  void start_withoutTheFiles_saysSo() throws Exception {
    Files.delete(files.key());

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> Certificate.load(vertx, files))
        .matches(
            e ->
                e.line()
                    .equals("--tls-cert, --tls-key: cannot be read: no such file or directory"));
  }

  /** Looks at certificates, and believes them. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // Nobody shows any.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // The test looks at it.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
