package alcove.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the site does when the server is about to stop, or cannot know who is a member. */
class ClosingTest {
  private final ExecutorService elsewhere = Executors.newVirtualThreadPerTaskExecutor();
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
  }

  @AfterEach
  void close() {
    site.close();
    elsewhere.close();
  }

  private CompletableFuture<String> elsewhere(Request request) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return request.send();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        elsewhere);
  }

  private interface Request {
    String send() throws Exception;
  }

  private boolean isDone() {
    return site.closing.done().isComplete();
  }

  @Test
  void requestUnderWay_isAnswered_whileNewOnesAreTurnedAway() throws Exception {
    CountDownLatch registry = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    String invite = site.invite();
    site.registry.beforeWriting.set(
        () -> {
          begun.countDown();
          try {
            registry.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    CompletableFuture<String> claim =
        elsewhere(() -> site.claim(TestSite.newId().toString(), invite).body());
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    site.closing.begin();

    HttpResponse<String> late = site.get("/login");
    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(late.headers().firstValue("retry-after")).isPresent();
    assertThat(late.headers().firstValue("connection")).contains("close");
    assertThat(site.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(isDone()).isFalse();
    registry.countDown();
    assertThat(claim.get(20, TimeUnit.SECONDS)).contains("successful");
    await().until(this::isDone);
  }

  @Test
  void closing_withoutRequests_isDoneAtOnce() throws Exception {
    site.get("/login");
    await()
        .untilAsserted(
            () -> {
              site.closing.begin();
              assertThat(isDone()).isTrue();
            });
  }

  @Test
  void formThatIsStillOnItsWay_isTakenWhenItComesSoon() throws Exception {
    String invite = site.invite();
    String body = "id=" + TestSite.encode(TestSite.newId().toString()) + "&invite=" + invite;
    try (Socket socket = halfSent(body)) {
      site.closing.begin();
      socket.getOutputStream().write(body.substring(5).getBytes(StandardCharsets.US_ASCII));

      assertThat(answer(socket)).startsWith("HTTP/1.1 200 ");
    }
    await().until(this::isDone);
  }

  @Test
  void formThatDoesNotComeAnyMore_isAnsweredSoon() throws Exception {
    try (Socket socket = halfSent("id=x&invite=y")) {
      site.closing.begin();

      assertThat(answer(socket)).startsWith("HTTP/1.1 408 ");
    }
    await().until(this::isDone);
  }

  /** A form of which five bytes are there, which the site has begun to read. */
  private Socket halfSent(String body) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port);
    socket.setSoTimeout(20_000);
    String head =
        "POST /invite/consume HTTP/1.1\r\nHost: room.example\r\nExpect: 100-continue\r\n"
            + "Content-Type: %s\r\nContent-Length: %s\r\nConnection: close\r\n\r\n"
                .formatted(TestSite.FORM, body.length());
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    byte[] begun = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
    assertThat(new String(begun, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100 ");
    socket.getOutputStream().write(body.substring(0, 5).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void siteThatKnowsNoMembers_turnsThemAway_untilItKnowsThemAgain() throws Exception {
    TestBrowser member = TestBrowser.of(site, site.memberCalled("ana"));
    assertThat(member.get("/dashboard").statusCode()).isEqualTo(200);

    site.closing.turnOutMembers();

    for (String path : List.of("/dashboard", "/dashboard/events", "/dashboard/members", "/")) {
      assertThat(member.get(path).statusCode()).as(path).isEqualTo(503);
    }
    assertThat(member.submit("/logout").statusCode()).isEqualTo(503);
    assertThat(site.get("/dashboard").statusCode()).isEqualTo(503);
    assertThat(site.get("/").statusCode()).isEqualTo(200);
    assertThat(member.get("/healthz").statusCode()).isEqualTo(200);

    site.closing.admitMembers();
    assertThat(member.get("/dashboard").statusCode()).isEqualTo(200);
  }

  @Test
  void whatOnlyWaits_waitsNoLonger() throws Exception {
    var alice = TestSite.newKeys();
    site.room.members().add(Actor.operator(), alice.id(), Role.MEMBER);
    site.pause.set(Promise.<Void>promise().future());
    CountDownLatch asked = new CountDownLatch(1);
    site.apps.set(
        (peer, server, client, patience) -> {
          asked.countDown();
          return Promise.<String>promise().future();
        });
    TestBrowser browser = new TestBrowser(site);
    browser.get("/login");
    CompletableFuture<String> events = elsewhere(() -> browser.get("/login/events").body());
    CompletableFuture<String> claim =
        elsewhere(
            () ->
                site.get(
                        "/login?ssb-http-auth=1&cc=x&cid=" + TestSite.encode(alice.id().toString()))
                    .body());
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

    site.closing.begin();

    assertThat(events.get(20, TimeUnit.SECONDS)).doesNotContain("event: done");
    assertThat(claim.get(20, TimeUnit.SECONDS)).contains("hasn’t confirmed this yet");
    await().until(this::isDone);
  }
}
