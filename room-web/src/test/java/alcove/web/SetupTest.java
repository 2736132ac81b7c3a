package alcove.web;

import static alcove.web.TestSite.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.PrivacyMode;
import alcove.room.Standing;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The link that makes the first admin. */
class SetupTest {
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private String token() throws Exception {
    return site.room.setup().newToken().text();
  }

  private HttpResponse<String> claim(String token, String id) throws Exception {
    return site.submit("/setup", "token", token, "id", id);
  }

  @Test
  void link_thatIsCurrent_showsForm() throws Exception {
    String token = token();

    HttpResponse<String> page = site.get("/setup?token=" + token);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("<form method=\"post\" action=\"/setup\">", "value=\"" + token + "\"");
    assertThat(site.room.setup().hasAdmin()).isFalse();
  }

  @Test
  void form_withId_makesItTheFirstAdminAndSaysWhatIsNext() throws Exception {
    FeedId id = TestSite.newId();

    HttpResponse<String> page = claim(token(), " " + id + " ");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains(id.toString(), "What next?", ">net:room.example:8008~shs:", "invite create");
    assertThat(site.room.standings().of(id)).isEqualTo(Standing.ADMIN);
  }

  @Test
  void form_withMalformedId_keepsTheLinkGood() throws Exception {
    String token = token();

    HttpResponse<String> page = claim(token, "me");

    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body()).contains("That is not an SSB ID");
    assertThat(site.get("/setup?token=" + token).statusCode()).isEqualTo(200);
  }

  @Test
  void link_thatIsUsed_saysThatThereIsAnAdmin() throws Exception {
    String token = token();
    claim(token, TestSite.newId().toString());

    for (HttpResponse<String> page :
        List.of(site.get("/setup?token=" + token), claim(token, TestSite.newId().toString()))) {
      assertThat(page.statusCode()).isEqualTo(410);
      assertThat(page.body()).contains("The room is set up", "This room has an admin");
    }
    assertThat(site.room.members().list()).hasSize(1);
  }

  @Test
  void link_thatIsNotTheCurrentOne_saysWhereThatIs() throws Exception {
    String old = token();
    token();

    for (String token : new String[] {old, "A".repeat(43), "", "%00<b>"}) {
      for (HttpResponse<String> page :
          List.of(
              site.get("/setup?token=" + TestSite.encode(token)),
              claim(token, TestSite.newId().toString()))) {
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("the server prints it at its start");
      }
    }
    assertThat(site.room.setup().hasAdmin()).isFalse();
  }

  @Test
  void form_thatIsNone_isRefused() throws Exception {
    assertThat(site.post("/setup", JSON, "{}").statusCode()).isEqualTo(415);
  }

  @Test
  void form_fromAnotherSite_isRefused() throws Exception {
    String body = "token=%s&id=%s".formatted(token(), TestSite.encode(TestSite.newId() + ""));

    assertThat(
            site.post("/setup", TestSite.FORM, body, "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
    assertThat(site.room.setup().hasAdmin()).isFalse();
  }
}
