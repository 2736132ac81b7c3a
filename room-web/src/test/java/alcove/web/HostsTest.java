package alcove.web;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.room.policy.PrivacyMode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the site answers under which name. */
class HostsTest {
  private static final Pattern STATUS = Pattern.compile("HTTP/[0-9.]+ ([0-9]{3}) ");

  /** A host, a path, and the status; of a room with the domain {@code room.example}. */
  private static final String WITH_DOMAIN =
      """
      room.example          /                      200
      ROOM.Example:8443     /login                 200
      room.example.         /                      200
      alice.room.example    /                      200
      alice.room.example    /alias/alice           200
      alice.room.example    /login                 404
      bob.room.example      /                      404
      www.room.example      /                      308
      www.room.example      /join?invite=x         308
      evil.example          /                      421
      evil.example          /login                 421
      evil.example          /alice?encoding=json   421
      evil.example          /assets/alcove.css     421
      evil.example          /no/where              421
      room.example.evil     /                      421
      evilroom.example      /                      421
      x.alice.room.example  /                      421
      alice.evil.example    /                      421
      localhost             /                      421
      127.0.0.1             /                      421
      [::1]                 /                      421
      evil.example          /healthz               200
      127.0.0.1:3000        /readyz                200
      alice.room.example    /healthz               200
      127.0.0.1:3000        /caddy/ask?domain=room.example      200
      evil.example          /caddy/ask?domain=www.room.example  200
      evil.example          /caddy/ask?domain=evil.example      404
      evil.example          /doctor/x              404
      """;

  /** The same of a room at {@code https://room.example} that has no domain. */
  private static final String WITHOUT_DOMAIN =
      """
      room.example          /                      200
      localhost:3000        /                      200
      LOCALHOST             /login                 200
      127.0.0.1:3000        /                      200
      127.0.0.2             /                      200
      [::1]:3000            /                      200
      192.0.2.7             /                      421
      alice.room.example    /                      421
      www.room.example      /                      421
      localhost.evil        /                      421
      evil.example          /                      421
      evil.example          /healthz               200
      """;

  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.OPEN);
    site.memberCalled("alice");
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static int status(String answer) {
    Matcher line = STATUS.matcher(answer);
    assertThat(line.lookingAt()).as(answer).isTrue();
    return Integer.parseInt(line.group(1));
  }

  private void assertTable(String table) throws Exception {
    List<String> found = new ArrayList<>();
    for (String row : table.lines().toList()) {
      String[] parts = row.split(" +", -1);
      int status = status(site.getFrom(parts[0], parts[1]));
      found.add("%-21s %-22s %s".formatted(parts[0], parts[1], status));
    }
    assertThat(found).containsExactlyElementsOf(table.lines().map(HostsTest::aligned).toList());
  }

  private static String aligned(String row) {
    String[] parts = row.split(" +", -1);
    return "%-21s %-22s %s".formatted(parts[0], parts[1], parts[2]);
  }

  @Test
  void room_withADomain_answersUnderItsOwnNames() throws Exception {
    assertTable(WITH_DOMAIN);
  }

  @Test
  void room_withoutADomain_answersUnderThisMachinesNamesAsWell() throws Exception {
    site.address.set(site.addressWithoutDomain());
    assertTable(WITHOUT_DOMAIN);
  }

  @Test
  void otherName_saysSoInTheFormThatIsAskedFor() throws Exception {
    assertThat(site.getFrom("evil.example", "/join?encoding=json"))
        .startsWith("HTTP/1.1 421 ")
        .contains("\r\n\r\n{\"status\":\"error\"")
        .doesNotContain("evil");
    assertThat(site.getFrom("evil.example", "/"))
        .contains("This server goes by another name")
        .doesNotContain("evil");
  }

  @Test
  void www_leadsToTheRoom_whateverWasAskedFor() throws Exception {
    assertThat(site.getFrom("www.room.example", "//evil.example/..//a?b=c"))
        .containsPattern("(?i)location: https://room\\.example/\\S*a\\?b=c\r\n");
    assertThat(
            site.exchange(
                "POST /login HTTP/1.1",
                "Host: www.room.example",
                "Content-Length: 0",
                TestSite.CLOSE,
                "",
                ""))
        .startsWith("HTTP/1.1 421 ");
  }

  @Test
  void plainPort_besideOneForTls_leadsThere_andTakesNothing() throws Exception {
    site.speaksTls.set(true);

    String page = site.getFrom("room.example", "/login?then=%2F");
    assertThat(page)
        .startsWith("HTTP/1.1 308 ")
        .containsPattern("(?i)location: https://room\\.example/login\\?then=%2F\r\n")
        .doesNotContainIgnoringCase("strict-transport-security")
        .doesNotContainIgnoringCase("set-cookie");
    assertThat(site.getFrom("alice.room.example", "/"))
        .containsPattern("(?i)location: https://alice\\.room\\.example/\r\n");
    HttpResponse<String> claim = site.claim(TestSite.newId().toString(), site.invite());
    assertThat(claim.body()).contains("\"status\":\"error\"", "HTTPS");
    assertThat(site.submit("/login/password", "name", "x", "password", "y").statusCode())
        .isEqualTo(403);
    assertThat(site.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(site.get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void plainPort_behindAProxyThatHasTls_isThatOfThePages() throws Exception {
    site.speaksTls.set(true);

    HttpResponse<String> page = site.get("/login", "X-Forwarded-Proto", "https");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("strict-transport-security")).isPresent();
  }

  @Test
  void answer_thatGoesInTheClear_promisesNoTls() throws Exception {
    assertThat(site.get("/", "X-Forwarded-Proto", "http").headers().map())
        .doesNotContainKey("strict-transport-security");
    assertThat(site.get("/").headers().map()).containsKey("strict-transport-security");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 GET / HTTP/1.1|Host: room.example|Host: room.example",
        "400 GET / HTTP/1.1",
        "501 GET / HTTP/9.9|Host: room.example",
        "501 POST /language HTTP/1.1|Host: room.example|Transfer-Encoding: gzip, chunked",
        "400 POST /language HTTP/1.1|Host: room.example|Transfer-Encoding: chunked, chunked"
      })
  void head_thatHttpForbids_isRefused_andNothingBehindIt(String wrong) throws Exception {
    String next = "GET /healthz HTTP/1.1\r\nHost: room.example";

    String answer =
        site.exchange(wrong.substring(4).replace("|", "\r\n"), "", next, TestSite.CLOSE, "", "");

    assertThat(status(answer)).isEqualTo(Integer.parseInt(wrong.substring(0, 3)));
    assertThat(answer.split("HTTP/[0-9]", -1)).as(answer).hasSize(2);
  }

  @Test
  void lineThatCannotBeRead_isRefusedWithOurHeaders() throws Exception {
    for (String line : List.of("GET /" + "x".repeat(9_000) + " HTTP/1.1", "nonsense")) {
      assertThat(site.exchange(line, "Host: room.example", TestSite.CLOSE, "", ""))
          .containsPattern("^HTTP/1\\.[01] (400|414) ")
          .containsIgnoringCase("content-security-policy: default-src 'none'")
          .containsIgnoringCase("x-content-type-options: nosniff");
    }
  }

  @Test
  void requestBehindABodyThatIsTooLarge_isNotAnswered() throws Exception {
    String answer =
        site.exchange(
            "POST /invite/consume HTTP/1.1",
            "Host: room.example",
            "Content-Type: application/json",
            "Content-Length: 70000",
            "",
            "x".repeat(70_000) + "GET /healthz HTTP/1.1",
            "Host: room.example",
            TestSite.CLOSE,
            "",
            "");

    assertThat(answer).startsWith("HTTP/1.1 413 ").doesNotContain("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example 403",
        "https://evil.example 403",
        "https://room.example.evil 403",
        "https://alice.room.example 403",
        "garbage 403",
        "https://room.example:8443 400",
        "https://room.example 400",
        "null 400"
      })
  void form_ofAnotherOrigin_isRefused(String row) throws Exception {
    String[] parts = row.split(" ", -1);

    HttpResponse<String> answer =
        site.post("/language", TestSite.FORM, "language=none", "Origin", parts[0]);

    assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(parts[1]));
  }

  @Test
  void json_thatNobodyWants_isNotSent() throws Exception {
    assertThat(type("application/json;q=0")).startsWith("text/html");
    assertThat(type("text/html, application/json; q=0.000")).startsWith("text/html");
    assertThat(type("application/jsonp")).startsWith("text/html");
    assertThat(type("text/html, application/json; q=0.5")).isEqualTo("application/json");
    assertThat(type("application/json")).isEqualTo("application/json");
  }

  private String type(String accept) throws Exception {
    return site.get("/alice", "Accept", accept).headers().firstValue("content-type").orElseThrow();
  }

  @Test
  void asset_byItsVersion_isKeptForEver_andOtherwiseAskedFor() throws Exception {
    Matcher link =
        Pattern.compile("href=\"(/assets/alcove\\.css\\?v=[0-9a-f]{16})\"")
            .matcher(site.get("/").body());
    assertThat(link.find()).isTrue();

    HttpResponse<String> kept = site.get(link.group(1));
    assertThat(kept.headers().firstValue("cache-control"))
        .hasValue("public, max-age=31536000, immutable");
    HttpResponse<String> asked = site.get("/assets/alcove.css?v=0123456789abcdef");
    assertThat(asked.headers().firstValue("cache-control")).hasValue("no-cache");
    String tag = asked.headers().firstValue("etag").orElseThrow();
    assertThat(kept.headers().firstValue("etag")).hasValue(tag);
    HttpResponse<String> again = site.get("/assets/alcove.css", "If-None-Match", "\"x\", W/" + tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(site.get("/assets/alcove.css/").statusCode()).isEqualTo(404);
  }

  @Test
  void answers_keepOtherSitesAndTheDeviceOut() throws Exception {
    for (String path :
        List.of("/", "/no/where", "/assets/alcove.css", "/healthz", "/alice?encoding=json")) {
      assertThat(site.get(path).headers().map())
          .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
          .containsKey("permissions-policy");
    }
  }
}
