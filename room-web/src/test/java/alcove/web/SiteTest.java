package alcove.web;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.address.WebOrigin;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import io.vertx.ext.web.Route;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The front page, and what holds for all pages. */
class SiteTest {
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.OPEN);
  }

  @AfterEach
  void close() throws Exception {
    site.close();
  }

  @Test
  void landingPage_ofOpenRoom_showsNameAddressesInviteAndHowManyAreThere() throws Exception {
    site.room.change(Actor.operator(), RoomSetting.DESCRIPTION, "For all who sail.");

    HttpResponse<String> page = site.get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.body())
        .contains("<bdi>Harbour</bdi></h1>", "3 people are online now", "For all who sail.")
        .contains(">net:room.example:8008~shs:", ">wss://room.example~shs:")
        .contains(":SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=</code>")
        .contains("href=\"/create-invite\"", ">Join this room</button>")
        .containsPattern("<svg class=\"qr\"[^>]*viewBox=\"0 0 \\d+ \\d+\"");
  }

  @ParameterizedTest
  @EnumSource(
      value = PrivacyMode.class,
      names = {"COMMUNITY", "RESTRICTED"})
  void landingPage_ofRoomThatIsNotOpen_showsNoInvite(PrivacyMode mode) throws Exception {
    site.switchTo(mode);

    assertThat(site.get("/").body())
        .contains(">net:room.example:8008~shs:", "aria-label=\"The address as a QR code\"")
        .doesNotContain("SSB+Room+PSK3", "The invite as a QR code", "/create-invite");
  }

  @Test
  void contactAndImprint_standOnTheLandingPage_andEveryFootLeadsThere() throws Exception {
    assertThat(site.get("/").body()).doesNotContain("#contact", "#imprint", "<dl");
    site.room.change(Actor.operator(), RoomSetting.CONTACT, "ana@example.org");
    site.room.change(Actor.operator(), RoomSetting.IMPRINT, "Heron Ltd, javascript:alert(1)");

    assertThat(site.get("/").body())
        .contains("<dt id=\"contact\">", "href=\"mailto:ana@example.org\">ana@example.org</a>")
        .contains("<dt id=\"imprint\">", ">Heron Ltd, javascript:alert(1)</dd>");
    for (String path : List.of("/", "/login", "/no/where")) {
      assertThat(site.get(path).body())
          .contains("href=\"/#contact\">Contact<", "href=\"/#imprint\">Imprint<");
    }
    assertThat(site.getFrom("alice.room.example", "/"))
        .contains("href=\"https://room.example/#imprint\"");
  }

  @Test
  void landingPage_untilThereIsAnAdmin_saysHowToBecomeOne() throws Exception {
    assertThat(site.get("/").body()).contains("Is this your room?");

    site.room.setup().byOperator(TestSite.newId());

    assertThat(site.get("/").body()).doesNotContain("Is this your room?");
  }

  @Test
  void landingPage_withMarkupInName_escapesIt() throws Exception {
    site.room.change(Actor.operator(), RoomSetting.NAME, "<script>alert(1)</script>");
    site.room.change(Actor.operator(), RoomSetting.DESCRIPTION, "<img src=x onerror=alert(2)>");

    assertThat(site.get("/").body())
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;img src=x")
        .doesNotContain("<script>alert", "<img src=x");
  }

  @Test
  void everyPage_overPlainHttpThatTheOperatorAllows_warns() throws Exception {
    assertThat(site.get("/").body()).doesNotContain("plain HTTP");

    site.address.set(site.address(WebOrigin.http("192.168.1.2", 3000), true));

    assertThat(site.get("/").body()).contains("plain HTTP");
    assertThat(site.get("/no/where").body()).contains("plain HTTP");
  }

  @Test
  void unknownPath_always_getsPageThatHelps() throws Exception {
    for (String path : new String[] {"/no/where", "/favicon.png", "/robots.txt", "/a%00b"}) {
      HttpResponse<String> page = site.get(path);

      assertThat(page.statusCode()).isEqualTo(404);
      assertThat(page.body()).contains("There is nothing here", "href=\"/\"");
    }
  }

  @Test
  void unknownPath_forProgram_getsJson() throws Exception {
    HttpResponse<String> answer = site.get("/no/where?encoding=json");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).startsWith("{\"status\":\"error\",\"error\":\"There is nothing");
  }

  @Test
  void assets_ofPages_haveTheirTypes() throws Exception {
    assertThat(type("/assets/alcove.css")).hasValue("text/css; charset=utf-8");
    assertThat(type("/assets/copy.js")).hasValue("text/javascript; charset=utf-8");
    assertThat(type("/assets/mark.svg")).hasValue("image/svg+xml");
    assertThat(site.get("/assets/..%2Ftemplates%2Flanding.html").statusCode()).isEqualTo(404);
  }

  private Optional<String> type(String path) throws Exception {
    return site.get(path).headers().firstValue("Content-Type");
  }

  @Test
  void paths_ofAllRoutes_beginWithNamesThatNoAliasCanHave() {
    for (Route route : site.router.getRoutes()) {
      String path = route.getPath();
      if (path != null && route.isExactPath() && !path.equals("/")) {
        String first = path.replaceFirst("^/([^/]+).*", "$1");
        assertThat(first.contains(".") || Site.RESERVED.contains(first)).as(path).isTrue();
      }
    }
    assertThat(site.router.getRoutes()).anyMatch(route -> "/join".equals(route.getPath()));
  }
}
