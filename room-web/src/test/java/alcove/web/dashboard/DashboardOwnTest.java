package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.model.Notice;
import alcove.room.model.NoticeKind;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings, notices and one's own account. */
class DashboardOwnTest {
  private static final String SETTINGS = SettingsHandler.PATH;
  private static final String NOTICES = NoticeEditorHandler.PATH;
  private static final String ACCOUNT = AccountHandler.PATH;

  private TestSite site;
  private FeedId adminId;
  private TestBrowser admin;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    adminId = TestSite.newId();
    site.room.members().add(Actor.operator(), adminId, Role.ADMIN);
    admin = TestBrowser.of(site, adminId);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private TestBrowser browserOf(Role role) throws RefusedException {
    FeedId id = TestSite.newId();
    site.room.members().add(Actor.operator(), id, role);
    return TestBrowser.of(site, id);
  }

  private static String[] settings(String name, String aliases) {
    return new String[] {
      "name",
      name,
      "description",
      "For birds",
      "language",
      "en",
      "alias-form",
      "path",
      "aliases-per-member",
      aliases,
      "audit-log-days",
      "forever",
      "contact",
      "mail@example.org",
      "imprint",
      "Heron Ltd"
    };
  }

  @Test
  void settings_areSaved_andTheFrontPageHonoursThem() throws Exception {
    HttpResponse<String> done =
        admin.submitFrom(SETTINGS, SETTINGS + "/save", settings("Reed <b>", "7"));

    assertThat(TestBrowser.location(done)).isEqualTo(SETTINGS + "?done=saved");
    assertThat(site.room.settings().aliasesPerMember()).isEqualTo(7);
    assertThat(site.room.settings().showOnline()).isFalse();
    assertThat(site.get("/", "Accept-Language", "en").body())
        .contains("Reed &lt;b&gt;", "For birds", "mail@example.org", "Heron Ltd")
        .doesNotContain("are here now");
  }

  @Test
  void settings_thatSomebodyElseChangesMeanwhile_stay() throws Exception {
    String page = admin.get(SETTINGS).body();
    List<String> form = new ArrayList<>(List.of(settings("Reed", "5")));
    form.set(form.indexOf("For birds"), "");
    for (RoomSetting setting : SettingsHandler.SHOWN) {
      Matcher before =
          Pattern.compile("name=\"(before-" + setting.word() + ")\" value=\"([^\"]*)\"")
              .matcher(page);
      assertThat(before.find()).as(setting.word()).isTrue();
      form.addAll(List.of(before.group(1), before.group(2)));
    }
    site.room.change(Actor.operator(), RoomSetting.DESCRIPTION, "Somebody else wrote this");

    admin.submit(SETTINGS + "/save", form.toArray(String[]::new));

    assertThat(site.room.settings().name()).isEqualTo("Reed");
    assertThat(site.room.settings().description()).isEqualTo("Somebody else wrote this");
  }

  @Test
  void nameOfTheRoom_thatTurnsWhatFollows_isKeptWithoutThat() throws Exception {
    admin.submitFrom(SETTINGS, SETTINGS + "/save", settings("\u202eReed", "5"));

    assertThat(site.room.settings().name()).isEqualTo("Reed");
  }

  @Test
  void settingThatIsWrong_comesBack_andNothingIsSaved() throws Exception {
    String[] wrong = settings("", "many");
    wrong[wrong.length - 3] = "x".repeat(201);
    wrong[wrong.length - 1] = "x".repeat(1001);
    HttpResponse<String> page = admin.submitFrom(SETTINGS, SETTINGS + "/save", wrong);

    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body())
        .contains("A name is one line of 1 to 128 characters", "0 to 1,000 aliases")
        .contains("value=\"many\"", "A contact is one line of at most 200 characters")
        .contains("An imprint is one line of at most 1,000 characters");
    assertThat(site.room.settings().name()).isEqualTo("Harbour");
    assertThat(site.room.settings().description()).isEmpty();
    assertThat(site.room.settings().contact()).isEmpty();
  }

  @Test
  void formWithoutAllItsFields_empties_nothing() throws Exception {
    admin.submitFrom(SETTINGS, SETTINGS + "/save", settings("Reed", "7"));

    HttpResponse<String> page = admin.submit(SETTINGS + "/save", "name", "Heron");

    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(site.room.settings().name()).isEqualTo("Reed");
    assertThat(site.room.settings().description()).isEqualTo("For birds");
    admin.submit(
        NOTICES + "/save", "kind", "news", "language", "en", "title", "", "content", "Rain");
    assertThat(
            admin
                .submit(NOTICES + "/save", "kind", "news", "language", "en", "title", "x")
                .statusCode())
        .isEqualTo(400);
    assertThat(site.room.notices().list().getFirst().content()).isEqualTo("Rain");
  }

  @Test
  void notice_thatSomebodyElseWritesMeanwhile_isNotWrittenOver_untilTheWriterKnows()
      throws Exception {
    String edit = NOTICES + "/edit?kind=news&language=en";
    site.room.notices().save(Actor.operator(), NoticeKind.NEWS, "en", "", "Fog");
    String seen = seen(admin.get(edit).body());
    site.now.set(site.now.get().plusSeconds(60));
    site.room.notices().save(Actor.operator(), NoticeKind.NEWS, "en", "", "Rain");

    HttpResponse<String> page = publish(edit, "en", "Sun", seen);

    assertThat(page.statusCode()).isEqualTo(409);
    assertThat(page.body())
        .contains("Somebody changed this notice after you opened it", ">Sun</textarea>");
    assertThat(site.room.notices().list().getFirst().content()).isEqualTo("Rain");

    assertThat(publish(edit, "de", "Sonne", seen).statusCode()).isEqualTo(303);
    assertThat(publish(edit, "en", "Sun", seen(page.body())).statusCode()).isEqualTo(303);
    assertThat(site.room.notices().list())
        .extracting(Notice::content)
        .containsExactlyInAnyOrder("Sun", "Sonne");
  }

  private HttpResponse<String> publish(String from, String language, String content, String seen)
      throws Exception {
    return admin.submitFrom(
        from,
        NOTICES + "/save",
        "kind",
        "news",
        "language",
        language,
        "title",
        "",
        "content",
        content,
        "seen",
        seen);
  }

  private static String seen(String page) {
    Matcher seen = Pattern.compile("name=\"seen\" value=\"([^\"]*)\"").matcher(page);
    assertThat(seen.find()).isTrue();
    return seen.group(1);
  }

  @Test
  void password_thatIsChanged_signsAllOtherBrowsersOut() throws Exception {
    FeedId id = TestSite.newId();
    site.room.members().add(Actor.operator(), id, Role.MEMBER);
    TestBrowser here = TestBrowser.of(site, id);
    TestBrowser there = TestBrowser.of(site, id);
    site.room.passwords().newResetLink(Actor.operator(), id);

    HttpResponse<String> done =
        here.submitFrom(
            "/dashboard/account",
            "/dashboard/account/password",
            "password",
            "a heron in the reed",
            "again",
            "a heron in the reed");

    assertThat(here.get(TestBrowser.location(done)).body())
        .contains("All your other browsers are signed out");
    assertThat(there.get("/dashboard").statusCode()).isEqualTo(303);
    assertThat(here.get("/dashboard").statusCode()).isEqualTo(200);
    assertThat(site.room.dataOf(id).resetEnd()).isEmpty();
  }

  @Test
  void controlCharacters_thatAPageNeverSends_areRefused() throws Exception {
    assertThat(
            admin
                .submitFrom(
                    "/dashboard",
                    "/dashboard/blocked/add",
                    "id",
                    TestSite.newId().toString(),
                    "reason",
                    "a\0b")
                .statusCode())
        .isEqualTo(400);
    assertThat(
            admin
                .submit(
                    NOTICES + "/save",
                    "kind",
                    "news",
                    "language",
                    "en",
                    "title",
                    "",
                    "content",
                    "a\0b")
                .statusCode())
        .isEqualTo(400);
    assertThat(admin.get("/dashboard/members?q=a%00b").statusCode()).isEqualTo(200);
    assertThat(site.room.blocks().list()).isEmpty();
  }

  @Test
  void mode_isChangedByAdmins_andJudgedAtOnce() throws Exception {
    admin.submitFrom(SETTINGS, SETTINGS + "/privacy-mode", "mode", "restricted");
    assertThat(site.room.settings().privacyMode()).isEqualTo(PrivacyMode.RESTRICTED);

    assertThat(admin.submit(SETTINGS + "/privacy-mode", "mode", "closed").statusCode())
        .isEqualTo(400);
    assertThat(site.room.settings().privacyMode()).isEqualTo(PrivacyMode.RESTRICTED);
  }

  @Test
  void notice_isPreviewedWrittenShownAndDeleted() throws Exception {
    String[] notice = {
      "kind", "code-of-conduct", "language", "en", "title", "Be <kind>", "content", "To *birds*"
    };
    String[] preview = java.util.Arrays.copyOf(notice, notice.length + 2);
    preview[notice.length] = "preview";
    preview[notice.length + 1] = "yes";

    assertThat(admin.submitFrom(NOTICES, NOTICES + "/save", preview).body())
        .contains("<p>To <em>birds</em></p>", ">To *birds*</textarea>");
    assertThat(site.room.notices().list()).isEmpty();
    assertThat(admin.submit(NOTICES + "/save", notice).statusCode()).isEqualTo(303);

    assertThat(site.get("/notice/list").body())
        .contains("id=\"code-of-conduct\"", "Be &lt;kind&gt;", "<em>birds</em>");
    assertThat(site.get("/").body()).contains("/notice/show?kind=code-of-conduct");
    assertThat(admin.get(NOTICES + "/edit?kind=code-of-conduct&language=en").body())
        .contains("To *birds*");
    admin.submit(NOTICES + "/delete", "kind", "code-of-conduct", "language", "en");
    assertThat(site.room.notices().list()).isEmpty();
  }

  @Test
  void notice_thatTakesTooLong_isRefusedWithAWord_alsoInAPreview() throws Exception {
    site.slowTypesetting();
    String[] notice = {
      "kind", "news", "language", "en", "title", "New", "content", "*a ".repeat(100)
    };
    String[] preview = java.util.Arrays.copyOf(notice, notice.length + 2);
    preview[notice.length] = "preview";
    preview[notice.length + 1] = "yes";
    for (String[] each : java.util.List.of(notice, preview)) {
      HttpResponse<String> page = admin.submitFrom(NOTICES, NOTICES + "/save", each);
      assertThat(page.statusCode()).isEqualTo(400);
      assertThat(page.body()).contains("Making a page of it takes too long", "*a *a");
    }
    assertThat(site.room.notices().list()).isEmpty();
    notice[7] = "short";
    admin.submitFrom(NOTICES, NOTICES + "/save", notice);
    assertThat(site.room.notices().list()).hasSize(1);
  }

  @Test
  void notice_ofAKindThatIsNone_isNotFound_alsoForAPreview() throws Exception {
    for (String[] more : new String[][] {{}, {"preview", "yes"}, {"kind", "gossip"}}) {
      HttpResponse<String> page = admin.submitFrom(NOTICES, NOTICES + "/save", more);

      assertThat(page.statusCode()).isEqualTo(404);
      assertThat(page.body()).doesNotContain("<textarea", "gossip");
    }
  }

  @Test
  void longNotice_arrivesWhole_andOneThatIsTooLongIsNotLost() throws Exception {
    String content = "\u00e4\n".repeat(32_768);
    admin.submitFrom(
        NOTICES,
        NOTICES + "/save",
        "kind",
        "news",
        "language",
        "en",
        "title",
        "",
        "content",
        content);
    assertThat(site.room.notices().list().getFirst().content()).isEqualTo(content);

    HttpResponse<String> page =
        admin.submit(
            NOTICES + "/save",
            "kind",
            "news",
            "language",
            "en",
            "title",
            "",
            "content",
            content + "too long");
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body()).contains("too long</textarea>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | /dashboard/settings                       | 403 | 403 | 200
          POST | /dashboard/settings/save                  | 403 | 403 | 400
          POST | /dashboard/settings/privacy-mode          | 403 | 403 | 400
          GET  | /dashboard/settings/apps                  | 403 | 403 | 200
          GET  | /dashboard/settings/apps/one?id=1         | 403 | 403 | 200
          POST | /dashboard/settings/apps/add              | 403 | 403 | 400
          POST | /dashboard/settings/apps/change           | 403 | 403 | 404
          POST | /dashboard/settings/apps/move             | 403 | 403 | 404
          POST | /dashboard/settings/apps/remove           | 403 | 403 | 404
          GET  | /dashboard/audit                          | 403 | 200 | 200
          GET  | /dashboard/account/data                   | 200 | 200 | 200
          GET  | /dashboard/notices                        | 403 | 200 | 200
          GET  | /dashboard/notices/edit?kind=news         | 403 | 200 | 200
          POST | /dashboard/notices/save                   | 403 | 404 | 404
          POST | /dashboard/notices/delete                 | 403 | 404 | 404
          GET  | /dashboard/account                        | 200 | 200 | 200
          POST | /dashboard/account/end-session            | 404 | 404 | 404
          POST | /dashboard/account/password               | 400 | 400 | 400
          POST | /dashboard/account/leave                  | 303 | 303 | 303
          """)
  void request_ofEachRole_isAnsweredAsTheTableSays(
      String method, String path, int member, int moderator, int admin) throws Exception {
    for (PrivacyMode mode : PrivacyMode.values()) {
      site.switchTo(mode);
      for (Role role : Role.values()) {
        TestBrowser browser = browserOf(role);
        browser.get("/dashboard");
        HttpResponse<String> answer =
            method.equals("GET") ? browser.get(path) : browser.submit(path);
        assertThat(answer.statusCode())
            .as("%s %s in %s", method, path, mode)
            .isEqualTo(
                switch (role) {
                  case MEMBER -> member;
                  case MODERATOR -> moderator;
                  case ADMIN -> admin;
                });
      }
    }
  }

  @Test
  void sessions_endOneByOneAndAllTogether() throws Exception {
    TestBrowser other = TestBrowser.of(site, adminId);
    String page = admin.get(ACCOUNT).body();
    assertThat(page).contains("this browser", "with the app");
    long id =
        site.room.sessions().of(adminId).stream()
            .filter(each -> page.contains("name=\"id\" value=\"" + each.id() + "\""))
            .findFirst()
            .orElseThrow()
            .id();

    admin.submit(ACCOUNT + "/end-session", "id", Long.toString(id));
    assertThat(other.get("/dashboard").statusCode()).isEqualTo(303);
    assertThat(admin.get("/dashboard").statusCode()).isEqualTo(200);
    site.room.sessions().open(adminId, SignInWay.APP, Session.Device.UNKNOWN, "");
    admin.submit(ACCOUNT + "/end-all");
    assertThat(site.room.sessions().of(adminId)).isEmpty();
    assertThat(admin.cookie("__Host-session")).isEmpty();
  }

  @Test
  void password_isSet_andChangedByWhoKnowsThePresentOne() throws Exception {
    String[] first = {"password", "a heron in the reed", "again", "a heron in the reed"};
    assertThat(TestBrowser.location(admin.submitFrom(ACCOUNT, ACCOUNT + "/password", first)))
        .isEqualTo(ACCOUNT + "?done=password");

    assertThat(
            admin
                .submit(
                    ACCOUNT + "/password",
                    "present",
                    "wrong",
                    "password",
                    "another heron",
                    "again",
                    "another heron")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            admin
                .submit(
                    ACCOUNT + "/password",
                    "present",
                    "a heron in the reed",
                    "password",
                    "another heron",
                    "again",
                    "another heron")
                .statusCode())
        .isEqualTo(303);
    assertThat(site.verify(adminId.toString(), "another heron")).isEqualTo(adminId);
  }

  @Test
  void lastAdmin_stays_andOthersLeave() throws Exception {
    assertThat(admin.submitFrom(ACCOUNT, ACCOUNT + "/leave").statusCode()).isEqualTo(403);
    assertThat(site.room.standings().of(adminId)).isEqualTo(Standing.ADMIN);
    TestBrowser member = browserOf(Role.MEMBER);

    member.submitFrom(ACCOUNT, ACCOUNT + "/leave");

    assertThat(site.room.standings().of(member.id())).isEqualTo(Standing.EXTERNAL);
    assertThat(member.get("/dashboard").statusCode()).isEqualTo(303);
    assertThat(site.room.notices().kinds()).isEqualTo(java.util.Set.<NoticeKind>of());
  }
}
