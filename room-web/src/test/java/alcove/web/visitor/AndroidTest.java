package alcove.web.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.SsbUri;
import alcove.room.apps.App;
import alcove.room.apps.AppCard;
import alcove.room.apps.Platform;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links by which browsers on Android open one app, on all pages that hand something over. */
class AndroidTest {
  private static final String CHROME =
      "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/142.0.0.0 Mobile Safari/537.36";
  private static final Pattern PLAIN = Pattern.compile("href=\"(ssb:experimental[^\"]*)\"");
  private static final Pattern INTENT = Pattern.compile("href=\"(intent:[^\"]*)\"");
  private static final String END = "#Intent;scheme=ssb;package=se.manyver;end;";
  private static final List<String> PAGES =
      List.of("/join?invite=TOKEN", "/alias/alice", "/alice", "/login", "/login/app?sc=CHALLENGE");

  private TestSite site;
  private String token;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    site.memberCalled("alice");
    token = site.invite();
  }

  @AfterEach
  void close() {
    site.close();
  }

  private HttpResponse<String> get(String path, String browser) throws Exception {
    return site.get(path.replace("TOKEN", token), "User-Agent", browser);
  }

  private static List<String> links(Pattern pattern, String page) {
    return pattern
        .matcher(page)
        .results()
        .map((MatchResult link) -> link.group(1).replace("&amp;", "&"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {CHROME, "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0"})
  void browserOnAndroid_isOfferedTheSameForOneApp_besideThePlainLink(String browser)
      throws Exception {
    for (String path : PAGES) {
      HttpResponse<String> page = get(path, browser);

      String plain = links(PLAIN, page.body()).getFirst();
      assertThat(links(INTENT, page.body()))
          .as(path)
          .containsExactly("intent://" + plain.substring("ssb:".length()) + END);
      assertThat(page.body()).contains(">Open in Manyverse</a>");
      assertThat(SsbUri.parse(plain).action()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
        "curl/8.0",
        " "
      })
  void otherBrowser_isOfferedThePlainLinkOnly(String browser) throws Exception {
    for (String path : PAGES) {
      HttpResponse<String> page = get(path, browser);

      assertThat(links(PLAIN, page.body())).as(path).isNotEmpty();
      assertThat(page.body()).as(path).doesNotContain("intent:", "Open in Manyverse");
    }
  }

  @Test
  void pageThatDependsOnTheBrowser_saysSo_andOthersDoNot() throws Exception {
    for (String browser : List.of(CHROME, "curl/8.0")) {
      for (String path : PAGES) {
        HttpResponse<String> page = get(path, browser);
        assertThat(page.headers().firstValue("Vary"))
            .as(path)
            .hasValue("Accept, Accept-Language, Cookie, User-Agent");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
      }
      assertThat(get("/notice/list", browser).headers().firstValue("Vary"))
          .hasValue("Accept, Accept-Language, Cookie, Accept-Encoding");
    }
  }

  @Test
  void hostOfAnAlias_knowsBrowsersOnAndroidToo() throws Exception {
    String page =
        site.exchange(
            "GET / HTTP/1.1",
            "Host: alice.room.example",
            "User-Agent: " + CHROME,
            TestSite.CLOSE,
            "",
            "");

    assertThat(links(INTENT, page)).singleElement().asString().endsWith(END);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/join?invite=TOKEN&package=evil.app&x=%23Intent%3Bpackage%3Devil.app%3Bend",
        "/alias/alice?x=%23Intent;package=evil.app;end;",
        "/login?then=/x%23Intent;package=evil.app;end;",
        "/login/app?sc=%23Intent;scheme=http;package=evil.app;end;%22%3E%3Cb%3E"
      })
  void whateverAVisitorSends_theLinkLeadsToTheAppOfTheRoom(String path) throws Exception {
    String browser = CHROME + " \"><b>#Intent;package=evil.app;end;";

    List<String> links = links(INTENT, get(path, browser).body());

    assertThat(links)
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link).startsWith("intent://experimental?").endsWith(END);
              assertThat(link.substring(0, link.length() - END.length()))
                  .doesNotContain("#", ";", "<", "\"");
            });
  }

  @Test
  void apps_areThoseThatAdminsChose_andAndroidKnows() throws Exception {
    site.room.apps().add(Actor.operator(), card("Other", Optional.of("org.example.other")));
    site.room.apps().add(Actor.operator(), card("Elsewhere", Optional.empty()));
    assertThat(links(INTENT, get("/alice", CHROME).body()))
        .satisfiesExactly(
            first -> assertThat(first).endsWith(END),
            second -> assertThat(second).endsWith(";package=org.example.other;end;"));

    for (App app : site.room.apps().list()) {
      site.room.apps().remove(Actor.operator(), app.id());
    }
    for (String path : PAGES) {
      assertThat(get(path, CHROME).body()).as(path).doesNotContain("intent:");
    }
  }

  private static AppCard card(String name, Optional<String> androidPackage) {
    return new AppCard(
        name, Set.of(Platform.ANDROID), "https://x.example/", Optional.empty(), androidPackage);
  }
}
