package alcove.app;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A room on this machine with a certificate of its own. */
record SecureRoom(RunningRoom room) implements AutoCloseable {
  static SecureRoom start(Path folder) throws Exception {
    Path chain = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    TestCertificate.create(folder, "dns:localhost", "-1d", 90).write(chain, key);
    return new SecureRoom(
        RunningRoom.start(
            ConfigReader.read(
                Map.of(
                    Setting.DATA, folder.resolve("data").toString(),
                    Setting.LISTEN, "127.0.0.1",
                    Setting.SSB_PORT, "0",
                    Setting.HTTP_PORT, "0",
                    Setting.HTTPS_PORT, "0",
                    Setting.TLS_CERT, chain.toString(),
                    Setting.TLS_KEY, key.toString()),
                Map.of())));
  }

  int port() {
    return URI.create(room.address().landing()).getPort();
  }

  URI at(String path) {
    return URI.create("https://localhost:" + port() + path);
  }

  /** A client that keeps cookies and believes all certificates. */
  static HttpClient client(HttpClient.Version version) throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), new SecureRandom());
    return HttpClient.newBuilder()
        .version(version)
        .sslContext(context)
        .cookieHandler(new CookieManager())
        .build();
  }

  HttpResponse<String> get(HttpClient client, String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(at(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(HttpClient client, String path, String form) throws Exception {
    return client.send(
        HttpRequest.newBuilder(at(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The path by which somebody becomes the first admin. */
  String setup() {
    return "/setup?token=" + Optional.of(room.setup().orElseThrow().text()).get();
  }

  @Override
  public void close() {
    room.close();
  }
}
