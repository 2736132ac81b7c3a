package alcove.web;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.room.Actor;
import alcove.room.NoticeKind;
import alcove.room.PrivacyMode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the room says to its visitors. */
class NoticeTest {
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private void save(NoticeKind kind, String language, String title, String content)
      throws Exception {
    site.room.notices().save(Actor.operator(), kind, language, title, content);
  }

  private JsonArray pinned() throws Exception {
    HttpResponse<String> answer = site.get("/notice/list?encoding=json");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    return new JsonObject(answer.body()).getJsonArray("pinned_notices");
  }

  @Test
  void list_inJson_namesAllKindsAsOtherRoomsDo() throws Exception {
    save(NoticeKind.CODE_OF_CONDUCT, "en", "Be kind", "Say *hello*.");
    save(NoticeKind.CODE_OF_CONDUCT, "de", "Seid nett", "Sagt *hallo*.");

    JsonArray pinned = pinned();

    assertThat(pinned.stream().map(each -> ((JsonObject) each).getString("name")))
        .containsExactly(
            "NoticeDescription", "NoticeNews", "NoticeCodeOfConduct", "NoticePrivacyPolicy");
    assertThat(pinned.getJsonObject(0).getJsonArray("notices")).isEmpty();
    JsonArray conduct = pinned.getJsonObject(2).getJsonArray("notices");
    assertThat(conduct.stream().map(each -> ((JsonObject) each).getString("title")))
        .containsExactlyInAnyOrder("Be kind", "Seid nett");
    for (Object each : conduct) {
      assertThat(((JsonObject) each).fieldNames())
          .containsExactly("id", "title", "content", "language");
      assertThat(((JsonObject) each).getValue("id")).isInstanceOf(Integer.class);
    }
  }

  @Test
  void id_ofNotice_staysWhenItIsWrittenAnewAndOthersCome() throws Exception {
    save(NoticeKind.NEWS, "en", "New", "Old text");
    int before = newsId();

    save(NoticeKind.DESCRIPTION, "en", "We", "are");
    save(NoticeKind.NEWS, "en", "Newer", "New text");

    assertThat(newsId()).isEqualTo(before).isPositive();
  }

  private int newsId() throws Exception {
    return pinned().getJsonObject(1).getJsonArray("notices").getJsonObject(0).getInteger("id");
  }

  @Test
  void list_onPage_escapesWhatModeratorsWrote() throws Exception {
    assertThat(site.get("/notice/list").body()).contains("There are no notices.");
    save(NoticeKind.NEWS, "en", "<b>Title</b>", "<script>alert(1)</script>");

    HttpResponse<String> page = site.get("/notice/list");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("&lt;b&gt;Title", "&lt;script&gt;alert(1)", "lang=\"en\"")
        .doesNotContain("<b>", "<script>");
  }
}
