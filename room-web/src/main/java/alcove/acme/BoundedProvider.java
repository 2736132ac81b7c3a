package alcove.acme;

import alcove.tls.TrustedFile;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/**
 * The way to an authority, by which no answer is longer than {@link #LONGEST_ANSWER}. Thread-safe.
 */
final class BoundedProvider extends GenericAcmeProvider {
  private static final long LONGEST_ANSWER = 1 << 20;

  private final Optional<SSLContext> trust;

  private BoundedProvider(Optional<SSLContext> trust) {
    this.trust = trust;
  }

  /** Trusts the certificates in {@code file}, or those that this machine trusts. Reads the file. */
  static BoundedProvider trusting(Optional<Path> file)
      throws IOException, GeneralSecurityException {
    return new BoundedProvider(
        file.isEmpty() ? Optional.empty() : Optional.of(TrustedFile.context(file.get())));
  }

  @Override
  public HttpClient createHttpClient(NetworkSettings settings) {
    var builder =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(settings.getTimeout());
    trust.ifPresent(builder::sslContext);
    return builder.build();
  }

  @Override
  public Connection connect(URI server, NetworkSettings settings, HttpClient client) {
    return new BoundedConnection(createHttpConnector(settings, client));
  }

  private static final class BoundedConnection extends DefaultConnection {
    BoundedConnection(HttpConnector connector) {
      super(connector);
    }

    @Override
    protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> body)
        throws IOException {
      var request =
          httpConnector
              .createRequestBuilder(url)
              .header("Accept-Charset", "utf-8")
              .header("Accept-Language", session.getLanguageHeader());
      body.accept(request);
      try {
        lastResponse =
            httpClient.send(
                request.build(),
                BodyHandlers.limiting(BodyHandlers.ofInputStream(), LONGEST_ANSWER));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }
}
