package alcove.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.address.ClientAddress;
import alcove.address.IpAddress;
import alcove.address.TrustedProxies;
import alcove.identity.MalformedException;
import alcove.watch.LogLines;
import alcove.watch.WatchedLoops;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whom real requests come from. */
class ClientAddressesTest {
  private final Vertx vertx = WatchedLoops.vertx();
  private final HttpClient browser = HttpClient.newHttpClient();
  private final BlockingQueue<ClientAddress> seen = new LinkedBlockingQueue<>();
  @RegisterExtension final LogLines log = LogLines.of(ClientAddresses.class);

  @AfterEach
  void close() throws Exception {
    browser.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void request_withoutHeader_isOfTheSocketAndExempt() throws Exception {
    int port = open("127.0.0.1");

    var client = client(port);
    assertThat(client.isLocal()).isTrue();
    assertThat(client.limitKey()).isNull();
  }

  @Test
  void request_throughTrustedProxy_isOfTheClientItNames() throws Exception {
    int port = open("127.0.0.1");

    assertThat(client(port, "X-Forwarded-For", "192.0.2.1:4711").address())
        .map(IpAddress::toString)
        .contains("192.0.2.1");
    assertThat(
            client(port, "x-forwarded-for", "198.51.100.1", "X-FORWARDED-FOR", "192.0.2.2")
                .address())
        .map(IpAddress::toString)
        .contains("192.0.2.2");
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void request_withHeaderFromElsewhere_isOfTheSocketAndWarnedAboutOnce() throws Exception {
    int port = open("10.0.0.0/8");

    for (int i = 0; i < 3; i++) {
      var client = client(port, "X-Forwarded-For", "192.0.2.1");
      assertThat(client.address()).map(IpAddress::toString).contains("127.0.0.1");
    }

    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("ignoring X-Forwarded-For")
        .doesNotContain("192.0.2.1", "127.0.0.1");
  }

  private int open(String trusted) throws Exception {
    var clients = new ClientAddresses(parse(trusted));
    return vertx
        .createHttpServer()
        .requestHandler(
            request -> {
              seen.add(clients.of(request));
              request.response().end();
            })
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .actualPort();
  }

  private static TrustedProxies parse(String networks) throws MalformedException {
    return TrustedProxies.parse(networks);
  }

  private ClientAddress client(int port, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    browser.send(request.build(), BodyHandlers.discarding());
    return seen.take();
  }
}
