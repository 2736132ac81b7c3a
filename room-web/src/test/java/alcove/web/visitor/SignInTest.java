package alcove.web.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.signin.SignIn;
import alcove.room.signin.SignInPeers;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in by the app, both ways, and out again, as a browser sees it. */
class SignInTest {
  private static final Pattern SERVER_CHALLENGE = Pattern.compile("&amp;sc=([^&\"]+)&amp;");

  private final FeedKeyPair alice = TestSite.newKeys();
  private final FeedKeyPair bob = TestSite.newKeys();
  private TestSite site;
  private final ExecutorService elsewhere = Executors.newVirtualThreadPerTaskExecutor();
  private TestBrowser browser;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    site.room.members().add(Actor.operator(), alice.id(), Role.MEMBER);
    browser = new TestBrowser(site);
  }

  @AfterEach
  void close() {
    site.close();
    elsewhere.close();
  }

  /** What the app does with the link of the page. */
  private boolean solve(FeedKeyPair keys, HttpResponse<String> page) {
    Matcher link = SERVER_CHALLENGE.matcher(page.body());
    assertThat(link.find()).as(page.body()).isTrue();
    String challenge = link.group(1).replace("%3D", "=");
    return site.solve(keys, challenge);
  }

  private SignInPeers appOf(FeedKeyPair keys) {
    return (peer, server, client, patience) ->
        peer.equals(keys.id())
            ? Future.succeededFuture(site.sign(keys, server, client))
            : Future.failedFuture("not connected");
  }

  private static String claim(FeedId id) {
    return "/login?ssb-http-auth=1&cid=%s&cc=%s"
        .formatted(TestSite.encode(id.toString()), TestSite.encode(TestSite.CHALLENGE));
  }

  private void assertSignedIn(TestBrowser as, FeedId id) throws Exception {
    HttpResponse<String> dashboard = as.get("/dashboard");
    assertThat(dashboard.statusCode()).isEqualTo(200);
    assertThat(dashboard.body()).contains(">" + id + "<");
  }

  private void assertSignedOut(TestBrowser browser) throws Exception {
    HttpResponse<String> dashboard = browser.get("/dashboard");
    assertThat(dashboard.statusCode()).isEqualTo(303);
    assertThat(TestBrowser.location(dashboard)).isEqualTo("/login?then=%2Fdashboard");
  }

  @Test
  void browserThatBegins_isSignedIn_whenTheAppHasSolved() throws Exception {
    assertSignedOut(browser);
    HttpResponse<String> page = browser.get("/login");
    assertThat(page.body()).contains("ssb:experimental?action=start-http-auth");
    assertThat(browser.get("/login").body()).as("a reload").contains(sc(page));

    assertThat(browser.submit("/login/finish", "then", "/dashboard").statusCode()).isEqualTo(403);
    assertThat(solve(alice, page)).isTrue();
    HttpResponse<String> done = browser.submit("/login/finish", "then", "/dashboard");

    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(TestBrowser.location(done)).isEqualTo("/dashboard");
    assertThat(browser.cookie("__Host-sign-in")).isEmpty();
    assertSignedIn(browser, alice.id());
    assertThat(TestBrowser.location(browser.get("/login"))).isEqualTo("/dashboard");
  }

  private static String sc(HttpResponse<String> page) {
    Matcher link = SERVER_CHALLENGE.matcher(page.body());
    assertThat(link.find()).isTrue();
    return link.group();
  }

  @Test
  void anotherBrowser_getsNothingOfIt() throws Exception {
    HttpResponse<String> page = browser.get("/login");
    solve(alice, page);
    TestBrowser other = new TestBrowser(site);
    other.get("/login");

    assertThat(other.submit("/login/finish").statusCode()).isEqualTo(403);
    assertThat(new TestBrowser(site).submit("/login/finish").statusCode()).isEqualTo(403);
    assertSignedOut(other);
    assertThat(browser.submit("/login/finish").statusCode()).isEqualTo(303);
  }

  @Test
  void external_isToldThatOnlyMembersSignIn() throws Exception {
    assertThat(solve(bob, browser.get("/login"))).isFalse();

    HttpResponse<String> done = browser.submit("/login/finish");

    assertThat(done.statusCode()).isEqualTo(403);
    assertThat(done.body()).contains("only members can sign in");
    assertSignedOut(browser);
    assertThat(solve(alice, done)).as("the right app may still answer").isTrue();
    assertThat(browser.submit("/login/finish").statusCode()).isEqualTo(303);
  }

  @Test
  void garbage_thatSomebodySends_endsNoSignIn() throws Exception {
    HttpResponse<String> page = browser.get("/login");
    SignIn signIn =
        site.room.signIns().find(browser.cookie("__Host-sign-in").orElseThrow()).orElseThrow();

    assertThat(site.room.signIns().solve(bob.id(), signIn.serverChallenge(), "x", "garbage"))
        .isFalse();

    assertThat(browser.submit("/login/finish").body()).contains("hasn’t replied yet");
    assertThat(solve(alice, page)).isTrue();
    assertThat(browser.submit("/login/finish").statusCode()).isEqualTo(303);
  }

  @Test
  void appThatBegins_signsItsBrowserIn_withoutAClick() throws Exception {
    site.apps.set(appOf(alice));

    HttpResponse<String> answer = browser.get(claim(alice.id()));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(TestBrowser.location(answer)).isEqualTo("/dashboard");
    assertSignedIn(browser, alice.id());
  }

  @Test
  void claim_byAnAlias_leadsToItsOwner() throws Exception {
    site.room.aliases().register(alice.id(), "alice", site.sign(alice, "alice"));
    site.apps.set(appOf(alice));

    browser.get("/login?ssb-http-auth=1&alias=alice&cc=" + TestSite.encode(TestSite.CHALLENGE));

    assertSignedIn(browser, alice.id());
  }

  /** What browsers get that come with these claims, asked for at once. */
  private List<CompletableFuture<HttpResponse<String>>> claims(FeedId... ids) {
    return Stream.of(ids)
        .map(id -> CompletableFuture.supplyAsync(() -> answerTo(claim(id)), elsewhere))
        .toList();
  }

  private HttpResponse<String> answerTo(String path) {
    try {
      return new TestBrowser(site).get(path);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void claimWithoutTheRightSolution_isAnsweredByTheTimerAlone_whosesoeverItIs() throws Exception {
    Promise<Void> time = Promise.promise();
    site.pause.set(time.future());
    FeedKeyPair liar = TestSite.newKeys();
    FeedKeyPair silent = TestSite.newKeys();
    FeedKeyPair blocked = TestSite.newKeys();
    for (FeedKeyPair each : List.of(liar, silent)) {
      site.room.members().add(Actor.operator(), each.id(), Role.MEMBER);
    }
    site.room.blocks().block(Actor.operator(), blocked.id(), "", Optional.empty());
    Set<FeedId> asked = ConcurrentHashMap.newKeySet();
    site.apps.set(
        (peer, server, client, patience) -> {
          asked.add(peer);
          if (peer.equals(silent.id())) {
            return Promise.<String>promise().future();
          }
          return peer.equals(liar.id())
              ? Future.succeededFuture(site.sign(bob, server, client))
              : peer.equals(blocked.id()) || peer.equals(bob.id())
                  ? Future.succeededFuture(
                      site.sign(peer.equals(bob.id()) ? bob : blocked, server, client))
                  : Future.failedFuture("not connected");
        });

    FeedId[] ids = {alice.id(), bob.id(), liar.id(), silent.id(), blocked.id()};
    List<CompletableFuture<HttpResponse<String>>> answers = claims(ids);
    await().untilAsserted(() -> assertThat(asked).containsExactlyInAnyOrder(ids));
    assertThat(site.get("/login").statusCode()).isEqualTo(200);
    assertThat(answers).noneMatch(CompletableFuture::isDone);
    time.complete();

    Set<String> pages = new HashSet<>();
    for (CompletableFuture<HttpResponse<String>> each : answers) {
      assertThat(each.get().statusCode()).isEqualTo(403);
      pages.add(each.get().body().replaceAll(" name=\"once\" value=\"[^\"]+\"", ""));
    }
    assertThat(pages).hasSize(1);
    assertThat(pages.iterator().next()).contains("data-events=\"/login/events\"");
  }

  @Test
  void rightSolution_isAnsweredAtOnce() throws Exception {
    site.pause.set(Promise.<Void>promise().future());
    site.apps.set(appOf(alice));

    assertThat(browser.get(claim(alice.id())).statusCode()).isEqualTo(303);
  }

  @Test
  void answerThatComesAfterThePage_letsItGoOn() throws Exception {
    Promise<String> answer = Promise.promise();
    AtomicReference<String> question = new AtomicReference<>();
    site.apps.set(
        (peer, server, client, patience) -> {
          question.set(server);
          return answer.future();
        });
    assertThat(browser.get(claim(alice.id())).statusCode()).isEqualTo(403);
    assertThat(browser.submit("/login/finish").statusCode()).isEqualTo(403);

    answer.complete(site.sign(alice, question.get(), TestSite.CHALLENGE));

    assertThat(browser.get("/login/events").body()).endsWith("event: done\ndata: \n\n");
    assertThat(browser.submit("/login/finish").statusCode()).isEqualTo(303);
    assertSignedIn(browser, alice.id());
  }

  @Test
  void appThatConnectsLater_completesTheWaitingPage() throws Exception {
    assertThat(browser.get(claim(alice.id())).statusCode()).isEqualTo(403);
    assertThat(browser.submit("/login/finish").statusCode()).isEqualTo(403);

    site.room.signIns().connected(alice.id(), appOf(alice));

    assertThat(browser.submit("/login/finish").statusCode()).isEqualTo(303);
    assertSignedIn(browser, alice.id());
  }

  @Test
  void somebodyElsesSession_isReplacedOnlyAfterAsking() throws Exception {
    site.room.members().add(Actor.operator(), bob.id(), Role.MEMBER);
    browser = TestBrowser.of(site, bob.id());
    site.apps.set(appOf(alice));

    HttpResponse<String> asked = browser.get(claim(alice.id()));
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(asked.body()).contains("Sign in as somebody else?");
    assertSignedIn(browser, bob.id());

    assertThat(browser.submit("/login/finish").statusCode()).isEqualTo(303);
    assertSignedIn(browser, alice.id());
    assertThat(site.room.sessions().of(bob.id())).isEmpty();
  }

  @Test
  void signIn_isOverAfterThreeMinutes() throws Exception {
    HttpResponse<String> page = browser.get("/login");
    solve(alice, page);
    site.now.set(site.now.get().plus(Duration.ofMinutes(3)));

    HttpResponse<String> late = browser.submit("/login/finish");

    assertThat(late.statusCode()).isEqualTo(403);
    assertThat(late.body()).contains("Start again");
    assertSignedOut(browser);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", "dashboard"})
  void then_leadsNowhereElse(String then) throws Exception {
    solve(alice, browser.get("/login"));

    assertThat(TestBrowser.location(browser.submit("/login/finish", "then", then)))
        .isEqualTo("/dashboard");
  }

  @Test
  void then_leadsToThePageThatWasAskedFor() throws Exception {
    HttpResponse<String> page = browser.get("/login?then=%2Fdashboard%3Fa%3Db");
    assertThat(page.body()).contains("name=\"then\" value=\"/dashboard?a=b\"");
    solve(alice, page);

    assertThat(TestBrowser.location(browser.submit("/login/finish", "then", "/dashboard?a=b")))
        .isEqualTo("/dashboard?a=b");
  }

  @Test
  void signOut_needsTheSessionsOwnForm_andEndsIt() throws Exception {
    browser = TestBrowser.of(site, alice.id());

    assertThat(browser.submit("/logout", "form", "guessed").statusCode()).isEqualTo(403);
    assertSignedIn(browser, alice.id());
    HttpResponse<String> out = browser.submitFrom("/dashboard", "/logout");

    assertThat(out.statusCode()).isEqualTo(303);
    assertThat(site.room.sessions().of(alice.id())).isEmpty();
    assertSignedOut(browser);
    assertThat(site.get("/logout").statusCode()).isEqualTo(405);
  }

  @Test
  void cookies_areForThisSiteAlone() throws Exception {
    for (String cookie : browser.get("/login").headers().allValues("set-cookie")) {
      assertThat(cookie)
          .startsWith("__Host-sign-in=")
          .contains("; Path=/", "; Secure", "; HTTPOnly", "; SameSite=Lax")
          .doesNotContain("Domain");
    }
    solve(alice, browser.get("/login"));
    assertThat(browser.submit("/login/finish").headers().allValues("set-cookie"))
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("__Host-session=")
                    .contains("; Path=/", "; Secure", "; HTTPOnly", "; SameSite=Lax"));
  }

  @Test
  void events_tellThePageWhenItsAppHasAnswered() throws Exception {
    assertThat(browser.get("/login/events").statusCode()).isEqualTo(404);
    HttpResponse<String> page = browser.get("/login");
    solve(alice, page);

    HttpResponse<String> events = browser.get("/login/events");

    assertThat(events.headers().firstValue("content-type"))
        .contains("text/event-stream; charset=utf-8");
    assertThat(events.headers().firstValue("x-accel-buffering")).contains("no");
    assertThat(events.body()).endsWith("event: done\ndata: \n\n");
  }

  @Test
  void codeOfAnotherScreen_isThatOfThisOne() throws Exception {
    HttpResponse<String> page = browser.get("/login");
    SignIn signIn =
        site.room.signIns().find(browser.cookie("__Host-sign-in").orElseThrow()).orElseThrow();
    String code = SignInView.code(signIn.serverChallenge());

    HttpResponse<String> phone =
        new TestBrowser(site).get("/login/app?sc=" + TestSite.encode(signIn.serverChallenge()));

    assertThat(page.body()).contains(">" + code + "<");
    assertThat(phone.body()).contains(">" + code + "<", sc(page));
    assertThat(phone.headers().allValues("set-cookie")).isEmpty();
  }
}
