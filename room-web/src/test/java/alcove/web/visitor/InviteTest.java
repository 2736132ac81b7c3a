package alcove.web.visitor;

import static alcove.web.TestSite.CLOSE;
import static alcove.web.TestSite.FORM;
import static alcove.web.TestSite.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.model.InviteTerms;
import alcove.room.model.NewInvite;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.web.TestSite;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking at invites and claiming them, as apps do and as people do. */
class InviteTest {
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** What becomes of invites, and what people and apps are told. */
  enum Dead {
    SPENT(410, "This invite is used up", "you’re a member already", "this invite was used already"),
    EXPIRED(
        410,
        "This invite has expired",
        "Ask the person who gave it to you",
        "this invite has expired"),
    REVOKED(410, "This invite is no longer valid", "It was revoked", "this invite was revoked"),
    ORPHANED(
        410,
        "This invite is no longer valid",
        "the person who created it can no longer invite others",
        "this invite is not valid any more: whoever made it may no longer invite"),
    UNKNOWN(404, "There is no such invite", "Copy the whole of it", "there is no such invite"),
    MALFORMED(404, "There is no such invite", "Copy the whole of it", "there is no such invite"),
    MISSING(404, "There is no such invite", "Copy the whole of it", "there is no such invite");

    final int status;
    final String title;
    final String advice;
    final String sentence;

    Dead(int status, String title, String advice, String sentence) {
      this.status = status;
      this.title = title;
      this.advice = advice;
      this.sentence = sentence;
    }

    /** The secret of such an invite. */
    String token(TestSite site) throws Exception {
      return switch (this) {
        case SPENT -> {
          String token = site.invite();
          site.room.invites().claim(token, TestSite.newId());
          yield token;
        }
        case EXPIRED -> {
          var end = Optional.of(TestSite.START.plusSeconds(60));
          String token = site.invite(new InviteTerms(1, end, ""));
          site.now.set(end.get());
          yield token;
        }
        case REVOKED -> {
          NewInvite invite = site.room.invites().create(Actor.operator(), InviteTerms.SINGLE);
          site.room.invites().revoke(Actor.operator(), invite.invite().id());
          yield invite.token().text();
        }
        case ORPHANED -> {
          FeedId member = TestSite.newId();
          site.room.members().add(Actor.operator(), member, Role.MEMBER);
          NewInvite invite = site.room.invites().create(Actor.of(member), InviteTerms.SINGLE);
          site.switchTo(PrivacyMode.RESTRICTED);
          yield invite.token().text();
        }
        case UNKNOWN -> "A".repeat(43);
        case MALFORMED -> "<b>&\0%'\"";
        case MISSING -> "";
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Dead.class)
  void deadInvite_inJson_isRefusedWithStatus200(Dead dead) throws Exception {
    String token = dead.token(site);

    for (HttpResponse<String> answer :
        List.of(
            site.get("/join?encoding=json&invite=" + TestSite.encode(token)),
            site.post(
                "/invite/consume",
                JSON,
                new JsonObject()
                    .put("id", TestSite.newId().toString())
                    .put("invite", token)
                    .encode()))) {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .isEqualTo("{\"status\":\"error\",\"error\":\"" + dead.sentence + "\"}");
    }
  }

  @ParameterizedTest
  @EnumSource(Dead.class)
  void deadInvite_onPage_saysWhatHappenedToIt(Dead dead) throws Exception {
    String token = dead.token(site);

    for (HttpResponse<String> answer :
        List.of(
            site.get("/join?invite=" + TestSite.encode(token)),
            site.submit("/invite/consume", "id", TestSite.newId().toString(), "invite", token))) {
      assertThat(answer.statusCode()).isEqualTo(dead.status);
      assertThat(answer.body())
          .contains(">" + dead.title + "</h1>", dead.advice)
          .doesNotContain("<b>", "ssb:experimental");
    }
  }

  @ParameterizedTest
  @EnumSource(Dead.class)
  void deadInvite_claimed_keepsNobodyFromWriting(Dead dead) throws Exception {
    site.room.setup().newToken();
    String token = dead.token(site);
    AtomicInteger writes = new AtomicInteger();
    site.registry.beforeWriting.set(writes::incrementAndGet);

    assertThat(
            site.submit("/invite/consume", "id", TestSite.newId().toString(), "invite", token)
                .statusCode())
        .isEqualTo(dead.status);
    assertThat(writes).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/join?invite=TOKEN&encoding=json",
        "/join?encoding=json&invite=TOKEN",
        "/join?token=TOKEN&encoding=json",
        "/join?encoding=json&token=TOKEN"
      })
  void openInvite_inJson_tellsWhereToClaim(String path) throws Exception {
    String token = site.invite();

    HttpResponse<String> answer = site.get(path.replace("TOKEN", token), "Accept", JSON);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(JSON);
    assertThat(answer.body())
        .isEqualTo(
            "{\"status\":\"successful\",\"invite\":\"%s\",\"postTo\":\"https://room.example/invite/consume\"}"
                .formatted(token));
  }

  @Test
  void openInvite_onPage_offersAppAndLinkAndForm() throws Exception {
    String token = site.invite();

    HttpResponse<String> page = site.get("/join?invite=" + token);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains(
            "href=\"ssb:experimental?action=claim-http-invite&amp;invite=%s&amp;postTo=https%%3A%%2F%%2Froom.example%%2Finvite%%2Fconsume%%3Fpage%%3D"
                .formatted(token))
        .contains("https://www.manyver.se/", "class=\"qr\"", "action=\"/invite/consume?page=")
        .contains("value=\"" + token + "\"")
        .doesNotContain("SSB+Room+PSK3");
    assertThat(site.room.invites().list().getFirst().usesLeft()).isEqualTo(1);
  }

  @Test
  void openInvite_toOpenRoom_offersCodeForOlderAppsToo() throws Exception {
    site.switchTo(PrivacyMode.OPEN);

    assertThat(site.get("/join?invite=" + site.invite()).body())
        .contains(":SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=</code>");
  }

  @Test
  void claim_ofOpenInvite_makesMemberAndTellsAddress() throws Exception {
    String token = site.invite();
    FeedId id = TestSite.newId();

    HttpResponse<String> answer = site.claim(id.toString(), token, "Accept", JSON);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(JSON);
    assertThat(answer.body()).isEqualTo(success());
    assertThat(site.room.standings().of(id)).isEqualTo(Standing.MEMBER);
  }

  private String success() {
    return "{\"status\":\"successful\",\"multiserverAddress\":\"net:room.example:8008~shs:%s\"}"
        .formatted(site.keys.id().base64());
  }

  @Test
  void claim_byMember_succeedsAndSpendsNothing() throws Exception {
    String token = site.invite();
    FeedId member = TestSite.newId();
    site.room.members().add(Actor.operator(), member, Role.MEMBER);

    assertThat(site.claim(member.toString(), token).body()).isEqualTo(success());
    assertThat(site.room.invites().list().getFirst().usesLeft()).isEqualTo(1);
  }

  @Test
  void claim_byBlockedKey_isRefused() throws Exception {
    String token = site.invite();
    FeedId blocked = TestSite.newId();
    site.room.blocks().block(Actor.operator(), blocked, "", Optional.empty());

    assertThat(site.claim(blocked.toString(), token).body())
        .isEqualTo("{\"status\":\"error\",\"error\":\"this key is blocked in this room\"}");
    HttpResponse<String> page =
        site.submit("/invite/consume", "id", blocked.toString(), "invite", token);
    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.body()).contains("This ID is blocked in this room.");
    assertThat(site.room.invites().list().getFirst().usesLeft()).isEqualTo(1);
  }

  @Test
  void claim_inChunksWithCharset_succeeds() throws Exception {
    String body =
        "{\"invite\":\"%s\",\"id\":\"%s\"}".formatted(site.invite(), TestSite.newId().toString());
    var chunks = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));

    HttpResponse<String> answer =
        site.send(
            site.request("/invite/consume")
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofInputStream(() -> chunks)));

    assertThat(answer.body()).isEqualTo(success());
  }

  @Test
  void claim_byForm_makesMemberAndTellsWhatIsNext() throws Exception {
    String token = site.invite();
    FeedId id = TestSite.newId();

    HttpResponse<String> page =
        site.submit("/invite/consume", "invite", token, "id", "  " + id + "\n");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("You are a member", id.toString(), ">net:room.example:8008~shs:");
    assertThat(site.room.standings().of(id)).isEqualTo(Standing.MEMBER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                          | the body is not a JSON object
          []                                         | the body is not a JSON object
          "id"                                       | the body is not a JSON object
          nonsense                                   | the body is not a JSON object
          /* x */ {"id":"@x","invite":"x"}           | the body is not a JSON object
          {"id":"@x","invite":"x"} {}                | the body is not a JSON object
          ''                                         | the body is not a JSON object
          {}                                         | \\"id\\" is missing or is no text
          {"id":null,"invite":"x"}                   | \\"id\\" is missing or is no text
          {"id":["@"],"invite":"x"}                  | \\"id\\" is missing or is no text
          {"id":"@x"}                                | \\"invite\\" is missing or is no text
          {"id":"@x","invite":7}                     | \\"invite\\" is missing or is no text
          {"id":"@x","invite":"x"}                   | that is not an SSB ID: it begins with @ and ends with .ed25519, with 44 characters between them
          {"id":"","invite":""}                      | that is not an SSB ID: it begins with @ and ends with .ed25519, with 44 characters between them
          """)
  void claim_malformed_isRefusedWithStatus200(String body, String sentence) throws Exception {
    HttpResponse<String> answer = site.post("/invite/consume", JSON, body == null ? "" : body);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"error\",\"error\":\"%s\"}", sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "multipart/form-data", "json"})
  void claim_ofOtherType_isRefusedInJson(String type) throws Exception {
    HttpResponse<String> answer = site.post("/invite/consume", type, "{}");

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).startsWith("{\"status\":\"error\",\"error\":\"That cannot be read");
  }

  @Test
  void claim_ofMalformedId_onPage_showsItAgain_withWhatWasEntered() throws Exception {
    String token = site.invite();
    HttpResponse<String> page = site.submit("/invite/consume", "id", "<i>me</i>", "invite", token);

    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body())
        .contains("<title>Error: ", "href=\"#id\"", "An ID starts with @")
        .contains("value=\"&lt;i&gt;me&lt;/i&gt;\"", "aria-invalid=\"true\"", "autofocus")
        .containsPattern("<details class=\"more\"[^>]* open")
        .contains("name=\"invite\" value=\"" + token + "\"")
        .doesNotContain("<i>");
    String again = site.get("/join?invite=" + token).body();
    assertThat(again).doesNotContainPattern("<details class=\"more\"[^>]* open");
  }

  @Test
  void claim_ofMalformedId_byAProgramWithAForm_isRefusedAsJson() throws Exception {
    HttpResponse<String> answer =
        site.post("/invite/consume", FORM, "id=me&invite=" + site.invite(), "Accept", JSON);

    assertThat(answer.body()).startsWith("{\"status\":\"error\",\"error\":\"that is not an SSB ID");
  }

  @Test
  void claim_withAnotherFormOfAnId_isTheSame() throws Exception {
    FeedId id = TestSite.newId();
    String uri =
        "ssb:feed/ed25519/" + id.base64().replace('+', '-').replace('/', '_').replace("=", "");
    HttpResponse<String> page =
        site.submit("/invite/consume", "id", "\u200b " + uri, "invite", site.invite());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(site.room.members().find(id)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({JSON + ", 65536", FORM + ", 16384"})
  void claim_longerThanLimit_isRefused(String type, int limit) throws Exception {
    String allowed =
        type.equals(JSON) ? "{}" + " ".repeat(limit - 2) : "a=" + "b".repeat(limit - 2);

    assertThat(site.post("/invite/consume", type, allowed).statusCode()).isLessThan(413);
    HttpResponse<String> announced = site.post("/invite/consume", type, allowed + " ");
    assertThat(announced.statusCode()).isEqualTo(413);
    assertThat(announced.headers().firstValue("Connection")).hasValue("close");
    assertThat(
            site.exchange(
                "POST /invite/consume HTTP/1.1",
                "Host: room.example",
                "Content-Type: " + type,
                "Transfer-Encoding: chunked",
                "",
                Integer.toHexString(limit + 1),
                allowed + " "))
        .startsWith("HTTP/1.1 413 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
  void claim_byOtherMethod_isRefused(String method) throws Exception {
    HttpResponse<String> answer =
        site.send(site.request("/invite/consume").method(method, BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("OPTIONS, POST");
  }

  @Test
  void claim_afterContinue_succeeds() throws Exception {
    String body = "{\"invite\":\"%s\",\"id\":\"%s\"}".formatted(site.invite(), TestSite.newId());

    assertThat(
            site.exchange(
                "POST /invite/consume HTTP/1.1",
                "Host: room.example",
                "Content-Type: application/json",
                "Expect: 100-continue",
                "Content-Length: " + body.length(),
                CLOSE,
                "",
                body))
        .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
        .endsWith(success());
  }

  @Test
  void inviteThatExpires_untilThen_isOpen() throws Exception {
    var terms = new InviteTerms(2, Optional.of(TestSite.START.plus(Duration.ofDays(7))), "for Ana");
    String token = site.invite(terms);
    site.now.set(TestSite.START.plus(Duration.ofDays(7)).minusMillis(1));

    assertThat(site.get("/join?invite=" + token).statusCode()).isEqualTo(200);
    assertThat(site.claim(TestSite.newId().toString(), token).body()).isEqualTo(success());
    assertThat(site.claim(TestSite.newId().toString(), token).body()).isEqualTo(success());
    assertThat(site.claim(TestSite.newId().toString(), token).body()).contains("used already");
  }

  /** The page of an invite, and what its browser keeps. */
  private record Seen(String page, String cookie) {}

  private Seen see(String token) throws Exception {
    HttpResponse<String> answer = site.get("/join?invite=" + token);
    Matcher page = Pattern.compile("name=\"page\" value=\"([^\"]+)\"").matcher(answer.body());
    assertThat(page.find()).isTrue();
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    return new Seen(page.group(1), cookie.substring(0, cookie.indexOf(';')));
  }

  private void claimOn(String page, FeedId id, String token) throws Exception {
    String body = "{\"id\":\"%s\",\"invite\":\"%s\"}".formatted(id, token);
    assertThat(site.post("/invite/consume?page=" + page, JSON, body).body()).isEqualTo(success());
  }

  private String done(String page, String token) throws Exception {
    return site.get("/join/done?page=" + page + "&invite=" + token).body();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void page_thatMemoryHasForgotten_goesOnByTheRegistry(int uses) throws Exception {
    String token = site.invite(new InviteTerms(uses, Optional.empty(), ""));
    Seen seen = see(token);
    FeedId id = TestSite.newId();
    site.now.set(TestSite.START.plus(Duration.ofHours(13)));
    assertThat(done(seen.page(), token)).contains("action=\"/join/done\"");
    site.now.set(TestSite.START.plus(Duration.ofHours(26)));

    claimOn(seen.page(), id, token);

    site.now.set(TestSite.START.plus(Duration.ofHours(39)));
    assertThat(site.get("/join/events?page=" + seen.page() + "&invite=" + token).body())
        .contains("event: done");
    assertThat(done(seen.page(), token)).contains("You are a member", id.toString());
  }

  @Test
  void browser_thatCameByAnInvite_isWelcomeAgain_andOthersAreNot() throws Exception {
    String token = site.invite();
    Seen seen = see(token);
    FeedId id = TestSite.newId();
    claimOn(seen.page(), id, token);

    assertThat(site.get("/join?invite=" + token, "Cookie", seen.cookie()).body())
        .contains("You are a member", id.toString());
    HttpResponse<String> stranger = site.get("/join?invite=" + token);
    assertThat(stranger.statusCode()).isEqualTo(410);
    assertThat(stranger.body()).doesNotContain(id.toString());
    for (String page : List.of("A".repeat(43), "", seen.page() + "x")) {
      assertThat(done(page, token)).doesNotContain(id.toString());
    }
    assertThat(site.get("/join/done?page=" + seen.page()).body()).contains(id.toString());
  }

  @Test
  void inviteForSeveral_openedAgainForSomebodyElse_isNotThatOfTheFirst() throws Exception {
    String token = site.invite(new InviteTerms(2, Optional.empty(), ""));
    Seen seen = see(token);
    claimOn(seen.page(), TestSite.newId(), token);

    assertThat(site.get("/join?invite=" + token, "Cookie", seen.cookie()).body())
        .contains("/join?invite=" + token + "&amp;again=yes");
    assertThat(site.get("/join?invite=" + token + "&again=yes", "Cookie", seen.cookie()).body())
        .contains("action=claim-http-invite")
        .doesNotContain(seen.page());
  }

  @Test
  void claimant_whoLeft_isWelcomeNoMore() throws Exception {
    String token = site.invite();
    Seen seen = see(token);
    FeedId id = TestSite.newId();
    claimOn(seen.page(), id, token);
    site.room.members().remove(Actor.operator(), id);

    assertThat(site.get("/join?invite=" + token, "Cookie", seen.cookie()).statusCode())
        .isEqualTo(410);
  }

  @Test
  void inviter_whoTakesTheirOwnInvite_isNotToldToFollowThemselves() throws Exception {
    FeedId ana = TestSite.newId();
    site.room.members().add(Actor.operator(), ana, Role.MEMBER);
    String token =
        site.room.invites().create(Actor.of(ana), InviteTerms.SINGLE.introducing()).token().text();

    assertThat(site.submit("/invite/consume", "id", ana.toString(), "invite", token).body())
        .contains("You are a member")
        .doesNotContain("You were invited by");
  }

  @Test
  void page_always_saysHowOftenAndUntilWhen() throws Exception {
    var end = Optional.of(TestSite.START.plus(Duration.ofDays(7)));
    assertThat(site.get("/join?invite=" + site.invite(new InviteTerms(3, end, ""))).body())
        .contains(
            "This invite works for 3 more people.",
            "It is valid until <time data-time=\"end\"",
            "UTC</time>.");
    assertThat(site.get("/join?invite=" + site.invite()).body())
        .contains("This invite works for 1 more person.", "It has no end date.");
  }

  @Test
  void crowd_isTold_asAdminsWant() throws Exception {
    site.room.members().add(Actor.operator(), TestSite.newId(), Role.MEMBER);
    assertThat(site.get("/").body()).doesNotContain("1 member.").contains("online");
    site.room.change(Actor.operator(), RoomSetting.SHOW_MEMBERS, "yes");
    site.room.change(Actor.operator(), RoomSetting.SHOW_ONLINE, "no");
    for (String path : List.of("/", "/join?invite=" + site.invite())) {
      assertThat(site.get(path).body()).contains("1 member.").doesNotContain("online now");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'Mozilla/5.0 (Linux; Android 15)', Google Play, App Store",
    "'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)', App Store, F-Droid",
    "'Mozilla/5.0 (Windows NT 10.0; Win64)', manyver.se/, Google Play"
  })
  void apps_ofThisPlatform_nameItsShops(String browser, String there, String not) throws Exception {
    assertThat(site.get("/join?invite=" + site.invite(), "User-Agent", browser).body())
        .contains(there)
        .doesNotContain(not);
  }

  @Test
  void deadInvite_onPage_hasAWayOn() throws Exception {
    String spent = Dead.SPENT.token(site);
    assertThat(site.get("/join?invite=" + spent).body())
        .contains("href=\"/login\"", ">net:room.example:8008~shs:", "https://www.manyver.se/");
    assertThat(site.get("/nobody").body()).contains("class=\"button\" href=\"/\"");
  }
}
