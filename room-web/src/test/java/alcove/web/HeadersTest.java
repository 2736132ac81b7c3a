package alcove.web;

import static alcove.web.TestSite.FORM;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.room.policy.PrivacyMode;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers and methods that hold on every path, and what scripts of other sites may do. */
class HeadersTest {
  private static TestSite site;
  private static String token;

  @BeforeAll
  static void open() throws Exception {
    site = new TestSite(PrivacyMode.OPEN);
    site.memberCalled("alice");
    token = site.invite();
  }

  @AfterAll
  static void close() {
    site.close();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return site.get(path.replace("TOKEN", token));
  }

  private static Map<String, List<String>> withoutCookies(HttpResponse<String> answer) {
    Map<String, List<String>> headers = new HashMap<>(answer.headers().map());
    headers.remove("set-cookie");
    return headers;
  }

  private static HttpResponse<String> ask(String method, String path, String... headers)
      throws Exception {
    return site.send(
        site.request(path.replace("TOKEN", token), headers)
            .method(method, BodyPublishers.noBody()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/join?invite=TOKEN",
        "/join?invite=TOKEN&encoding=json",
        "/join?invite=x",
        "/invite/consume",
        "/create-invite",
        "/setup",
        "/notice/list",
        "/notice/privacy",
        "/notice/list?encoding=json",
        "/notice/show?kind=news",
        "/alias/alice",
        "/alice?encoding=json",
        "/nobody",
        "/no/where",
        "/%zz",
        "/assets/alcove.css",
        "/assets/none",
        "/healthz",
        "/readyz"
      })
  void everyPath_always_forbidsForeignContentAndFraming_andSetsNoCookieButForAnInvite(String path)
      throws Exception {
    for (String answer :
        List.of(
            site.getFrom("room.example", path.replace("TOKEN", token)),
            site.getFrom("alice.room.example", path.replace("TOKEN", token)))) {
      assertThat(answer)
          .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
          .contains("X-Content-Type-Options: nosniff\r\n")
          .contains("Referrer-Policy: no-referrer\r\n")
          .contains("Cross-Origin-Opener-Policy: same-origin\r\n")
          .satisfies(
              headers ->
                  assertThat(headers.replaceAll("(?i)set-cookie: __Host-join=[^\r]*", ""))
                      .doesNotContainIgnoringCase("set-cookie:"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/join?invite=TOKEN",
        "/join?invite=TOKEN&encoding=json",
        "/join?invite=x",
        "/create-invite",
        "/setup?token=x",
        "/alice",
        "/alias/alice?encoding=json",
        "/notice/list",
        "/notice/privacy",
        "/healthz",
        "/readyz"
      })
  void everyAnswer_butAssets_isStoredNowhere(String path) throws Exception {
    assertThat(get(path).headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void newInvite_always_isStoredNowhere() throws Exception {
    HttpHeaders headers = site.post("/create-invite", FORM, "").headers();

    assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
    assertThat(headers.firstValue("X-Robots-Tag")).hasValue("noindex");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/join?invite=TOKEN", "/join?invite=x", "/setup?token=x"})
  void pageWithSecret_always_isLeftOutBySearchEngines(String path) throws Exception {
    assertThat(get(path).headers().firstValue("X-Robots-Tag")).hasValue("noindex");
  }

  @ParameterizedTest
  @CsvSource({
    "/, 200",
    "/join?invite=TOKEN, 200",
    "/join?invite=TOKEN&encoding=json, 200",
    "/alice, 200",
    "/nobody, 404",
    "/no/where, 404",
    "/notice/list, 200",
    "/create-invite, 200",
    "/assets/alcove.css, 200",
    "/healthz, 200",
    "/readyz, 200"
  })
  void head_always_isGetWithoutBody(String path, int status) throws Exception {
    HttpResponse<String> head = ask("HEAD", path);
    HttpResponse<String> whole = get(path);

    assertThat(head.statusCode()).isEqualTo(status).isEqualTo(whole.statusCode());
    assertThat(head.body()).isEmpty();
    assertThat(withoutCookies(head)).isEqualTo(withoutCookies(whole));
    assertThat(
            site.exchange(
                "HEAD " + path.replace("TOKEN", token) + " HTTP/1.1",
                "Host: room.example",
                TestSite.CLOSE,
                "",
                ""))
        .endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/ | GET, HEAD, OPTIONS",
        "/join | GET, HEAD, OPTIONS",
        "/invite/consume | OPTIONS, POST",
        "/create-invite | GET, HEAD, OPTIONS, POST",
        "/setup | GET, HEAD, OPTIONS",
        "/setup/password | OPTIONS, POST",
        "/notice/list | GET, HEAD, OPTIONS",
        "/alias/alice | GET, HEAD, OPTIONS",
        "/alice | GET, HEAD, OPTIONS"
      })
  void otherMethods_always_areRefusedWithThoseThatAreThere(String path, String allowed)
      throws Exception {
    HttpResponse<String> refused = ask("DELETE", path);
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).hasValue(allowed);

    HttpResponse<String> options = ask("OPTIONS", path);
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).hasValue(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/join?invite=TOKEN&encoding=json",
        "/join?invite=x&encoding=json",
        "/alias/alice?encoding=json",
        "/alice?encoding=json",
        "/nobody?encoding=json",
        "/notice/list?encoding=json"
      })
  void json_forScriptsOfOtherSites_mayBeRead(String path) throws Exception {
    HttpHeaders headers = get(path).headers();

    assertThat(headers.firstValue("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(headers.firstValue("Access-Control-Allow-Credentials")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?encoding=json",
        "/join?invite=TOKEN",
        "/alias/alice",
        "/alice",
        "/notice/list",
        "/notice/privacy",
        "/create-invite",
        "/setup?encoding=json",
        "/assets/alcove.css",
        "/no/where?encoding=json",
        "/healthz"
      })
  void pages_forScriptsOfOtherSites_mayNotBeRead(String path) throws Exception {
    assertThat(get(path).headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  /** What a browser does before it lets a script of another site claim an invite, and then. */
  @Test
  void claim_byScriptOfOtherSite_isAllowedAfterItAsked() throws Exception {
    String[] asking = {
      "Origin", "https://app.example",
      "Access-Control-Request-Method", "POST",
      "Access-Control-Request-Headers", "content-type"
    };

    HttpResponse<String> may = ask("OPTIONS", "/invite/consume", asking);
    assertThat(may.statusCode()).isEqualTo(204);
    assertThat(may.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(may.headers().firstValue("Access-Control-Allow-Methods")).hasValue("OPTIONS, POST");
    assertThat(may.headers().firstValue("Access-Control-Allow-Headers")).hasValue("content-type");
    assertThat(may.headers().firstValue("Access-Control-Max-Age")).hasValue("86400");

    HttpResponse<String> answer =
        site.claim(
            TestSite.newId().toString(),
            site.invite(),
            "Origin",
            "https://app.example",
            "Sec-Fetch-Site",
            "cross-site");
    assertThat(answer.body()).contains("successful");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
  }

  @Test
  void createInvite_byScriptOfOtherSite_isNotAllowed() throws Exception {
    HttpHeaders headers = ask("OPTIONS", "/create-invite", "Origin", "https://a.example").headers();

    assertThat(headers.map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
  }

  @Test
  void claimForm_sentByOtherSite_isRefusedAndNotShared() throws Exception {
    HttpResponse<String> answer =
        site.post("/invite/consume", FORM, "id=x&invite=x", "Sec-Fetch-Site", "cross-site");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }
}
