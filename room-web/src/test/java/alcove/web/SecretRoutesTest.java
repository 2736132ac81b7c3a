package alcove.web;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.PublicAddress;
import alcove.room.TrustedProxies;
import alcove.room.WebOrigin;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets to routes that carry secrets, with and without encryption on the way. */
class SecretRoutesTest {
  private static final PublicAddress LOCAL = address("http://localhost:3000", false);
  private static final String[] ELSEWHERE = {"X-Forwarded-For", "192.0.2.1"};

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient browser = HttpClient.newHttpClient();
  private PublicAddress address = LOCAL;
  private int port;

  private static PublicAddress address(String url, boolean insecureHttp) {
    try {
      var site = WebOrigin.parse(url);
      return new PublicAddress(
          FeedId.of(new byte[32]), site, Optional.empty(), site.at(), site.at(), insecureHttp);
    } catch (alcove.identity.MalformedException wrong) {
      throw new AssertionError(wrong);
    }
  }

  @BeforeEach
  void open() throws Exception {
    var clients = new ClientAddresses(TrustedProxies.parse("127.0.0.0/8,::1"));
    var router = Router.router(vertx);
    router
        .route()
        .handler(
            new SecretRoutes(
                () -> address,
                clients,
                (context, page) ->
                    context
                        .response()
                        .setStatusCode(SecretRoutes.REFUSED)
                        .end(page.title() + "|" + page.advice())))
        .handler(context -> context.end("secret"));
    port =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS)
            .actualPort();
  }

  @AfterEach
  void close() throws Exception {
    browser.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void clientOnThisMachine_always_passes() throws Exception {
    assertThat(get("/join").body()).isEqualTo("secret");
  }

  @Test
  void clientElsewhere_overHttps_passes() throws Exception {
    address = address("https://room.example", false);

    assertThat(get("/join", ELSEWHERE).body()).isEqualTo("secret");
  }

  @Test
  void clientElsewhere_whereTheOperatorAllowsPlainHttp_passes() throws Exception {
    address = address("http://192.168.1.2:3000", true);

    assertThat(get("/join", ELSEWHERE).body()).isEqualTo("secret");
  }

  @Test
  void clientElsewhere_overPlainHttp_getsPageThatTellsTheOperatorWhatToDo() throws Exception {
    var answer = get("/join", ELSEWHERE);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("secure connection|", "--domain", "--insecure-http");
  }

  @Test
  void clientElsewhere_whoWantsJson_getsIt() throws Exception {
    for (var asking :
        new HttpRequest[] {
          request("/join?encoding=json&invite=x", ELSEWHERE).build(),
          request("/invite/consume", ELSEWHERE)
              .header("Content-Type", "application/json; charset=utf-8")
              .POST(BodyPublishers.ofString("{}"))
              .build(),
          request("/create-invite", ELSEWHERE).header("Accept", "Application/JSON").build()
        }) {
      var answer = browser.send(asking, BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(answer.body())
          .startsWith("{\"status\":\"error\",\"error\":\"This needs a secure connection. ")
          .contains("--insecure-http");
    }
  }

  /** Each of them shows that the client may be anywhere. */
  @Test
  void clientBehindProxyOfThisMachine_whateverItSays_doesNotPass() throws Exception {
    for (var header :
        new String[][] {
          {"X-Forwarded-For", "127.0.0.1"},
          {"X-Forwarded-For", "::1"},
          {"X-Forwarded-For", ""},
          {"X-Forwarded-For", "unknown"},
          {"X-Real-IP", "127.0.0.1"},
          {"X-Forwarded-Proto", "https"},
          {"X-Forwarded-Host", "localhost"},
          {"Forwarded", "for=127.0.0.1;proto=https"},
          {"Via", "1.1 proxy"}
        }) {
      assertThat(get("/join", header).statusCode()).as("%s: %s", (Object[]) header).isEqualTo(403);
    }
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return browser.send(request(path, headers).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    return headers.length == 0 ? request : request.headers(headers);
  }
}
