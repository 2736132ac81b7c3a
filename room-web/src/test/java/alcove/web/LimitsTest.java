package alcove.web;

import static alcove.web.TestSite.FORM;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.room.policy.PrivacyMode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients get that ask too often. */
class LimitsTest {
  /** More than any bucket gives out while it is asked this often. */
  private static final int MANY = 200;

  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.OPEN);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private interface Request {
    HttpResponse<String> from(String client) throws Exception;
  }

  /** How many requests are answered before one is turned down. */
  private static int admitted(Request request, String client) throws Exception {
    int admitted = 0;
    while (admitted < MANY && request.from(client).statusCode() != 429) {
      admitted++;
    }
    return admitted;
  }

  private Request get(String path) {
    return client -> site.get(path, "X-Forwarded-For", client);
  }

  @Test
  void client_whoGuessesAliases_isTurnedDownSoon() throws Exception {
    site.memberCalled("alice");

    assertThat(admitted(get("/alias/bob"), "192.0.2.1")).isBetween(5, 30);
    assertThat(admitted(get("/alias/alice"), "192.0.2.2")).isBetween(60, 150);
    assertThat(get("/alias/bob").from("192.0.2.3").statusCode()).isEqualTo(404);
  }

  @Test
  void pagesOfEverybody_haveALimitToo() throws Exception {
    int client = 1;
    for (String path : List.of("/", "/create-invite", "/login/password")) {
      Request page = get(path);
      String address = "192.0.2." + client++;
      for (int i = 0; i < 240; i++) {
        assertThat(page.from(address).statusCode()).isEqualTo(200);
      }
      assertThat(admitted(page, address)).isLessThan(MANY);
      assertThat(page.from("198.51.100.1").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void pagesOfMembers_haveALimitToo() throws Exception {
    TestBrowser member = TestBrowser.of(site, site.memberCalled("alice"));
    String cookie = "__Host-session=" + member.cookie("__Host-session").orElseThrow();
    Request page =
        client -> site.get("/dashboard/account", "Cookie", cookie, "X-Forwarded-For", client);
    for (int i = 0; i < 240; i++) {
      assertThat(page.from("192.0.2.1").statusCode()).isEqualTo(200);
    }
    assertThat(admitted(page, "192.0.2.1")).isLessThan(MANY);
  }

  @Test
  void client_turnedDown_isToldWhenToComeBack() throws Exception {
    Request guess = get("/alias/bob?encoding=json");
    admitted(guess, "192.0.2.1");

    HttpResponse<String> answer = guess.from("192.0.2.1");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(answer.body())
        .isEqualTo(
            "{\"status\":\"error\",\"error\":\"Too many attempts. Wait a little, and try"
                + " again.\"}");
    HttpResponse<String> page = get("/alias/bob").from("192.0.2.1");
    assertThat(page.statusCode()).isEqualTo(429);
    assertThat(page.body()).contains("Too many attempts");
  }

  @Test
  void aliasForms_always_shareOneLimit() throws Exception {
    admitted(get("/alias/bob"), "192.0.2.1");

    assertThat(get("/bob").from("192.0.2.1").statusCode()).isEqualTo(429);
    assertThat(
            site.exchange(
                "GET / HTTP/1.1",
                "Host: bob.room.example",
                "X-Forwarded-For: 192.0.2.1",
                TestSite.CLOSE,
                "",
                ""))
        .startsWith("HTTP/1.1 429 ");
  }

  @Test
  void neighbours_inOneIpv6Network_shareOneLimit() throws Exception {
    admitted(get("/alias/bob"), "2001:db8:1:200::1");

    assertThat(get("/alias/bob").from("2001:db8:1:2ff:ffff::9").statusCode()).isEqualTo(429);
    assertThat(get("/alias/bob").from("2001:db8:1:300::1").statusCode()).isEqualTo(404);
  }

  @Test
  void purposes_always_haveTheirOwnLimits() throws Exception {
    String client = "192.0.2.1";
    Request look = get("/join?invite=x");
    Request claim = one -> site.claim("@x", "x", "X-Forwarded-For", one);
    Request create = one -> site.post("/create-invite", FORM, "", "X-Forwarded-For", one);
    Request setup = get("/setup?token=x");

    assertThat(admitted(look, client)).isBetween(5, 30);
    assertThat(admitted(claim, client)).isBetween(60, 150);
    assertThat(admitted(create, client)).isEqualTo(10);
    assertThat(admitted(setup, client)).isBetween(3, 15);
    assertThat(get("/alias/bob").from(client).statusCode()).isEqualTo(404);
    assertThat(get("/").from(client).statusCode()).isEqualTo(200);
    assertThat(get("/create-invite").from(client).statusCode()).isEqualTo(200);
  }

  @Test
  void visitors_allTogether_cannotFillTheDatabase() throws Exception {
    int created = 0;
    for (int i = 0; i < 2 * MANY; i++) {
      String client = "192.0.%s.%s".formatted(i / 200, i % 200);
      created +=
          site.post("/create-invite", FORM, "", "X-Forwarded-For", client).statusCode() == 200
              ? 1
              : 0;
    }

    assertThat(created).isBetween(200, 2 * MANY - 50);
    assertThat(site.room.invites().list()).hasSize(created);
  }

  /** The proxy on this machine, which does not say for whom it asks, may ask for many. */
  @Test
  void proxy_thatNamesNobody_isNotLimited() throws Exception {
    assertThat(admitted(one -> site.get("/alias/bob"), "")).isEqualTo(MANY);
  }
}
