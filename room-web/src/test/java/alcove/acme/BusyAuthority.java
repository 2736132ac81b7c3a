package alcove.acme;

import alcove.app.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An authority that gives nobody an account within the hour. */
final class BusyAuthority implements AutoCloseable {
  private static final String HOUR = "3600";

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger accounts = new AtomicInteger();
  private final Path trusted;
  private final int port;

  private BusyAuthority(Path trusted, int port) {
    this.trusted = trusted;
    this.port = port;
  }

  static BusyAuthority start(Path folder, int port) throws Exception {
    var trusted = folder.resolve("busy.pem");
    var key = folder.resolve("busy.key");
    TestCertificate.create(folder, "dns:localhost", "-1d", 30).write(trusted, key);
    var authority = new BusyAuthority(trusted, port);
    authority
        .vertx
        .createHttpServer(
            new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                    new PemKeyCertOptions()
                        .addCertPath(trusted.toString())
                        .addKeyPath(key.toString())))
        .requestHandler(authority::answer)
        .listen(port, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
    return authority;
  }

  private void answer(HttpServerRequest request) {
    var response = request.response().putHeader("Replay-Nonce", "bm9uY2U");
    switch (String.valueOf(request.path())) {
      case "/dir" -> response.putHeader("Content-Type", "application/json").end(directory());
      case "/nonce" -> response.end();
      default -> {
        accounts.incrementAndGet();
        response
            .setStatusCode(429)
            .putHeader("Retry-After", HOUR)
            .putHeader("Content-Type", "application/problem+json")
            .end(
                new JsonObject()
                    .put("type", "urn:ietf:params:acme:error:rateLimited")
                    .put("detail", "too many\u0007 accounts")
                    .encode());
      }
    }
  }

  private String directory() {
    var at = "https://localhost:" + port;
    return new JsonObject()
        .put("newNonce", at + "/nonce")
        .put("newAccount", at + "/account")
        .put("newOrder", at + "/order")
        .encode();
  }

  Path trusted() {
    return trusted;
  }

  /** How often an account was asked for. */
  int accounts() {
    return accounts.get();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
