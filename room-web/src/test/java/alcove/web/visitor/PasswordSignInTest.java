package alcove.web.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.model.RefusedException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in with a password, and choosing a new one. */
class PasswordSignInTest {
  private static final String GOOD = "correct horse";

  private TestSite site;
  private TestBrowser browser;
  private FeedId alice;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    alice = site.memberCalled("alice");
    browser = new TestBrowser(site);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private boolean isSignedIn() throws Exception {
    return browser.get("/dashboard").statusCode() == 200;
  }

  @Test
  void member_signsInByAliasAndPassword() throws Exception {
    site.room.passwords().set(alice, GOOD);
    assertThat(browser.get("/login/password?then=%2Fdashboard").body())
        .contains("autocomplete=\"current-password\"");

    HttpResponse<String> done =
        browser.submit("/login/password", "name", "alice", "password", GOOD, "then", "/x");

    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(TestBrowser.location(done)).isEqualTo("/x");
    assertThat(isSignedIn()).isTrue();
  }

  @Test
  void member_signsInByAnyFormOfTheirId() throws Exception {
    site.room.passwords().set(alice, GOOD);
    String key = alice.base64().replace('+', '-').replace('/', '_');
    for (String form : List.of(alice.toString(), alice.base64(), "ssb://feed/ed25519/" + key)) {
      HttpResponse<String> done =
          browser.submit("/login/password", "name", " " + form, "password", GOOD);

      assertThat(done.statusCode()).as(form).isEqualTo(303);
    }
  }

  @Test
  void signIn_keepsWhichBrowserItIs_andNothingElseOfWhatItSays() throws Exception {
    site.room.passwords().set(alice, GOOD);
    String header = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0";

    site.post(
        "/login/password",
        TestSite.FORM,
        "name=alice&password=" + TestSite.encode(GOOD),
        "User-Agent",
        header);

    TestBrowser own = TestBrowser.of(site, alice);
    assertThat(own.get("/dashboard/account").body())
        .contains("Firefox on Android", "unknown browser")
        .doesNotContain("Mozilla", "140");
  }

  @Test
  void wrongPasswordAndUnknownName_areOneAnswer_thatKeepsTheName() throws Exception {
    site.room.passwords().set(alice, GOOD);

    HttpResponse<String> wrong =
        browser.submit("/login/password", "name", "alice", "password", "wrong");
    HttpResponse<String> unknown =
        browser.submit("/login/password", "name", "nobody", "password", GOOD);

    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(wrong.body())
        .contains("Wrong ID, alias or password", "value=\"alice\"")
        .doesNotContain("value=\"wrong\"", "href=\"/login\">");
    assertThat(unknown.statusCode()).isEqualTo(403);
    assertThat(unknown.body().replace("nobody", "alice")).isEqualTo(wrong.body());
    assertThat(isSignedIn()).isFalse();
  }

  @Test
  void password_takenAwayWhileItIsVerified_signsNobodyIn() throws Exception {
    site.room.passwords().set(alice, GOOD);
    AtomicInteger readings = new AtomicInteger();
    // The first reading gives the hash; what comes next follows its verification.
    site.registry.beforeReading.set(
        () -> {
          if (readings.incrementAndGet() == 2) {
            removePassword();
          }
        });

    HttpResponse<String> answer =
        browser.submit("/login/password", "name", alice.toString(), "password", GOOD);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(readings).hasValueGreaterThanOrEqualTo(2);
    assertThat(site.room.passwords().isSet(alice)).isFalse();
    assertThat(isSignedIn()).isFalse();
  }

  private void removePassword() {
    try {
      site.room.passwords().remove(Actor.operator(), alice);
    } catch (RefusedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void sixthTryOfAnAccount_isTooOften() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(browser.submit("/login/password", "name", "alice", "password", "no").statusCode())
          .isEqualTo(403);
    }
    assertThat(browser.submit("/login/password", "name", "alice", "password", GOOD).statusCode())
        .isEqualTo(429);
  }

  @Test
  void tries_ofOneAddress_areLimited_whateverTheAccount() throws Exception {
    int last = 0;
    for (int i = 0; i < 17; i++) {
      last =
          site.post(
                  "/login/password",
                  TestSite.FORM,
                  "name=nobody" + i + "&password=x",
                  TestSite.fromElsewhere())
              .statusCode();
    }
    assertThat(last).isEqualTo(429);
  }

  @Test
  void resetLink_setsANewPassword_once() throws Exception {
    String token = site.room.passwords().newResetLink(Actor.operator(), alice).text();
    assertThat(browser.get("/password?token=" + token).body()).contains("A new password");

    HttpResponse<String> differ =
        browser.submit("/password", "token", token, "password", GOOD, "again", "other horse");
    assertThat(differ.statusCode()).isEqualTo(400);
    assertThat(differ.body()).contains("Type the same password twice");
    HttpResponse<String> tooShort =
        browser.submit("/password", "token", token, "password", "short", "again", "short");
    assertThat(tooShort.statusCode()).isEqualTo(400);
    assertThat(tooShort.body()).contains("A password has 10 to 256 characters");

    HttpResponse<String> done =
        browser.submit("/password", "token", token, "password", GOOD, "again", GOOD);

    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(isSignedIn()).isTrue();
    assertThat(browser.get("/password?token=" + token).statusCode()).isEqualTo(404);
  }
}
