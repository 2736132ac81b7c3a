package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.audit.AuditEntry;
import alcove.room.model.Invite;
import alcove.room.model.InviteTerms;
import alcove.room.model.NewInvite;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Filters of long lists, what is done to several at once, and lists as files. */
class ListsTest {
  private static final String MEMBERS = "/dashboard/members";
  private static final String INVITES = "/dashboard/invites";
  private static final String AUDIT = "/dashboard/audit";

  private final Actor operator = Actor.operator();
  private TestSite site;
  private FeedId admin;
  private FeedId heron;
  private FeedId plain;
  private TestBrowser browser;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    admin = TestSite.newId();
    plain = TestSite.newId();
    site.room.members().add(operator, admin, Role.ADMIN);
    site.room.members().add(Actor.of(admin), plain, Role.MODERATOR);
    heron = site.memberCalled("heron");
    browser = TestBrowser.of(site, admin);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void members_areFilteredByRoleAliasPresenceAndInviter() throws Exception {
    site.attending.add(heron);

    assertThat(rows(MEMBERS + "?role=moderator")).contains(link(plain)).doesNotContain(link(heron));
    assertThat(rows(MEMBERS + "?alias=yes")).contains(link(heron)).doesNotContain(link(plain));
    assertThat(rows(MEMBERS + "?alias=no")).contains(link(plain)).doesNotContain(link(heron));
    assertThat(rows(MEMBERS + "?online=yes")).contains(link(heron)).doesNotContain(link(plain));
    assertThat(rows(MEMBERS + "?inviter=" + TestSite.encode(admin.toString())))
        .contains(link(plain))
        .doesNotContain(link(heron));
    assertThat(rows(MEMBERS + "?q=moderator")).contains(link(plain)).doesNotContain(link(heron));
    site.attending.clear();
    assertThat(rows(MEMBERS + "?online=yes")).contains("No members match.");
  }

  @Test
  void members_haveTheirLastDay_whereItIsKept_forThoseWhoLookAfterTheRoom() throws Exception {
    assertThat(browser.get(MEMBERS).body()).doesNotContain("Last seen", "last seen first");
    site.room.change(operator, RoomSetting.LAST_SEEN, "yes");
    site.room.lastSeen().see(plain);
    site.room.lastSeen().keep();
    site.now.set(site.now.get().plus(Duration.ofDays(60)));
    site.room.lastSeen().see(heron);
    site.room.lastSeen().keep();
    browser = TestBrowser.of(site, admin);

    assertThat(rows(MEMBERS + "?sort=seen"))
        .containsSubsequence(link(heron), "Jun 30, 2026", link(plain), "May 1, 2026", link(admin));
    assertThat(browser.get(MEMBERS).body()).contains("sort=seen\">Last seen</a>");
    assertThat(rows(MEMBERS + "?unseen=30")).contains(link(plain)).doesNotContain(link(heron));
    assertThat(rows(MEMBERS + "?unseen=99999999999")).contains("No members match.");
    assertThat(browser.get(MemberListHandler.pathOf(plain)).body()).contains("May 1, 2026");
    assertThat(browser.submit(MEMBERS + "/export", "format", "json", "from", MEMBERS).body())
        .contains("\"last_seen\" : \"2026-06-30\"");

    TestBrowser member = TestBrowser.of(site, heron);
    assertThat(member.get(MEMBERS + "?sort=seen").body()).doesNotContain("Last seen");
    assertThat(member.get(MEMBERS + "?unseen=30").body()).contains(link(heron));
    assertThat(member.get(MemberListHandler.pathOf(plain)).body()).doesNotContain("Last seen");
    assertThat(member.get(MemberListHandler.pathOf(heron)).body())
        .contains("Last seen", "Jun 30, 2026");
    assertThat(member.get("/dashboard/account").body())
        .contains("The room keeps the last day you were here", "Jun 30, 2026");
    assertThat(member.get("/dashboard/account/data").body())
        .contains("\"lastSeen\" : \"2026-06-30\"");
  }

  @Test
  void member_hasATreeOfWhoInvitedWhom_forThoseWhoSeeInviters() throws Exception {
    FeedId child = site.room.members().add(Actor.of(plain), TestSite.newId(), Role.MEMBER).id();
    site.now.set(site.now.get().plusSeconds(1));
    FeedId other = site.room.members().add(Actor.of(plain), TestSite.newId(), Role.MODERATOR).id();
    site.now.set(site.now.get().plusSeconds(1));
    FeedId last = site.room.members().add(Actor.of(other), TestSite.newId(), Role.MEMBER).id();
    for (int i = 0; i < 25; i++) {
      site.room.members().add(Actor.of(plain), TestSite.newId(), Role.MEMBER);
    }

    String page = browser.get(MemberListHandler.pathOf(plain)).body();
    assertThat(page)
        .contains("Who invited whom", "27 members joined with invites of")
        .containsSubsequence(
            link(admin), link(child), link(other), "<summary>invited 1 member</summary>")
        .contains(link(last))
        .contains(
            "href=\"/dashboard/members?inviter="
                + TestSite.encode(plain.toString())
                + "\">7 more<");
    assertThat(browser.get(MemberListHandler.pathOf(last)).body())
        .containsSubsequence("Who invited whom", link(other), link(plain), link(admin));
    assertThat(TestBrowser.of(site, child).get(MemberListHandler.pathOf(plain)).body())
        .doesNotContain("Who invited whom", link(other));
  }

  @Test
  void log_saysHowLongItIsKept() throws Exception {
    assertThat(browser.get(AUDIT).body()).doesNotContain("are deleted");
    assertThat(browser.get("/dashboard/account").body()).contains("about you for good");
    site.room.change(operator, RoomSetting.AUDIT_LOG_DAYS, "30");

    assertThat(browser.get(AUDIT).body())
        .contains("Entries older than 30 days are deleted.", ">for 30 days<");
    assertThat(browser.get("/dashboard/account").body()).contains("about you for 30 days");
  }

  @Test
  void whomSomebodyInvited_isAskedOnlyByThoseWhoMaySeeIt() throws Exception {
    assertThat(rows(MEMBERS)).contains("name=\"inviter\"");
    browser = TestBrowser.of(site, heron);
    assertThat(rows(MEMBERS)).doesNotContain("name=\"inviter\"");
    assertThat(rows(MEMBERS + "?inviter=" + TestSite.encode(admin.toString())))
        .contains(link(plain), link(heron), link(admin));
  }

  @Test
  void filters_stayInLinksToOtherPagesAndOrders() throws Exception {
    for (int i = 0; i < 45; i++) {
      site.room.members().add(operator, TestSite.newId(), Role.MEMBER);
    }

    assertThat(rows(MEMBERS + "?role=member&size=20"))
        .contains("href=\"/dashboard/members?role=member&amp;sort=newest&amp;size=20&amp;page=3\"")
        .contains("href=\"/dashboard/members?role=member&amp;sort=role&amp;size=20\"");
  }

  @Test
  void members_areRemovedTogether_eachJudgedByItself_andComeBackTogether() throws Exception {
    TestBrowser moderator = TestBrowser.of(site, plain);
    FeedId other = site.memberCalled("reed");

    HttpResponse<String> done =
        moderator.submitFrom(
            MEMBERS,
            MEMBERS + "/several",
            "do",
            "remove",
            "id",
            heron.toString(),
            "id",
            admin.toString(),
            "id",
            other.toString(),
            "id",
            "nobody");
    String page = moderator.get(TestBrowser.location(done)).body();

    assertThat(page).contains("2 members were removed; 2 could not be:", ">Undo</button>");
    assertThat(site.room.standings().of(admin)).isEqualTo(Standing.ADMIN);
    assertThat(site.room.standings().of(heron)).isEqualTo(Standing.EXTERNAL);
    assertThat(audit("member-removed")).isEqualTo(2);

    String undo = page.replaceAll("(?s).*name=\"undo\" value=\"([^\"]+)\".*", "$1");
    assertThat(
            moderator
                .get(TestBrowser.location(moderator.send("/dashboard/undo", "undo", undo)))
                .body())
        .contains("2 changes were undone.");
    assertThat(site.room.aliases().of(heron)).containsExactly("heron");
  }

  @Test
  void members_areBlockedTogether() throws Exception {
    String page =
        done(MEMBERS, "do", "block", "id", heron.toString(), "id", plain.toString(), "reason", "x");

    assertThat(page).contains("2 members were blocked.");
    assertThat(site.room.standings().of(heron)).isEqualTo(Standing.BLOCKED);
    assertThat(site.room.standings().of(plain)).isEqualTo(Standing.BLOCKED);
  }

  @Test
  void members_areBlockedTogether_withWhomTheyInvited_andTheirInvites() throws Exception {
    FeedId guest = TestSite.newId();
    NewInvite spent = site.room.invites().create(Actor.of(heron), InviteTerms.SINGLE);
    site.room.invites().claim(spent.token().text(), guest);
    NewInvite open = site.room.invites().create(Actor.of(plain), InviteTerms.SINGLE);
    String page =
        done(
            MEMBERS,
            "do",
            "block",
            "id",
            heron.toString(),
            "id",
            plain.toString(),
            "invited",
            "yes");

    assertThat(page).contains("3 members were blocked.").doesNotContain(">Undo</button>");
    assertThat(site.room.standings().of(guest)).isEqualTo(Standing.BLOCKED);
    assertThat(site.room.invites().find(open.token().text()).state(site.now.get()))
        .isEqualTo(Invite.State.REVOKED);
  }

  @Test
  void lists_areSearchedByAnyFormOfAnId() throws Exception {
    String uri =
        TestSite.encode("ssb:feed/ed25519/" + heron.base64().replace('+', '-').replace('/', '_'));

    assertThat(rows(MEMBERS + "?q=" + uri)).contains(link(heron)).doesNotContain(link(plain));
    assertThat(rows(AUDIT + "?q=" + uri)).contains(link(heron)).doesNotContain(link(plain));
    assertThat(rows(MEMBERS + "?inviter=" + uri)).contains("No members match.");
    assertThat(rows("/dashboard/aliases?q=" + uri)).contains(">heron<");
    site.room.blocks().block(operator, heron, "", Optional.empty());
    assertThat(rows("/dashboard/blocked?q=" + uri)).contains(heron.toString());
  }

  @Test
  void nothing_isDoneToNobody_norWhatHasNoName() throws Exception {
    assertThat(done(MEMBERS, "do", "remove"))
        .contains("Nobody was selected.", "flash warning")
        .doesNotContain("flash success");
    browser.get(MEMBERS);
    assertThat(browser.submit(MEMBERS + "/several", "do", "eat").statusCode()).isEqualTo(400);
  }

  @Test
  void invites_areRevokedTogether_thoseTicked_orAllThatAreOpen() throws Exception {
    long first = invite("Anna");
    invite("Ben");
    invite("Cleo");

    assertThat(done(INVITES, "do", "ticked", "id", "" + first, "id", "777"))
        .contains("1 invite was revoked; 1 could not be:");
    assertThat(openInvites()).isEqualTo(2);
    assertThat(done(INVITES, "do", "all", "q", "ben")).contains("1 invite was revoked.");
    assertThat(done(INVITES, "do", "all")).contains("1 invite was revoked.");
    assertThat(openInvites()).isZero();
  }

  @Test
  void invites_areSearchedAndFiltered() throws Exception {
    long anna = invite("Anna");
    invite("Ben");
    site.room.invites().revoke(operator, anna);

    assertThat(rows(INVITES + "?q=ann")).contains(">Anna<").doesNotContain(">Ben<");
    assertThat(rows(INVITES + "?state=revoked")).contains(">Anna<").doesNotContain(">Ben<");
    assertThat(rows(INVITES + "?state=open")).contains(">Ben<").doesNotContain(">Anna<");
    assertThat(rows(INVITES + "?creator=" + TestSite.encode(plain.toString())))
        .doesNotContain(">Ben<", ">Anna<");
  }

  @Test
  void audit_isSearchedByLabelsNamesAndDays() throws Exception {
    invite("Karla");

    assertThat(rows(AUDIT + "?q=karla")).contains("Invite created").doesNotContain("Member added");
    assertThat(rows(AUDIT + "?q=heron")).contains("Member added").doesNotContain("Invite created");
    assertThat(rows(AUDIT + "?from=2026-05-01&to=2026-05-01")).contains("Invite created");
    assertThat(rows(AUDIT + "?from=2026-05-02")).contains("No matching entries.");
    assertThat(rows(AUDIT + "?to=2026-04-30")).contains("No matching entries.");
    assertThat(rows(AUDIT + "?by=" + TestSite.encode(admin.toString()))).contains("Invite created");
    assertThat(browser.get(AUDIT + "?from=x").statusCode()).isEqualTo(400);
  }

  @Test
  void lists_asFiles_haveWhatFits_andTheAuditLogTells() throws Exception {
    browser.get(MEMBERS);
    HttpResponse<String> csv =
        browser.submit(MEMBERS + "/export", "format", "csv", "from", MEMBERS + "?alias=yes&page=9");

    assertThat(csv.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"room-members.csv\"");
    assertThat(csv.body())
        .startsWith("\ufeffid,name,note,role,since,invited_by,label,aliases,last_seen\r\n")
        .contains("'" + heron + ",,,member,", ",heron,\r\n")
        .doesNotContain(plain.toString());
    assertThat(audit("list-exported")).isEqualTo(1);
    for (String list : new String[] {"members", "invites", "aliases", "blocked", "audit"}) {
      HttpResponse<String> json =
          browser.submit(
              "/dashboard/" + list + "/export", "format", "json", "from", "/dashboard/" + list);
      assertThat(json.statusCode()).isEqualTo(200);
      assertThat(json.body()).startsWith("[").endsWith("]");
    }
  }

  @Test
  void auditLogAsAFile_hasTheDaysThatThePageWasSearchedFor() throws Exception {
    browser.get(AUDIT);
    String days = AUDIT + "?from=2026-05-01&to=2026-05-01&zone=UTC&before=1";
    assertThat(browser.submit(AUDIT + "/export", "format", "csv", "from", days).body())
        .contains("member-added");
    assertThat(
            browser
                .submit(AUDIT + "/export", "format", "csv", "from", AUDIT + "?from=2026-05-02")
                .body())
        .doesNotContain("member-added");
  }

  @Test
  void file_askedForTwiceFromOnePage_isMadeAnew() throws Exception {
    browser.get(MEMBERS);
    String[] form = {"format", "csv", "from", MEMBERS, "once", "x"};
    assertThat(browser.submit(MEMBERS + "/export", form).body()).doesNotContain("karla");
    site.room.names().choose(Actor.of(heron), heron, "karla");

    assertThat(browser.submit(MEMBERS + "/export", form).body()).contains("karla");
    assertThat(audit("list-exported")).isEqualTo(2);
  }

  @Test
  void file_defusesFormulas_andQuotesWhatNeedsIt() {
    ListFile file = new ListFile("a", "b");
    file.add("=1+1", "x,\"y\"\nz");
    file.add(-5, Optional.empty());
    file.add("+1", "@me");

    assertThat(file.csv())
        .isEqualTo("\ufeffa,b\r\n'=1+1,\"x,\"\"y\"\"\nz\"\r\n-5,\r\n'+1,'@me\r\n");
  }

  private long invite(String label) throws Exception {
    return site.room
        .invites()
        .create(Actor.of(admin), new InviteTerms(1, Optional.empty(), label))
        .invite()
        .id();
  }

  private long openInvites() {
    return site.room.invites().list().stream()
        .filter(invite -> invite.state(site.now.get()) == Invite.State.OPEN)
        .count();
  }

  private long audit(String action) throws Exception {
    return site.room.audit().newest(operator, 1000, null).stream()
        .map(AuditEntry::action)
        .filter(action::equals)
        .count();
  }

  private String done(String list, String... fields) throws Exception {
    return browser
        .get(TestBrowser.location(browser.submitFrom(list, list + "/several", fields)))
        .body();
  }

  private String rows(String path) throws Exception {
    String page = browser.get(path).body();
    return page.substring(page.indexOf("<main"));
  }

  private static String link(FeedId id) {
    return "one?id=" + TestSite.encode(id.toString());
  }
}
