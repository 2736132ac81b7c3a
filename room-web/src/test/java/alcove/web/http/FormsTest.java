package alcove.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.model.Invite;
import alcove.room.model.NoticeKind;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What forms do when they are sent twice, or when their session is over. */
class FormsTest {
  private static final String INVITES = "/dashboard/invites";
  private static final String CREATE = INVITES + "/create";
  private static final String EDIT = "/dashboard/notices/edit?kind=description&language=en";
  private static final String SAVE = "/dashboard/notices/save";
  private static final String[] ONE = {"label", "Anna", "uses", "1", "days", "30", "until", ""};

  private final Actor operator = Actor.operator();
  private TestSite site;
  private FeedId admin;
  private TestBrowser browser;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    admin = TestSite.newId();
    site.room.members().add(operator, admin, Role.ADMIN);
    browser = TestBrowser.of(site, admin);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void form_thatIsSentTwice_makesOneInvite_andShowsItsLinkTwice() throws Exception {
    browser.get(INVITES);
    String[] form = stamped(ONE);

    HttpResponse<String> first = browser.submit(CREATE, form);
    HttpResponse<String> second = browser.submit(CREATE, form);

    assertThat(link(first)).isEqualTo(link(second));
    assertThat(site.room.invites().list()).hasSize(1);
  }

  @Test
  void form_thatIsSentTwiceAtOnce_isDoneOnce() throws Exception {
    browser.get(INVITES);
    String[] form = stamped(ONE);
    var hold = new CountDownLatch(1);
    site.registry.beforeWriting.set(() -> await(hold));
    try {
      List<CompletableFuture<HttpResponse<String>>> sent =
          List.of(soon(CREATE, form), soon(CREATE, form), soon(CREATE, form));
      hold.countDown();

      assertThat(sent.stream().map(CompletableFuture::join).map(FormsTest::link).distinct())
          .hasSize(1);
    } finally {
      hold.countDown();
    }
    assertThat(site.room.invites().list()).hasSize(1);
  }

  @Test
  void form_withOtherContents_isAnotherForm() throws Exception {
    browser.get(INVITES);
    browser.submit(CREATE, stamped(ONE));
    browser.submit(CREATE, stamped("label", "Ben", "uses", "1", "days", "30", "until", ""));

    assertThat(site.room.invites().list()).extracting(Invite::label).containsExactly("Ben", "Anna");
  }

  @Test
  void form_thatWasRefused_isTriedAgain() throws Exception {
    FeedId newcomer = TestSite.newId();
    browser.get("/dashboard/members/one?id=" + TestSite.encode(admin.toString()));
    String[] form = stamped("id", newcomer.toString());

    assertThat(browser.submit("/dashboard/members/remove", form).statusCode()).isEqualTo(404);
    site.room.members().add(operator, newcomer, Role.MEMBER);

    assertThat(browser.submit("/dashboard/members/remove", form).statusCode()).isEqualTo(303);
  }

  @Test
  void answer_isForgotten_afterTenMinutes() throws Exception {
    browser.get(INVITES);
    String[] form = stamped(ONE);
    browser.submit(CREATE, form);
    site.now.updateAndGet(now -> now.plus(Duration.ofMinutes(10)));

    browser.submit(CREATE, form);

    assertThat(site.room.invites().list()).hasSize(2);
  }

  @Test
  void answer_isForTheSessionAlone_thatSentTheForm() throws Exception {
    browser.get(INVITES);
    String stamp = browser.stamp();
    browser.submit(CREATE, stamped(ONE));
    TestBrowser other = TestBrowser.of(site, admin);
    other.get(INVITES);

    HttpResponse<String> answer = other.submit(CREATE, with(ONE, "once", stamp));

    assertThat(link(answer)).isNotEmpty();
    assertThat(site.room.invites().list()).hasSize(2);
  }

  @Test
  void signOut_thatIsSentTwice_leadsToTheSamePage() throws Exception {
    browser.get("/dashboard");
    String[] form = stamped();
    String session = browser.cookie("__Host-session").orElseThrow();
    HttpResponse<String> first = browser.submit("/logout", form);
    browser.setCookie("__Host-session", session);

    HttpResponse<String> second = browser.submit("/logout", form);

    assertThat(TestBrowser.location(second)).isEqualTo(TestBrowser.location(first));
    assertThat(second.headers().allValues("set-cookie")).isNotEmpty();
  }

  @Test
  void secretLink_isNotShownAgain_afterTheSession() throws Exception {
    browser.get(INVITES);
    String[] form = stamped(ONE);
    browser.submit(CREATE, form);
    site.room.sessions().endAll(admin);

    HttpResponse<String> answer = browser.submit(CREATE, form);

    assertThat(answer.body()).doesNotContain("invite=");
    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void visitorOfAnOpenRoom_getsOneInvite_byADoubleClick() throws Exception {
    site.switchTo(PrivacyMode.OPEN);
    TestBrowser visitor = new TestBrowser(site);
    visitor.get("/create-invite");
    String[] form = {"once", visitor.stamp()};

    assertThat(visitor.submit("/create-invite", form).body())
        .contains(link(visitor.submit("/create-invite", form)));
    assertThat(site.room.invites().list()).hasSize(1);
  }

  @Test
  void form_afterTheEndOfItsSession_isShownAgain_andNotDone() throws Exception {
    browser.get(EDIT);
    site.room.sessions().endAll(admin);

    HttpResponse<String> kept = send("We sail on <Sundays>.");
    HttpResponse<String> signIn = browser.get(TestBrowser.location(kept));
    signInAs(admin);
    HttpResponse<String> page = browser.get(EDIT);

    assertThat(kept.statusCode()).isEqualTo(303);
    assertThat(TestBrowser.location(kept)).isEqualTo("/login?then=" + TestSite.encode(EDIT));
    assertThat(signIn.body()).contains("what you sent is kept");
    assertThat(page.body())
        .contains("We sail on &lt;Sundays&gt;.", "value=\"About us\"", "nothing has been done yet");
    assertThat(site.room.notices().kinds()).doesNotContain(NoticeKind.DESCRIPTION);
    assertThat(browser.get(EDIT).body()).doesNotContain("Sundays");
  }

  @Test
  void form_ofAnotherSession_isShownAgain_andNotDone() throws Exception {
    browser.get(EDIT);
    browser.setCookie(
        "__Host-session",
        site.room.sessions().open(admin, SignInWay.APP, Session.Device.UNKNOWN, "").token().text());

    HttpResponse<String> kept = send("We sail.");

    assertThat(TestBrowser.location(kept)).isEqualTo(EDIT);
    assertThat(browser.get(EDIT).body()).contains("We sail.", "nothing has been done yet");
    assertThat(site.room.notices().kinds()).isEmpty();
  }

  @Test
  void form_isGone_whenSomebodyElseSignsIn() throws Exception {
    FeedId other = TestSite.newId();
    site.room.members().add(operator, other, Role.ADMIN);
    browser.get(EDIT);
    site.room.sessions().endAll(admin);
    send("secret words");

    signInAs(other);
    assertThat(browser.get(EDIT).body()).doesNotContain("secret words", "nothing has been done");
    signInAs(admin);
    assertThat(browser.get(EDIT).body()).doesNotContain("secret words");
  }

  @Test
  void form_isGone_anHourLater() throws Exception {
    browser.get(EDIT);
    site.room.sessions().endAll(admin);
    HttpResponse<String> kept = send("We sail.");
    site.now.updateAndGet(now -> now.plus(Duration.ofHours(1)));

    assertThat(browser.get(TestBrowser.location(kept)).body()).doesNotContain("is kept");
  }

  @Test
  void form_thatIsLongerThanANotice_isNotKept() throws Exception {
    browser.get(EDIT);
    site.room.sessions().endAll(admin);

    assertThat(send("x".repeat(100_000)).statusCode()).isEqualTo(403);
  }

  @Test
  void form_fromAPageOfALongAddress_isNotKept() throws Exception {
    browser.get(EDIT);
    site.room.sessions().endAll(admin);
    String from = "/" + "x".repeat(4096);

    assertThat(
            browser
                .submit(SAVE, "once", browser.stamp(), "from", from, "content", "x")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void form_withoutAStampOfOurs_isNotKept() throws Exception {
    browser.get(EDIT);
    String stamp = browser.stamp();
    site.room.sessions().endAll(admin);
    for (String forged : List.of("", "x", stamp.substring(0, 22), forge(stamp))) {
      HttpResponse<String> answer =
          browser.submit(SAVE, "once", forged, "from", EDIT, "content", "words");

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(browser.cookie("__Host-kept-form")).isEmpty();
    }
  }

  @Test
  void form_fromElsewhere_isNotLedBackTo() throws Exception {
    browser.get(EDIT);
    site.room.sessions().endAll(admin);

    assertThat(
            browser
                .submit(SAVE, "once", browser.stamp(), "from", "//evil.example/", "content", "x")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void secretsOfAForm_areNotKept() {
    Fields form = Fields.parse("present=a&password=b&again=c&token=d&form=e&once=f&label=g");

    assertThat(form.withoutSecrets().text("label")).isEqualTo("g");
    assertThat(form.withoutSecrets().length()).isEqualTo("label".length() + 1);
  }

  private HttpResponse<String> send(String content) throws Exception {
    return browser.send(
        SAVE, "kind", "description", "language", "en", "title", "About us", "content", content);
  }

  private void signInAs(FeedId id) {
    try {
      browser.setCookie(
          "__Host-session",
          site.room.sessions().open(id, SignInWay.APP, Session.Device.UNKNOWN, "").token().text());
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String forge(String stamp) {
    char other = stamp.charAt(30) == 'A' ? 'B' : 'A';
    return stamp.substring(0, 30) + other + stamp.substring(31);
  }

  private String[] stamped(String... fields) {
    return with(fields, "once", browser.stamp());
  }

  private static String[] with(String[] fields, String name, String value) {
    String[] all = Arrays.copyOf(fields, fields.length + 2);
    all[fields.length] = name;
    all[fields.length + 1] = value;
    return all;
  }

  private CompletableFuture<HttpResponse<String>> soon(String path, String... form) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return browser.submit(path, form);
          } catch (Exception failure) {
            throw new AssertionError(failure);
          }
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      throw new AssertionError(stop);
    }
  }

  private static String link(HttpResponse<String> page) {
    int start = page.body().indexOf("https://room.example/join?invite=");
    return page.body().substring(start, page.body().indexOf('<', start));
  }
}
