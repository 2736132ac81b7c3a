package alcove.web.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.model.InviteTerms;
import alcove.room.model.NoticeKind;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The house rules, which newcomers accept where the room wants it. */
class RulesTest {
  private static final String RULES = "/dashboard/rules";

  private final Actor operator = Actor.operator();

  private TestSite site;
  private FeedId bob;
  private TestBrowser bobs;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    bob = TestSite.newId();
    site.room.members().add(operator, bob, Role.MEMBER);
    bobs = TestBrowser.of(site, bob);
    site.room.notices().save(operator, NoticeKind.CODE_OF_CONDUCT, "en", "", "Be **kind**.");
    site.room.change(operator, RoomSetting.RULES_FIRST, "yes");
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void member_acceptsTheRules_andGoesOnToThePageTheyWanted() throws Exception {
    HttpResponse<String> led = bobs.get("/dashboard/members?q=x");

    assertThat(TestBrowser.location(led)).isEqualTo(RULES + "?then=%2Fdashboard%2Fmembers%3Fq%3Dx");
    assertThat(bobs.get(TestBrowser.location(led)).body())
        .contains("Be <strong>kind</strong>.", "value=\"/dashboard/members?q=x\"");

    HttpResponse<String> accepted =
        bobs.submit(RULES, "then", "/dashboard/members?q=x", "accept", "yes");

    assertThat(TestBrowser.location(accepted)).isEqualTo("/dashboard/members?q=x");
    assertThat(bobs.get("/dashboard/members?q=x").statusCode()).isEqualTo(200);
    assertThat(site.room.rules().areOwedBy(bob)).isFalse();
  }

  @Test
  void formWithoutTheTick_acceptsNothing() throws Exception {
    HttpResponse<String> answer = bobs.submitFrom(RULES, RULES, "then", "/dashboard");

    assertThat(TestBrowser.location(answer)).isEqualTo(RULES + "?then=%2Fdashboard");
    assertThat(site.room.rules().areOwedBy(bob)).isTrue();
  }

  @Test
  void account_isOpen_soThatTheyCanLeave() throws Exception {
    assertThat(bobs.get("/dashboard/account").statusCode()).isEqualTo(200);
    assertThat(bobs.get("/dashboard/account/data").statusCode()).isEqualTo(200);
    bobs.get("/dashboard/account");
    bobs.submit("/dashboard/account/leave");
    assertThat(site.room.members().find(bob)).isEmpty();
  }

  @Test
  void then_leadsNowhereElse() throws Exception {
    HttpResponse<String> answer =
        bobs.submitFrom(RULES, RULES, "then", "https://evil.example/", "accept", "yes");

    assertThat(TestBrowser.location(answer)).isEqualTo("/dashboard");
  }

  @Test
  void moderators_areNotAsked() throws Exception {
    site.room.members().changeRole(operator, bob, Role.MODERATOR);

    assertThat(bobs.get("/dashboard").statusCode()).isEqualTo(200);
  }

  @Test
  void invite_isGivenToTheApp_onlyWhenTheRulesAreAccepted() throws Exception {
    String token = site.room.invites().create(operator, InviteTerms.SINGLE).token().text();
    String page = "/join?invite=" + token;

    assertThat(site.get(page, "Accept-Language", "en").body())
        .contains("Be <strong>kind</strong>.", "name=\"rules\" value=\"accepted\"")
        .doesNotContain("ssb:experimental", "/invite/consume");

    String accepted = site.get(page + "&rules=accepted", "Accept-Language", "en").body();

    assertThat(accepted)
        .contains("ssb:experimental", "rules%3Daccepted", "&amp;rules=accepted\"")
        .doesNotContain("Be <strong>kind");
  }

  @Test
  void newcomer_whoAcceptedOnThePage_isNotAskedAgain_andWhoseAppClaimedByItself_is()
      throws Exception {
    FeedId accepting = TestSite.newId();
    FeedId direct = TestSite.newId();

    claim("/invite/consume?rules=accepted", accepting);
    claim("/invite/consume", direct);

    assertThat(site.room.rules().areOwedBy(accepting)).isFalse();
    assertThat(site.room.rules().areOwedBy(direct)).isTrue();
  }

  private void claim(String path, FeedId id) throws Exception {
    String token = site.room.invites().create(operator, InviteTerms.SINGLE).token().text();
    String body = "{\"id\":\"%s\",\"invite\":\"%s\"}".formatted(id, token);
    assertThat(site.post(path, "application/json", body).statusCode()).isEqualTo(200);
    assertThat(site.room.members().find(id)).isPresent();
  }
}
