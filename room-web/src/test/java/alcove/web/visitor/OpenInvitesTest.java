package alcove.web.visitor;

import static alcove.web.TestSite.FORM;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.room.model.Invite;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invites that visitors of an open room create. */
class OpenInvitesTest {
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.OPEN);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private HttpResponse<String> createAsApp(String... headers) throws Exception {
    return site.send(
        site.request("/create-invite", headers)
            .header("Accept", "application/json")
            .POST(BodyPublishers.noBody()));
  }

  @Test
  void page_whenLookedAt_changesNothing() throws Exception {
    HttpResponse<String> page = site.get("/create-invite");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<form method=\"post\" action=\"/create-invite\">");
    assertThat(site.room.invites().list()).isEmpty();
  }

  @Test
  void button_whenPressed_showsLinkThatWorks() throws Exception {
    HttpResponse<String> page = site.post("/create-invite", FORM, "");

    assertThat(page.statusCode()).isEqualTo(200);
    var link = Pattern.compile(">https://room.example(/join\\?invite=[\\w-]{43})</code>");
    var found = link.matcher(page.body());
    assertThat(found.find()).isTrue();
    assertThat(site.get(found.group(1)).statusCode()).isEqualTo(200);
    Invite invite = site.room.invites().list().getFirst();
    assertThat(invite.createdBy()).isEqualTo(Actor.visitor());
    assertThat(invite.uses()).isEqualTo(1);
  }

  @Test
  void buttonToJoin_opensAnInviteOfItsOwn() throws Exception {
    assertThat(site.get("/").body())
        .contains("action=\"/create-invite\"", "name=\"then\" value=\"join\"");

    HttpResponse<String> pressed = site.submit("/create-invite", "then", "join");

    assertThat(pressed.statusCode()).isEqualTo(303);
    String path = TestBrowser.location(pressed);
    assertThat(path).matches("/join\\?invite=[\\w-]{43}");
    assertThat(site.get(path).body()).contains("Accept the invite");
    assertThat(site.room.invites().list()).hasSize(1);
    site.switchTo(PrivacyMode.COMMUNITY);
    assertThat(site.submit("/create-invite", "then", "join").statusCode()).isEqualTo(403);
  }

  /** They look for the parameter {@code token} in a link, and add {@code &encoding=json}. */
  @Test
  void app_thatAsksForInvite_getsLinkInFormThatItReads() throws Exception {
    HttpResponse<String> answer = createAsApp();

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject json = new JsonObject(answer.body());
    assertThat(json.fieldNames()).containsExactly("url");
    assertThat(json.getString("url")).matches("https://room\\.example/join\\?token=[\\w-]{43}");
    String path = json.getString("url").substring("https://room.example".length());
    assertThat(site.get(path + "&encoding=json").body()).contains("\"status\":\"successful\"");
  }

  @ParameterizedTest
  @EnumSource(
      value = PrivacyMode.class,
      names = {"COMMUNITY", "RESTRICTED"})
  void visitor_ofRoomThatIsNotOpen_isRefused(PrivacyMode mode) throws Exception {
    site.switchTo(mode);

    HttpResponse<String> offer = site.get("/create-invite");
    assertThat(offer.statusCode()).isEqualTo(403);
    assertThat(offer.body()).contains("Only members can create invites here");
    HttpResponse<String> pressed = site.post("/create-invite", FORM, "");
    assertThat(pressed.statusCode()).isEqualTo(403);
    assertThat(pressed.body()).contains("privacy mode doesn’t allow this");
    HttpResponse<String> answer = createAsApp();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("{\"status\":\"error\",\"error\":\"").contains("invite");
    assertThat(site.room.invites().list()).isEmpty();
  }

  @Test
  void inviteOfVisitor_onceTheRoomIsNotOpen_isDead() throws Exception {
    String url = new JsonObject(createAsApp().body()).getString("url");
    site.switchTo(PrivacyMode.COMMUNITY);

    assertThat(site.get(url.substring("https://room.example".length())).statusCode())
        .isEqualTo(410);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site"})
  void otherSite_thatMakesBrowserPressTheButton_isRefused(String where) throws Exception {
    String[] header = {"Sec-Fetch-Site", where};

    assertThat(site.post("/create-invite", FORM, "", header).statusCode()).isEqualTo(403);
    assertThat(createAsApp(header).statusCode()).isEqualTo(403);
    assertThat(site.room.invites().list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"same-origin", "none"})
  void ownPage_thatMakesBrowserPressTheButton_succeeds(String where) throws Exception {
    assertThat(site.post("/create-invite", FORM, "", "Sec-Fetch-Site", where).statusCode())
        .isEqualTo(200);
  }
}
