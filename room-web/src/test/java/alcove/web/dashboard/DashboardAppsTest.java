package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.apps.App;
import alcove.room.apps.AppStore;
import alcove.room.apps.Platform;
import alcove.room.notices.Apps;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of the apps that invite pages name. */
class DashboardAppsTest {
  private static final String PATH = AppListHandler.PATH;
  private static final String LINK = "https://app.example/#/join?x={invite}";

  private TestSite site;
  private TestBrowser admin;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    FeedId id = TestSite.newId();
    site.room.members().add(Actor.operator(), id, Role.ADMIN);
    admin = TestBrowser.of(site, id);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private List<String> names() {
    return site.room.apps().list().stream().map(app -> app.card().name()).toList();
  }

  private App last() {
    return site.room.apps().list().getLast();
  }

  private static String[] app(String name, String homepage, String link, String androidPackage) {
    return new String[] {
      "name",
      name,
      "homepage",
      homepage,
      "browser-link",
      link,
      "android-package",
      androidPackage,
      "runs-on-ios",
      "yes",
      "runs-on-browser",
      "yes"
    };
  }

  private HttpResponse<String> add(String... fields) throws Exception {
    return admin.submitFrom(PATH, PATH + "/add", fields);
  }

  private String seen(HttpResponse<String> done) throws Exception {
    return admin.get(TestBrowser.location(done)).body();
  }

  @Test
  void app_isAdded_andInvitePagesNameIt() throws Exception {
    HttpResponse<String> done =
        add(app(" Reed & <b>Co</b> ", "https://app.example/", LINK, "example.reed"));

    assertThat(seen(done))
        .contains("Invite pages list it now.", "Reed &amp; &lt;b&gt;Co&lt;/b&gt;")
        .contains("opens invites by a link")
        .doesNotContain("<b>Co");
    assertThat(last().card().name()).isEqualTo("Reed & <b>Co</b>");
    assertThat(last().card().platforms()).containsExactly(Platform.IOS, Platform.BROWSER);
    assertThat(last().card().androidPackage()).contains("example.reed");
    assertThat(site.get("/join?invite=" + site.invite()).body())
        .contains("href=\"https://app.example/\"", "href=\"https://app.example/#/join?x=https%3A")
        .doesNotContain("intent:");
    site.memberCalled("heron");
    assertThat(site.get("/alias/heron").body())
        .contains("href=\"https://app.example/\"", ">Manyverse<")
        .doesNotContain("/#/join");
  }

  @Test
  void linkOfAShop_isAdded_andComesBackIfItIsAnothers() throws Exception {
    String[] fields = app("Reed", "https://app.example/", "", "");
    String[] withStore = Arrays.copyOf(fields, fields.length + 2);
    withStore[fields.length] = "f-droid";
    withStore[fields.length + 1] = "https://f-droid.org.evil.example/";

    HttpResponse<String> page = add(withStore);
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body())
        .contains("id=\"f-droid-problem\"", "value=\"https://f-droid.org.evil.example/\"");

    withStore[fields.length + 1] = "https://f-droid.org/packages/x.y/";
    add(withStore);
    assertThat(last().card().stores())
        .containsExactly(Map.entry(AppStore.F_DROID, "https://f-droid.org/packages/x.y/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                 | https://a.example    | ''                   | ''      | name            | one line of 1 to 60
          Reed               | http://a.example     | ''                   | ''      | homepage        | that starts with https://
          Reed               | javascript:alert(1)  | ''                   | ''      | homepage        | that starts with https://
          Reed               | https://a.example    | javascript:{uri}     | ''      | browser-link    | curly brackets after its host
          Reed               | https://a.example    | https://a.example/   | ''      | browser-link    | curly brackets after its host
          Reed               | https://a.example    | data:text/html,{uri} | ''      | browser-link    | curly brackets after its host
          Reed               | https://a.example    | ''                   | reed    | android-package | such as com.example.app
          """)
  void appThatIsNone_comesBack_withWhatIsWrongBesideIt(
      String name, String homepage, String link, String android, String field, String problem)
      throws Exception {
    HttpResponse<String> again = add(app(name, homepage, link, android));

    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body())
        .contains("value=\"" + homepage + "\"", "checked=\"checked\"")
        .containsPattern(
            "id=\"%s\"[^>]*aria-describedby=\"%s-hint %s-problem\"[^>]*aria-invalid=\"true\""
                .formatted(field, field, field))
        .containsPattern("id=\"" + field + "-problem\">[^<]*" + problem);
    assertThat(names()).containsExactly("Manyverse");
    String id = Long.toString(last().id());
    String[] fields = java.util.Arrays.copyOf(app(name, homepage, link, android), 14);
    fields[12] = "id";
    fields[13] = id;
    HttpResponse<String> unchanged = admin.submit(PATH + "/change", fields);
    assertThat(unchanged.statusCode()).isEqualTo(400);
    assertThat(unchanged.body()).contains("id=\"" + field + "-problem\"", "value=\"" + id + "\"");
    assertThat(names()).containsExactly("Manyverse");
  }

  @Test
  void appThatRunsOnNothing_comesBack() throws Exception {
    HttpResponse<String> again =
        add(
            "name",
            "Reed",
            "homepage",
            "https://a.example/",
            "browser-link",
            "",
            "android-package",
            "");

    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body()).contains("Choose what this app runs on.", "value=\"Reed\"");
  }

  @Test
  void app_isChangedMovedAndRemoved() throws Exception {
    add(app("Reed", "https://app.example/", LINK, ""));
    String id = Long.toString(last().id());
    assertThat(admin.get(PATH + "/one?id=" + id).body())
        .contains("value=\"Reed\"", "value=\"" + LINK + "\"")
        .containsPattern("name=\"runs-on-ios\"[^>]*checked=\"checked\"")
        .doesNotContainPattern("name=\"runs-on-linux\"[^>]*checked=\"checked\"");

    HttpResponse<String> changed =
        admin.submit(
            PATH + "/change",
            "id",
            id,
            "name",
            "Reeds",
            "homepage",
            "https://app.example/",
            "browser-link",
            "",
            "android-package",
            "",
            "runs-on-linux",
            "yes");
    assertThat(seen(changed)).contains("App changed.");
    assertThat(last().card().platforms()).containsExactly(Platform.LINUX);
    assertThat(last().card().browserLink()).isEqualTo(Optional.empty());
    assertThat(seen(admin.submit(PATH + "/move", "id", id, "place", "1")))
        .contains("Order changed.");
    assertThat(names()).containsExactly("Reeds", "Manyverse");
    assertThat(seen(admin.submit(PATH + "/remove", "id", id)))
        .contains("Invite pages no longer list it.");
    assertThat(names()).containsExactly("Manyverse");
    assertThat(admin.get(PATH + "/one?id=" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void list_thatIsFullOrEmpty_saysSo() throws Exception {
    admin.submitFrom(PATH, PATH + "/remove", "id", Long.toString(last().id()));
    assertThat(admin.get(PATH).body()).contains("Invite pages list no app");
    while (site.room.apps().list().size() < Apps.MOST) {
      add(app("Reed", "https://app.example/", "", ""));
    }

    assertThat(admin.get(PATH).body())
        .contains("The list is full.")
        .doesNotContain("action=\"/dashboard/settings/apps/add\"");
    HttpResponse<String> refused = add(app("Heron", "https://app.example/", "", ""));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("The list is full.");
  }

  @Test
  void settings_andApps_leadToEachOther() throws Exception {
    assertThat(admin.get(SettingsHandler.PATH).body())
        .contains("href=\"/dashboard/settings/apps\"");
    assertThat(admin.get(PATH).body())
        .containsPattern("href=\"/dashboard/settings/apps\"[^>]*aria-current=\"page\"");
  }
}
