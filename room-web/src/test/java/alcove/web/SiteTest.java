package alcove.web;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.HostAndPort;
import alcove.room.PublicAddress;
import alcove.room.WebOrigin;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SiteTest {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient browser = HttpClient.newHttpClient();
  private String roomName = "Harbour";
  private int port;

  @BeforeEach
  void open() throws Exception {
    Crypto crypto = CryptoChoice.JAVA.load();
    FeedId room = FeedKeyPair.create(crypto).id();
    port =
        vertx
            .createHttpServer()
            .requestHandler(
                Site.router(
                    vertx,
                    () ->
                        new Doorplate(
                            roomName,
                            new PublicAddress(
                                room,
                                WebOrigin.https("room.example"),
                                Optional.of("room.example"),
                                new HostAndPort("room.example", 8008),
                                new HostAndPort("room.example", 443),
                                false)),
                    () -> 3))
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

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return browser.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void landingPage_ofOpenRoom_showsNameAddressesInviteAndHowManyAreThere() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.body())
        .contains("<h1>Harbour</h1>", "<span>3</span> <span>people are here now</span>")
        .contains(">net:room.example:8008~shs:", ">wss://room.example~shs:")
        .contains(":SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=</code>")
        .containsPattern("<svg class=\"qr\"[^>]*viewBox=\"0 0 \\d+ \\d+\"");
  }

  @Test
  void landingPage_withMarkupInName_escapesIt() throws Exception {
    roomName = "<script>alert(1)</script>";

    assertThat(get("/").body())
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script>alert");
  }

  @Test
  void everyAnswer_always_forbidsForeignContentAndFraming() throws Exception {
    for (String path : new String[] {"/", "/assets/alcove.css", "/nowhere"}) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.headers().firstValue("Content-Security-Policy"))
          .hasValueSatisfying(
              policy ->
                  assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'"));
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    }
  }

  @Test
  void unknownPath_always_getsPageThatHelps() throws Exception {
    HttpResponse<String> page = get("/nowhere");

    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("There is nothing here", "href=\"/\"");
  }

  @Test
  void assets_ofLandingPage_haveTheirTypes() throws Exception {
    assertThat(get("/assets/alcove.css").headers().firstValue("Content-Type"))
        .hasValue("text/css; charset=utf-8");
    assertThat(get("/assets/copy.js").headers().firstValue("Content-Type"))
        .hasValue("text/javascript; charset=utf-8");
    assertThat(get("/assets/mark.svg").headers().firstValue("Content-Type"))
        .hasValue("image/svg+xml");
    assertThat(get("/assets/..%2Ftemplates%2Flanding.html").statusCode()).isEqualTo(404);
  }
}
