package alcove.web.http;

import static alcove.web.TestSite.FORM;
import static alcove.web.TestSite.fromElsewhere;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.address.WebOrigin;
import alcove.identity.FeedId;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets to what carries secrets, with and without encryption on the way. */
class SecretRoutesTest {
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.OPEN);
    site.address.set(site.address(WebOrigin.http("localhost", 3000), false));
  }

  @AfterEach
  void close() {
    site.close();
  }

  private HttpResponse<String> join(String... headers) throws Exception {
    return site.get("/join?invite=" + site.invite(), headers);
  }

  @Test
  void clientOnThisMachine_always_passes() throws Exception {
    assertThat(join().statusCode()).isEqualTo(200);
    assertThat(join().body()).doesNotContain("class=\"qr\"");
  }

  @Test
  void linkThatWorksOnThisMachineOnly_hasNoCodeToScan() throws Exception {
    FeedId admin = TestSite.newId();
    site.room.members().add(Actor.operator(), admin, Role.ADMIN);
    TestBrowser browser = TestBrowser.of(site, admin);
    browser.setCookie("session", browser.cookie("__Host-session").orElseThrow());
    String members = "/dashboard/members";

    List<HttpResponse<String>> pages =
        List.of(
            site.post("/create-invite", TestSite.FORM, ""),
            browser.submitFrom(members, members + "/reset-link", "id", admin.toString()),
            browser.submitFrom(members, "/dashboard/invites/create", "uses", "1"));

    assertThat(pages)
        .allSatisfy(
            page ->
                assertThat(page.body())
                    .contains(">http://localhost:3000/")
                    .doesNotContain("class=\"qr\""));
  }

  @Test
  void clientElsewhere_overHttps_passes() throws Exception {
    site.address.set(site.address(WebOrigin.https("room.example"), false));

    assertThat(join(fromElsewhere()).statusCode()).isEqualTo(200);
  }

  @Test
  void clientElsewhere_whereTheOperatorAllowsPlainHttp_passes() throws Exception {
    site.address.set(site.address(WebOrigin.http("192.168.1.2", 3000), true));

    assertThat(join(fromElsewhere()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/join?invite=x", "/setup?token=x", "/create-invite"})
  void clientElsewhere_overPlainHttp_getsPageThatTellsTheOperatorWhatToDo(String path)
      throws Exception {
    HttpResponse<String> page = site.get(path, fromElsewhere());

    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.body()).contains("secure connection", "--domain", "--insecure-http");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/invite/consume", "/setup/password", "/setup/finish", "/create-invite"})
  void clientElsewhere_overPlainHttp_cannotPostEither(String path) throws Exception {
    assertThat(site.post(path, FORM, "", fromElsewhere()).statusCode()).isEqualTo(403);
    assertThat(site.room.invites().list()).isEmpty();
  }

  /** Apps show the text only with this status. */
  @Test
  void app_elsewhere_isToldWithStatus200() throws Exception {
    String id = TestSite.newId().toString();
    for (HttpResponse<String> answer :
        List.of(
            site.get("/join?encoding=json&invite=" + site.invite(), fromElsewhere()),
            site.claim(id, site.invite(), fromElsewhere()))) {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .startsWith("{\"status\":\"error\",\"error\":\"This needs a secure connection. ")
          .contains("--insecure-http");
    }
    assertThat(site.room.members().list()).isEmpty();
  }

  /** Each of them shows that the client may be anywhere. */
  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-For, 127.0.0.1",
    "X-Forwarded-For, ::1",
    "X-Forwarded-For, ''",
    "X-Forwarded-For, unknown",
    "X-Real-IP, 127.0.0.1",
    "X-Forwarded-Proto, https",
    "X-Forwarded-Host, localhost",
    "Forwarded, for=127.0.0.1;proto=https",
    "Via, 1.1 proxy"
  })
  void clientBehindProxyOfThisMachine_whateverItSays_doesNotPass(String name, String value)
      throws Exception {
    assertThat(join(name, value).statusCode()).isEqualTo(403);
  }
}
