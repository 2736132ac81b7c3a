package alcove.web.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.MultiserverAddress;
import alcove.identity.SsbUri;
import alcove.room.apps.AppCard;
import alcove.room.apps.Platform;
import alcove.room.model.Alias;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.web.TestSite;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Aliases by path and by host, for apps and for people. */
class AliasTest {
  private static final String UNKNOWN =
      "{\"status\":\"error\",\"error\":\"there is no such alias in this room\"}";

  private TestSite site;
  private FeedId alice;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    alice = site.memberCalled("alice");
  }

  @AfterEach
  void close() {
    site.close();
  }

  private String document() throws Exception {
    Alias alias = site.room.aliases().resolve("alice");
    return new JsonObject()
        .put("status", "successful")
        .put("multiserverAddress", "net:room.example:8008~shs:" + site.keys.id().base64())
        .put("roomId", site.keys.id().toString())
        .put("userId", alice.toString())
        .put("alias", "alice")
        .put("signature", alias.signature().toString())
        .encode();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/alias/alice?encoding=json",
        "/alice?encoding=json",
        "/alias/ALICE?encoding=json",
        "/Alice?a=b&encoding=json"
      })
  void alias_byPathInJson_isSpecifiedDocument(String path) throws Exception {
    HttpResponse<String> answer = site.get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body()).isEqualTo(document()).contains(".sig.ed25519\"");
  }

  @ParameterizedTest
  @CsvSource({
    "alice.room.example, /?encoding=json",
    "ALICE.Room.Example:443, /?encoding=json",
    "alice.room.example, /alias/alice?encoding=json",
    "alice.room.example., /?x=y&encoding=json"
  })
  void alias_byHostInJson_isSpecifiedDocument(String host, String path) throws Exception {
    assertThat(site.getFrom(host, path)).startsWith("HTTP/1.1 200 OK\r\n").endsWith(document());
  }

  @Test
  void alias_onPage_offersAppAndId() throws Exception {
    Alias alias = site.room.aliases().resolve("alice");

    for (String page :
        new String[] {
          site.get("/alias/alice").body(),
          site.get("/alice").body(),
          site.getFrom("alice.room.example", "/")
        }) {
      assertThat(page)
          .contains(
              "<bdi>alice</bdi></h1>", ">" + alice + "</code>", "Connect with \u2068alice\u2069")
          .contains("https://www.manyver.se/", ">Android<", "approve you first")
          .contains(">net:room.example:8008~shs:", ">https://room.example/alias/alice</code>")
          .contains(">" + MultiserverAddress.tunnel(site.keys.id(), alice) + "</code>");
      SsbUri uri = uri(page);
      assertThat(uri.action()).isEqualTo("consume-alias");
      assertThat(uri.parameters()).hasSize(6);
      assertThat(uri.parameter("alias")).hasValue("alice");
      assertThat(uri.parameter("userId")).hasValue(alice.toString());
      assertThat(uri.parameter("roomId")).hasValue(site.keys.id().toString());
      assertThat(uri.parameter("signature")).hasValue(alias.signature().toString());
      assertThat(uri.parameter("multiserverAddress"))
          .hasValue(site.address.get().address().toString());
    }
  }

  @Test
  void alias_withLinksOfSubdomains_isShownAsOne() throws Exception {
    site.room.change(Actor.operator(), RoomSetting.ALIAS_FORM, "subdomain");

    assertThat(site.get("/alice").body()).contains(">https://alice.room.example</code>");
  }

  @Test
  void alias_opensInAppsInTheBrowser_thatTakeAnySsbUri() throws Exception {
    site.room.apps().add(Actor.operator(), inBrowser("Any", "https://any.example/?{uri}"));
    site.room.apps().add(Actor.operator(), inBrowser("Invites", "https://inv.example/?{invite}"));

    String page = site.get("/alice").body();

    assertThat(page)
        .contains("href=\"https://any.example/?ssb%3Aexperimental%3Faction%3Dconsume-alias%26")
        .contains("href=\"https://i.example/\"")
        .doesNotContain("https://inv.example/");
  }

  private static AppCard inBrowser(String name, String link) {
    return new AppCard(
        name, Set.of(Platform.BROWSER), "https://i.example/", Optional.of(link), Optional.empty());
  }

  private static SsbUri uri(String page) throws Exception {
    Matcher link = Pattern.compile("href=\"(ssb:[^\"]*)\"").matcher(page);
    assertThat(link.find()).isTrue();
    return SsbUri.parse(link.group(1).replace("&amp;", "&"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bob", "-alice", "al%00ice", "a.b", "%3Cb%3E", "%F0%9F%9A%A2", "alice%27--"})
  void unknownAlias_byPath_isNotThere(String name) throws Exception {
    HttpResponse<String> answer = site.get("/alias/" + name + "?encoding=json");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(UNKNOWN);

    HttpResponse<String> page = site.get("/alias/" + name);
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("There is no such alias in this room.").doesNotContain("<b>");
  }

  @Test
  void unknownAlias_byHost_isNotThere() throws Exception {
    assertThat(site.getFrom("bob.room.example", "/")).startsWith("HTTP/1.1 404 ");
    assertThat(site.getFrom("bob.room.example", "/?encoding=json"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith(UNKNOWN);
  }

  @Test
  void alias_whenItsOwnerIsNoMember_isNotThere() throws Exception {
    site.room.blocks().block(Actor.operator(), alice, "", Optional.empty());

    assertThat(site.get("/alice?encoding=json").body()).isEqualTo(UNKNOWN);
    assertThat(site.get("/alice").statusCode()).isEqualTo(404);
  }

  @Test
  void alias_inRestrictedRoom_isTurnedOff() throws Exception {
    site.switchTo(PrivacyMode.RESTRICTED);

    assertThat(site.get("/alias/alice?encoding=json").body())
        .isEqualTo(
            "{\"status\":\"error\",\"error\":\"this room is restricted: aliases are turned"
                + " off\"}");
    HttpResponse<String> page = site.get("/alias/alice");
    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.body()).contains("Aliases are turned off", "This room is restricted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/join?invite=x",
        "/setup?token=x",
        "/create-invite",
        "/notice/list",
        "/alias/bob",
        "/alice",
        "/assets/../join",
        "/assets/%2e%2e/join",
        "/%61lias/bob"
      })
  void aliasHost_forOtherPaths_hasNothing(String path) throws Exception {
    assertThat(site.getFrom("alice.room.example", path)).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void aliasHost_always_hasItsAssetsAndNoCookies() throws Exception {
    assertThat(site.getFrom("alice.room.example", "/assets/alcove.css"))
        .startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(site.getFrom("alice.room.example", "/"))
        .doesNotContainIgnoringCase("set-cookie")
        .contains("href=\"https://room.example/\"");
  }

  @Test
  void aliasHost_forOtherMethods_saysWhatItAllows() throws Exception {
    assertThat(
            site.exchange(
                "POST / HTTP/1.1",
                "Host: alice.room.example",
                "Content-Length: 0",
                TestSite.CLOSE,
                "",
                ""))
        .startsWith("HTTP/1.1 405 ")
        .containsIgnoringCase("\r\nallow: GET, HEAD, OPTIONS\r\n");
  }
}
