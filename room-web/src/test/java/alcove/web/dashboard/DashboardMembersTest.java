package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.model.InviteTerms;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import alcove.web.page.Person;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages about members. */
class DashboardMembersTest {
  private static final String LIST = "/dashboard/members";
  private static final String MARKUP = "<b onclick=\"x\">Ana</b>";
  private static final String ESCAPED = "&lt;b onclick=&quot;x&quot;&gt;Ana&lt;/b&gt;";

  private TestSite site;
  private FeedId admin;
  private FeedId alice;
  private TestBrowser browser;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    admin = TestSite.newId();
    site.room.members().add(Actor.operator(), admin, Role.ADMIN);
    alice = site.memberCalled("alice");
    browser = TestBrowser.of(site, admin);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private Standing standing(FeedId id) {
    return site.room.standings().of(id);
  }

  private static String short9(FeedId id) {
    return id.toString().substring(0, 9);
  }

  @Test
  void list_showsMembersWithAliasesAndWhoIsHere() throws Exception {
    site.attending.add(alice);

    String page = browser.get(LIST).body();

    assertThat(page).contains("2 members", short9(alice), short9(admin), ">alice<");
    assertThat(page.split(">online now</span>", -1)).hasSize(2);
    assertThat(page.split(">you<", -1)).hasSize(2);
  }

  @Test
  void search_showsThoseThatFit_andKeepsWhatWasTyped() throws Exception {
    assertThat(browser.get(LIST + "?q=ALI&sort=alias").body())
        .contains("1 member", short9(alice), "value=\"ALI\"")
        .containsPattern("<option value=\"alias\"[^>]* selected=\"selected\"")
        .doesNotContain(short9(admin) + "\u2026</a>");
    assertThat(browser.get(LIST + "?q=" + TestSite.encode("\"><script>")).body())
        .contains("No members match.", "value=\"&quot;&gt;&lt;script&gt;\"")
        .doesNotContain("<script>");
  }

  @Test
  void longList_hasPages_thatKeepTheSearch() throws Exception {
    for (int i = 0; i < 51; i++) {
      site.room.members().add(Actor.operator(), TestSite.newId(), Role.MEMBER);
    }

    String first = browser.get(LIST + "?q=.ed25519&sort=oldest").body();
    assertThat(first)
        .contains("53 members", "Page 1 of 2")
        .contains("href=\"/dashboard/members?q=.ed25519&amp;sort=oldest&amp;page=2\"")
        .doesNotContain("rel=\"prev\"");
    String second = browser.get(LIST + "?q=.ed25519&sort=oldest&page=2").body();
    assertThat(second).contains("Page 2 of 2", "rel=\"prev\"").doesNotContain("rel=\"next\"");
    // All came in the same instant, so that the key decides on which page somebody is.
    assertThat(first + second).contains(short9(admin), short9(alice));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "99999999999999999999", "7777777", ""})
  void pageNumber_thatIsNone_isNoFault(String number) throws Exception {
    assertThat(browser.get(LIST + "?page=" + number).statusCode()).isEqualTo(200);
  }

  @Test
  void inviterAndLabel_areShownToThoseWhoMaySeeThem_andEscaped() throws Exception {
    FeedId guest = TestSite.newId();
    var terms = new InviteTerms(1, Optional.empty(), MARKUP);
    var invite = site.room.invites().create(Actor.of(admin), terms);
    site.room.invites().claim(invite.token().text(), guest);
    FeedId bob = site.memberCalled("bob");

    for (String path : List.of(LIST, MemberListHandler.pathOf(guest))) {
      assertThat(browser.get(path).body()).contains(ESCAPED).doesNotContain("<b onclick");
      assertThat(TestBrowser.of(site, bob).get(path).body())
          .contains(short9(guest))
          .doesNotContain("Ana");
    }
  }

  @Test
  void name_chosenByAMember_isReadByMembers_andRemovedByModerators() throws Exception {
    TestBrowser own = TestBrowser.of(site, alice);
    HttpResponse<String> chosen =
        own.submitFrom(
            AccountHandler.PATH, AccountHandler.PATH + "/name", "name", "Alice <b>\u05d0</b>");
    String shown = "Alice &lt;b&gt;\u05d0&lt;/b&gt;";
    FeedId bob = site.memberCalled("bob");

    assertThat(own.get(TestBrowser.location(chosen)).body())
        .contains("Your name is saved.", "value=\"" + shown + "\"");
    assertThat(TestBrowser.of(site, bob).get(LIST).body())
        .contains("<bdi class=\"name\">" + shown + "</bdi>", Person.shortId(alice));
    assertThat(site.get("/alias/alice").body()).contains(shown);

    String page = MemberListHandler.pathOf(alice);
    HttpResponse<String> removed =
        browser.submitFrom(page, LIST + "/name", "id", alice.toString(), "name", " ");
    assertThat(browser.get(TestBrowser.location(removed)).body())
        .contains("The name of alice is saved.", ">alice<")
        .doesNotContain(shown);
  }

  @Test
  void nameThatIsRefused_isShownAgainBesideTheReason() throws Exception {
    HttpResponse<String> again =
        TestBrowser.of(site, alice)
            .submitFrom(AccountHandler.PATH, AccountHandler.PATH + "/name", "name", "\u0430dmin");

    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body())
        .contains(
            "value=\"\u0430dmin\"", "those who run it. Choose another", "aria-invalid=\"true\"");
  }

  @Test
  void note_writtenByAModerator_isNoMembersToRead() throws Exception {
    FeedId guest = TestSite.newId();
    site.room.members().add(Actor.operator(), guest, Role.MEMBER);
    String page = MemberListHandler.pathOf(guest);
    browser.submitFrom(page, LIST + "/note", "id", guest.toString(), "note", MARKUP);

    assertThat(browser.get(page).body()).contains(ESCAPED).doesNotContain("<b onclick");
    assertThat(browser.get(LIST + "?q=onclick").body()).contains(ESCAPED, "1 member");
    for (String path : List.of(LIST, page, "/dashboard")) {
      assertThat(TestBrowser.of(site, alice).get(path).body()).doesNotContain("onclick");
      assertThat(TestBrowser.of(site, guest).get(path).body()).doesNotContain("onclick");
    }
  }

  @Test
  void member_isAdded() throws Exception {
    FeedId carol = TestSite.newId();

    HttpResponse<String> added =
        browser.submitFrom(
            LIST, LIST + "/add", "id", " " + carol + " ", "role", Role.MODERATOR.word());

    assertThat(standing(carol)).isEqualTo(Standing.MODERATOR);
    assertThat(browser.get(TestBrowser.location(added)).body())
        .contains(" is now a member.", carol.toString());
  }

  @Test
  void idThatIsNone_isShownAgainBesideTheReason_andEscaped() throws Exception {
    HttpResponse<String> again =
        browser.submitFrom(LIST, LIST + "/add", "id", MARKUP, "role", "member");

    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body())
        .contains("value=\"" + ESCAPED + "\"", "An ID starts with @", "aria-invalid=\"true\"")
        .doesNotContain("<b onclick");
  }

  @Test
  void memberWhoIsAddedAgain_keepsItsRole() throws Exception {
    HttpResponse<String> again =
        browser.submitFrom(LIST, LIST + "/add", "id", admin.toString(), "role", "member");

    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("There is a member with this ID already");
    assertThat(standing(admin)).isEqualTo(Standing.ADMIN);
  }

  @Test
  void lastAdmin_cannotGiveTheRoleAway() throws Exception {
    HttpResponse<String> refused =
        browser.submitFrom(LIST, LIST + "/role", "id", admin.toString(), "role", "member");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("The last admin has to stay");
  }

  @Test
  void newId_takesTheRole_andKeepsTheAliases() throws Exception {
    FeedId newId = TestSite.newId();

    HttpResponse<String> done =
        browser.submitFrom(
            LIST, LIST + "/replace", "id", alice.toString(), "new", newId.toString());

    assertThat(browser.get(TestBrowser.location(done)).body())
        .contains("The new ID is now the member", newId.toString());
    assertThat(standing(alice)).isEqualTo(Standing.EXTERNAL);
    assertThat(standing(newId)).isEqualTo(Standing.MEMBER);
  }

  @Test
  void newIdOfAMember_isRefusedWithItsReason_onThePageOfTheOldOne() throws Exception {
    HttpResponse<String> again =
        browser.submitFrom(
            LIST, LIST + "/replace", "id", alice.toString(), "new", admin.toString());

    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body())
        .contains(alice.toString(), "There is a member with this ID already")
        .containsPattern("<details class=\"confirm\" name=\"confirm\" open");
  }

  @Test
  void resetLink_isShownOnce_andSetsAPassword() throws Exception {
    HttpResponse<String> made =
        browser.submitFrom(LIST, LIST + "/reset-link", "id", alice.toString());

    assertThat(made.statusCode()).isEqualTo(200);
    assertThat(made.headers().firstValue("Cache-Control")).hasValue("no-store");
    Matcher link =
        Pattern.compile(">https://room.example(/password\\?token=[^<]+)</code>")
            .matcher(made.body());
    assertThat(link.find()).isTrue();
    assertThat(made.body()).contains("<svg class=\"qr\"", "within 7 days");
    assertThat(new TestBrowser(site).get(link.group(1)).body()).contains(alice.toString());
    assertThat(browser.get(MemberListHandler.pathOf(alice)).body()).doesNotContain("token=");
  }

  @Test
  void stranger_hasNoPage() throws Exception {
    assertThat(browser.get(MemberListHandler.pathOf(TestSite.newId())).statusCode()).isEqualTo(404);
    assertThat(browser.get(LIST + "/one?id=x").statusCode()).isEqualTo(400);
    assertThat(browser.get(LIST + "/one").statusCode()).isEqualTo(400);
  }

  @Test
  void memberWhoIsRemovedOrBlocked_isSignedOutAtOnce() throws Exception {
    for (String how : List.of(LIST + "/remove", "/dashboard/blocked/add")) {
      FeedId bob = TestSite.newId();
      site.room.members().add(Actor.operator(), bob, Role.MODERATOR);
      TestBrowser theirs = TestBrowser.of(site, bob);
      assertThat(theirs.get(LIST).statusCode()).isEqualTo(200);

      assertThat(browser.submitFrom(LIST, how, "id", bob.toString()).statusCode()).isEqualTo(303);

      assertThat(TestBrowser.location(theirs.get(LIST))).startsWith("/login");
      assertThat(theirs.submit(LIST + "/remove", "id", alice.toString()).statusCode())
          .isEqualTo(403);
      assertThat(standing(alice)).isEqualTo(Standing.MEMBER);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dashboard/members/add",
        "/dashboard/members/role",
        "/dashboard/members/remove",
        "/dashboard/members/replace",
        "/dashboard/members/reset-link",
        "/dashboard/blocked/add",
        "/dashboard/blocked/remove",
        "/dashboard/aliases/revoke"
      })
  void form_thatWasNotMadeForThisSession_changesNothing(String path) throws Exception {
    TestBrowser other = TestBrowser.of(site, admin);
    Matcher token =
        Pattern.compile("name=\"form\" value=\"([^\"]+)\"").matcher(other.get(LIST).body());
    assertThat(token.find()).isTrue();
    long entries = entries();
    FeedId stranger = TestSite.newId();
    String[] fields = {
      "id",
      (path.endsWith("/blocked/add") ? stranger : alice).toString(),
      "role",
      "moderator",
      "new",
      stranger.toString(),
      "alias",
      "alice"
    };

    assertThat(browser.submit(path, fields).statusCode()).isEqualTo(403);
    browser.useFormToken(token.group(1));
    assertThat(browser.submit(path, fields).statusCode()).isEqualTo(403);
    String query = "?id=" + TestSite.encode(alice.toString()) + "&role=admin&alias=alice&form=";
    browser.get(path + query + token.group(1));
    assertThat(entries()).isEqualTo(entries);
    assertThat(site.room.aliases().of(alice)).containsExactly("alice");
  }

  private long entries() throws Exception {
    return site.room.audit().newest(Actor.operator(), 1000, null).size();
  }
}
