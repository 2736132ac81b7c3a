package alcove.web.visitor;

import static alcove.web.TestSite.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.room.signin.SignIn;
import alcove.room.signin.SignIns;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The link that makes the first admin. */
class SetupTest {
  private static final String PASSWORD = "a heron in the reed";
  private static final String HOME = "/dashboard/setup";

  private TestSite site;
  private TestBrowser browser;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    browser = new TestBrowser(site);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private String token() throws Exception {
    return site.room.setup().newToken().text();
  }

  /** Opens a link as the operator does, and gives the page that it leads to. */
  private HttpResponse<String> follow(String token) throws Exception {
    HttpResponse<String> led = browser.get("/setup?token=" + TestSite.encode(token));
    assertThat(led.statusCode()).isEqualTo(303);
    assertThat(TestBrowser.location(led)).isEqualTo("/setup");
    return browser.get("/setup");
  }

  private HttpResponse<String> choose(String id, String password, String again) throws Exception {
    return browser.submit("/setup/password", "id", id, "password", password, "again", again);
  }

  private SignIn signIn() {
    return site.room
        .signIns()
        .find(browser.cookie("__Host-setup-sign-in").orElseThrow())
        .orElseThrow();
  }

  /** Signs the challenge of the page that the browser shows, as the app of {@code keys} does. */
  private boolean agree(FeedKeyPair keys) {
    return site.solve(keys, signIn().serverChallenge());
  }

  private HttpResponse<String> accept(FeedId id, String token, String page) throws Exception {
    return site.post(
        "/invite/consume?page=" + page,
        JSON,
        "{\"id\":\"%s\",\"invite\":\"%s\"}".formatted(id, token));
  }

  private void assertIn(HttpResponse<String> answer, FeedId admin) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(TestBrowser.location(answer)).isEqualTo(HOME);
    assertThat(site.room.standings().of(admin)).isEqualTo(Standing.ADMIN);
    assertThat(browser.cookie("__Host-setup")).isEmpty();
    assertThat(browser.cookie("__Host-setup-sign-in")).isEmpty();
    assertThat(browser.get(HOME).statusCode()).isEqualTo(200);
    assertThat(site.room.sessions().of(admin)).hasSize(1);
  }

  @Test
  void link_thatIsCurrent_leavesTheAddressAndShowsTheWays() throws Exception {
    String token = token();

    HttpResponse<String> page = follow(token);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains(
            "ssb:experimental?action=start-http-auth",
            "ssb:experimental?action=claim-http-invite",
            "invite=" + token,
            "page%3D" + signIn().page(),
            "action=\"/setup/password\"",
            "data-events=\"/setup/events\"");
    assertThat(browser.cookie("__Host-setup")).contains(token);
    assertThat(site.room.setup().hasAdmin()).isFalse();
  }

  @Test
  void page_loadedAgain_keepsItsSignIn() throws Exception {
    follow(token());
    SignIn before = signIn();

    browser.get("/setup");

    assertThat(signIn()).isSameAs(before);
  }

  @Test
  void app_thatAgrees_makesItsPersonTheAdminAndSignsTheBrowserIn() throws Exception {
    FeedKeyPair app = TestSite.newKeys();
    follow(token());

    assertThat(agree(app)).isTrue();

    assertThat(site.room.setup().hasAdmin()).isFalse();
    assertIn(browser.submit("/setup/finish"), app.id());
  }

  @Test
  void app_thatHasNotAgreed_isWaitedFor() throws Exception {
    follow(token());

    HttpResponse<String> page = browser.submit("/setup/finish");

    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.body()).contains("Your app hasn’t replied yet");
    assertThat(agree(TestSite.newKeys())).isTrue();
  }

  @Test
  void app_thatSignsSomethingElse_isNotBelieved() throws Exception {
    follow(token());
    String challenge = signIn().serverChallenge();
    assertThat(site.room.signIns().solve(TestSite.newId(), challenge, "x", "x.sig.ed25519"))
        .isFalse();

    HttpResponse<String> page = browser.submit("/setup/finish");

    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.body()).contains("Your app hasn’t replied yet");
    assertThat(signIn().serverChallenge()).isEqualTo(challenge);
  }

  @Test
  void app_thatTakesTheLinkForAnInvite_readsWhereToClaimIt() throws Exception {
    String token = token();

    JsonObject invite = new JsonObject(site.get("/setup?encoding=json&token=" + token).body());

    assertThat(invite.getMap())
        .containsEntry("status", "successful")
        .containsEntry("invite", token)
        .containsEntry("postTo", "https://room.example/invite/consume");
    assertThat(new JsonObject(site.get("/setup?encoding=json&token=x").body()).getString("status"))
        .isEqualTo("error");
    assertThat(site.claim(TestSite.newId().toString(), invite.getString("invite")).body())
        .contains("successful");
  }

  @Test
  void app_ofABlockedKey_makesNobodyAdmin() throws Exception {
    FeedKeyPair app = TestSite.newKeys();
    site.room.blocks().block(Actor.operator(), app.id(), "noise", Optional.empty());
    follow(token());

    assertThat(agree(app)).isFalse();

    HttpResponse<String> page = browser.submit("/setup/finish");
    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.body()).contains("This ID is blocked in this room");
    assertThat(site.room.setup().hasAdmin()).isFalse();
  }

  @Test
  void signInOfTheSetup_withoutTheLink_isWorthNothing() throws Exception {
    FeedKeyPair app = TestSite.newKeys();
    follow(token());
    agree(app);
    browser.setCookie("__Host-setup", "A".repeat(43));

    assertThat(browser.submit("/setup/finish").statusCode()).isEqualTo(404);

    assertThat(site.room.setup().hasAdmin()).isFalse();
    assertThat(browser.cookie("__Host-session")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void signInOfTheSetup_takenToTheLogin_isWorthNothing(PrivacyMode mode) throws Exception {
    FeedKeyPair app = TestSite.newKeys();
    follow(token());
    agree(app);
    site.switchTo(mode);
    browser.setCookie("__Host-sign-in", browser.cookie("__Host-setup-sign-in").orElseThrow());

    assertThat(browser.submit("/login/finish").statusCode()).isEqualTo(403);

    assertThat(browser.cookie("__Host-session")).isEmpty();
  }

  @Test
  void signInOfTheLogin_takenToTheSetup_isWorthNothing() throws Exception {
    FeedKeyPair member = TestSite.newKeys();
    site.room.members().add(Actor.operator(), member.id(), Role.MEMBER);
    follow(token());
    browser.get("/login");
    browser.setCookie("__Host-setup-sign-in", browser.cookie("__Host-sign-in").orElseThrow());
    assertThat(agree(member)).isTrue();

    assertThat(browser.submit("/setup/finish").statusCode()).isEqualTo(403);

    assertThat(site.room.setup().hasAdmin()).isFalse();
  }

  @Test
  void restrictedRoom_offersTheWaysThatNeedNoConnection() throws Exception {
    site.switchTo(PrivacyMode.RESTRICTED);

    assertThat(follow(token()).body())
        .contains("action=claim-http-invite", "action=\"/setup/password\"")
        .doesNotContain("action=start-http-auth");
  }

  @Test
  void signIn_afterHalfAnHour_isOver() throws Exception {
    follow(token());
    site.now.set(TestSite.START.plus(SignIns.SETUP_PATIENCE).minusSeconds(1));
    assertThat(signIn()).isNotNull();
    String late = signIn().serverChallenge();
    site.now.set(TestSite.START.plus(Duration.ofMinutes(30)));

    assertThat(site.solve(TestSite.newKeys(), late)).isFalse();

    assertThat(browser.submit("/setup/finish").body()).contains("That took too long");
  }

  @Test
  void invite_thatAnAppAccepts_makesItsPersonTheAdminAndSignsThePageIn() throws Exception {
    FeedId admin = TestSite.newId();
    String token = token();
    follow(token);

    HttpResponse<String> claimed = accept(admin, token, signIn().page());

    assertThat(claimed.statusCode()).isEqualTo(200);
    assertThat(claimed.body())
        .contains("\"status\":\"successful\"", "\"multiserverAddress\":\"net:room.example:8008~");
    assertIn(browser.submit("/setup/finish"), admin);
  }

  @Test
  void invite_acceptedForAnotherPage_signsThisOneNotIn() throws Exception {
    FeedId admin = TestSite.newId();
    String token = token();
    follow(token);
    accept(admin, token, "A".repeat(43));

    HttpResponse<String> page = browser.submit("/setup/finish");

    assertThat(page.statusCode()).isEqualTo(410);
    assertThat(browser.cookie("__Host-session")).isEmpty();
    assertThat(site.room.standings().of(admin)).isEqualTo(Standing.ADMIN);
  }

  @Test
  void invite_acceptedTwice_makesOneAdmin() throws Exception {
    String token = token();
    FeedId first = TestSite.newId();
    assertThat(accept(first, token, "").statusCode()).isEqualTo(200);

    HttpResponse<String> second = accept(TestSite.newId(), token, "");

    assertThat(second.body()).contains("\"status\":\"error\"", "there is no such invite");
    assertThat(site.room.members().list()).hasSize(1);
  }

  @Test
  void password_withAnId_makesItTheAdminWhoSignsInByIt() throws Exception {
    FeedId admin = TestSite.newId();
    follow(token());

    assertIn(choose(" " + admin + " ", PASSWORD, PASSWORD), admin);

    assertThat(site.verify(admin.toString(), PASSWORD)).isEqualTo(admin);
  }

  @ParameterizedTest
  @CsvSource({
    "me, a heron in the reed, a heron in the reed, An ID starts with @",
    "ID, a heron in the reed, a heron in the reeds, Type the same password twice",
    "ID, short, short, A password has"
  })
  void password_orIdThatIsWrong_keepsTheLinkGood(String id, String one, String two, String says)
      throws Exception {
    FeedId admin = TestSite.newId();
    String entered = id.equals("ID") ? admin.toString() : id;
    follow(token());

    HttpResponse<String> page = choose(entered, one, two);

    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body()).contains(says, "value=\"" + entered + "\"");
    assertThat(site.room.setup().hasAdmin()).isFalse();
    assertIn(choose(admin.toString(), PASSWORD, PASSWORD), admin);
  }

  @Test
  void blockedKey_withAPassword_isRefused() throws Exception {
    FeedId id = TestSite.newId();
    site.room.blocks().block(Actor.operator(), id, "noise", Optional.empty());
    follow(token());

    assertThat(choose(id.toString(), PASSWORD, PASSWORD).statusCode()).isEqualTo(403);

    assertThat(site.room.setup().hasAdmin()).isFalse();
    assertThat(site.room.passwords().isSet(id)).isFalse();
  }

  @Test
  void link_thatIsUsed_saysThatThereIsAnAdmin() throws Exception {
    String token = token();
    follow(token);
    site.room.setup().claim(token, TestSite.newId());

    for (HttpResponse<String> page :
        List.of(
            browser.get("/setup?token=" + token),
            browser.get("/setup"),
            browser.submit("/setup/finish"),
            choose(TestSite.newId().toString(), PASSWORD, PASSWORD))) {
      assertThat(page.statusCode()).isEqualTo(410);
      assertThat(page.body()).contains("The room is set up already");
    }
    assertThat(site.room.members().list()).hasSize(1);
  }

  @Test
  void link_thatIsNotTheCurrentOne_saysWhereThatIs() throws Exception {
    String old = token();
    token();

    for (String token : new String[] {old, "A".repeat(43), "", "%00<b>"}) {
      HttpResponse<String> page = browser.get("/setup?token=" + TestSite.encode(token));
      assertThat(page.statusCode()).isEqualTo(404);
      assertThat(page.body()).contains("the server prints that when it starts");
      assertThat(browser.cookie("__Host-setup")).isEmpty();
      browser.setCookie("__Host-setup", token.equals(old) ? old : "x");
      assertThat(choose(TestSite.newId().toString(), PASSWORD, PASSWORD).statusCode())
          .isEqualTo(404);
      browser.setCookie("__Host-setup", "");
      browser = new TestBrowser(site);
    }
    assertThat(site.get("/setup").statusCode()).isEqualTo(404);
    assertThat(site.room.setup().hasAdmin()).isFalse();
  }

  @Test
  void form_thatIsNone_isRefused() throws Exception {
    assertThat(site.post("/setup/password", JSON, "{}").statusCode()).isEqualTo(415);
    assertThat(site.post("/setup/finish", JSON, "{}").statusCode()).isEqualTo(415);
  }

  @Test
  void admin_whoOpensTheLinkAgain_goesOnWithTheSteps() throws Exception {
    FeedId id = TestSite.newId();
    site.room.setup().byOperator(id);

    HttpResponse<String> led = TestBrowser.of(site, id).get("/setup?token=x");

    assertThat(TestBrowser.location(led)).isEqualTo(HOME);
  }
}
