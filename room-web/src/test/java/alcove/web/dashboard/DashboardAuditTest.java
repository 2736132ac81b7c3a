package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.apps.AppCard;
import alcove.room.apps.Platform;
import alcove.room.audit.AuditEvent;
import alcove.room.model.InviteTerms;
import alcove.room.model.NewInvite;
import alcove.room.model.NoticeKind;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of the audit log. */
class DashboardAuditTest {
  private static final String PATH = AuditHandler.PATH;
  private static final String MARKUP = "<b onclick=\"x\">Ana</b>";
  private static final String ESCAPED = "&lt;b onclick=&quot;x&quot;&gt;Ana&lt;/b&gt;";
  private static final Pattern OLDER = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");

  private final Actor operator = Actor.operator();

  private TestSite site;
  private FeedId adminId;
  private FeedId alice;
  private TestBrowser admin;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    adminId = TestSite.newId();
    site.room.members().add(operator, adminId, Role.ADMIN);
    alice = site.memberCalled("alice");
    admin = TestBrowser.of(site, adminId);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private TestBrowser browserOf(Role role) throws Exception {
    FeedId id = TestSite.newId();
    site.room.members().add(operator, id, role);
    return TestBrowser.of(site, id);
  }

  private static String row(String page, String word) {
    Matcher row =
        Pattern.compile("<th scope=\"row\">" + word + "</th>(.*?)</tr>", Pattern.DOTALL)
            .matcher(page);
    assertThat(row.find()).as(word + " in " + page).isTrue();
    return row.group(1);
  }

  @Test
  void entry_saysWhoDidWhatToWhom_andLeadsThere() throws Exception {
    site.room.members().changeRole(Actor.of(adminId), alice, Role.MODERATOR);

    String row = row(admin.get(PATH).body(), "Role changed");
    assertThat(row)
        .contains("href=\"" + MemberListHandler.pathOf(alice) + "\"")
        .contains(">member<", "→", ">moderator<", ">you<", "May 1, 2026, 12:00")
        .contains("datetime=\"2026-05-01T12:00:00Z\"");
    assertThat(TestBrowser.of(site, alice).get(PATH).body())
        .contains("href=\"" + MemberListHandler.pathOf(alice) + "\">you<");
  }

  @Test
  void log_isForThoseWhoLookAfterTheRoom_andLinksToItToo() throws Exception {
    NewInvite invite = site.room.invites().create(operator, InviteTerms.SINGLE);
    FeedId newcomer = TestSite.newId();
    site.room.invites().claim(invite.token().text(), newcomer);
    TestBrowser member = browserOf(Role.MEMBER);
    TestBrowser moderator = browserOf(Role.MODERATOR);

    assertThat(member.get(PATH).statusCode()).isEqualTo(403);
    for (String path : List.of("/dashboard", MemberListHandler.pathOf(alice))) {
      assertThat(moderator.get(path).body()).contains(PATH);
      assertThat(member.get(path).body()).doesNotContain(PATH, "Recent activity");
    }
    assertThat(row(moderator.get(PATH).body(), "Invite claimed"))
        .containsOnlyOnce(MemberListHandler.pathOf(newcomer))
        .contains("themselves");
  }

  @Test
  void entryAboutAnInvite_leadsToItAlone() throws Exception {
    var terms = new InviteTerms(1, Optional.empty(), MARKUP);
    NewInvite invite = site.room.invites().create(Actor.of(alice), terms);
    site.invite();
    long number = invite.invite().id();

    String page = admin.get(PATH + "?q=" + number).body();
    assertThat(row(page, "Invite created"))
        .contains("href=\"/dashboard/invites?q=" + number + "\">Invite #" + number + "<", ESCAPED);
    assertThat(page).doesNotContain("<b onclick", invite.token().text());
    assertThat(admin.get("/dashboard/invites?q=" + number).body())
        .contains(ESCAPED, "All invites")
        .doesNotContain("Invite #");
  }

  @Test
  void entryAboutAnAlias_leadsToIt_onceSomebodyHasItAgain() throws Exception {
    site.room.aliases().revoke(Actor.of(adminId), "alice");
    String link = "href=\"/dashboard/aliases?q=alice\"";

    assertThat(row(admin.get(PATH).body(), "Alias revoked"))
        .contains(">alice<", MemberListHandler.pathOf(alice))
        .doesNotContain(link);
    site.room.members().remove(operator, alice);
    site.now.set(site.now.get().plusSeconds(31 * 86_400));
    site.memberCalled("alice");

    TestBrowser again = TestBrowser.of(site, adminId);
    assertThat(row(again.get(PATH).body(), "Alias revoked")).contains(link, ">" + alice + "<");
  }

  @Test
  void entriesAboutSettingsNoticesAndApps_sayWhatItIsNow() throws Exception {
    site.room.change(operator, RoomSetting.COLOR, "#112233");
    site.room.change(operator, RoomSetting.SHOW_ONLINE, "no");
    site.room.notices().save(operator, NoticeKind.NEWS, "de", "Neues", "");
    site.switchTo(PrivacyMode.RESTRICTED);
    site.room.audit().enter(operator, new AuditEvent.BackedUp("with the identity"));
    AppCard card =
        new AppCard(
            MARKUP,
            Set.of(Platform.IOS),
            "https://app.example/",
            Optional.empty(),
            Optional.empty());
    site.room.apps().move(operator, site.room.apps().add(operator, card).id(), 1);

    String page = admin.get(PATH).body();
    assertThat(page).contains(">The room’s colour</a>").doesNotContain("settings.color");
    assertThat(row(page, "Setting changed"))
        .contains("Show on the front page", ">no<", "the operator", SettingsHandler.PATH);
    assertThat(row(page, "Notice written")).contains("href=\"/notice/list#news\"", ">de<");
    assertThat(row(page, "Privacy mode changed")).contains(">Restricted<");
    assertThat(row(page, "App on the invite pages changed")).contains(ESCAPED, ">place 1<");
    assertThat(row(page, "App added to the invite pages")).contains(">https://app.example/<");
    assertThat(row(page, "Backup made")).contains("with the identity");
    assertThat(page).doesNotContain("<b onclick");
  }

  /** The reason is one that could be looked for. */
  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"MODERATOR", "ADMIN"})
  void reader_seesItsPartOfTheLog(Role role) throws Exception {
    TestBrowser reader = browserOf(role);
    FeedId stranger = TestSite.newId();
    site.room.blocks().block(operator, stranger, "alice again", Optional.empty());
    site.room.passwords().newResetLink(operator, alice);
    site.invite(new InviteTerms(1, Optional.empty(), "for Ana"));

    String all = reader.get(PATH).body();
    String named = reader.get(PATH + "?q=again").body();

    assertThat(all)
        .contains("ID blocked", stranger.toString(), "alice again", "for Ana")
        .contains("href=\"/dashboard/blocked?q=", "<option value=\"invites\"");
    assertThat(all.contains("Password link created")).isEqualTo(role == Role.ADMIN);
    assertThat(all.contains("<option value=\"copies\"")).isEqualTo(role == Role.ADMIN);
    assertThat(named).contains("No matching entries.");
  }

  @Test
  void log_isFilteredByGroupAndText_andKeepsWhatWasTyped() throws Exception {
    site.room.blocks().block(operator, TestSite.newId(), "", Optional.empty());

    assertThat(admin.get(PATH + "?about=blocks").body())
        .contains("ID blocked")
        .containsPattern("<option value=\"blocks\"[^>]* selected=\"selected\"")
        .doesNotContain("Member added");
    assertThat(admin.get(PATH + "?q=" + TestSite.encode(alice.toString())).body())
        .contains("Member added", "value=\"" + alice + "\"")
        .doesNotContain("ID blocked");
    assertThat(admin.get(PATH + "?about=none&q=" + TestSite.encode("\"><script>")).body())
        .contains("No matching entries.", "value=\"&quot;&gt;&lt;script&gt;\"")
        .doesNotContain("<script>");
  }

  @Test
  void longLog_isReadPageByPage_underTheSameFilter() throws Exception {
    for (int i = 0; i < 60; i++) {
      site.room.change(operator, RoomSetting.NAME, "Room " + (i + 100));
    }

    String first = admin.get(PATH + "?about=settings").body();
    assertThat(first).contains("Room 159", "Room 110").doesNotContain("Room 109", "Back to newest");
    Matcher older = OLDER.matcher(first);
    assertThat(older.find()).isTrue();
    String second = admin.get(older.group(1).replace("&amp;", "&")).body();
    assertThat(second)
        .contains("Room 109", "Room 100", "href=\"/dashboard/audit?about=settings\"")
        .doesNotContain("Room 110", "rel=\"next\"", "Member added");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"before=0", "before=-1", "before=x", "before=99999999999999999999", "q=%25"})
  void questionThatMakesNoSense_isNoFault(String query) throws Exception {
    assertThat(admin.get(PATH + "?" + query).statusCode()).isEqualTo(200);
  }

  @Test
  void pages_thatTellOfTheLog_leadToIt() throws Exception {
    for (String path : List.of("/dashboard", "/dashboard/measurements")) {
      assertThat(admin.get(path).body()).contains("href=\"/dashboard/audit\"");
    }
    Matcher link =
        Pattern.compile("href=\"(/dashboard/audit\\?q=[^\"]+)\"")
            .matcher(admin.get(MemberListHandler.pathOf(alice)).body());
    assertThat(link.find()).isTrue();
    assertThat(admin.get(link.group(1)).body()).contains("value=\"" + alice + "\"", "Member added");
  }

  @Test
  void page_inGerman_hasNoEnglish() throws Exception {
    admin.setCookie("__Host-language", "de");

    assertThat(admin.get(PATH).body())
        .contains("Protokoll", "Mitglied hinzugefügt", "Betrifft")
        .doesNotContain("Member added", "Audit log");
  }
}
