package alcove.web.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.room.model.NoticeKind;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.web.TestSite;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void notice_thatTakesTooLong_isShownAsItWasTyped() throws Exception {
    site.slowTypesetting();
    String content = "*a ".repeat(100) + "<script>";
    save(NoticeKind.DESCRIPTION, "en", "We", content);

    for (String path : List.of("/", "/notice/list", "/notice/show?kind=description")) {
      HttpResponse<String> page = site.get(path);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("*a *a *a", "&lt;script&gt;").doesNotContain("<script>");
    }
  }

  @Test
  void notice_thatKeepsTheTypesetterBusyForGood_keepsNobodyElseWaiting() throws Exception {
    site.memberCalled("carla");
    CountDownLatch stuck = new CountDownLatch(1);
    site.typesetting.set(
        () -> {
          try {
            stuck.await();
          } catch (InterruptedException stop) {
            throw new AssertionError(stop);
          }
          return 0;
        });
    save(NoticeKind.DESCRIPTION, "en", "We", "are *here*");
    try {
      assertThat(site.get("/").body()).contains("are *here*");
      assertThat(site.get("/alias/carla?encoding=json").body()).contains("successful");
      assertThat(site.claim(TestSite.newId().toString(), site.invite()).body())
          .contains("successful");
      assertThat(site.get("/notice/list").body()).contains("are *here*");
    } finally {
      stuck.countDown();
    }
    await().until(() -> site.get("/").body().contains("are <em>here</em>"));
  }

  @Test
  void html_ofANotice_isMadeOnce() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    site.typesetting.set(looks::incrementAndGet);
    save(NoticeKind.DESCRIPTION, "en", "We", "are *here*");
    for (int i = 0; i < 5; i++) {
      assertThat(site.get("/").body()).contains("are <em>here</em>");
      assertThat(site.get("/notice/list").body()).contains("are <em>here</em>");
    }
    assertThat(looks.get()).isEqualTo(1);
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

  private String show(String query, String... headers) throws Exception {
    HttpResponse<String> page = site.get("/notice/show?" + query, headers);
    assertThat(page.statusCode()).as(query).isEqualTo(200);
    return page.body();
  }

  private void saveInThreeLanguages() throws Exception {
    save(NoticeKind.CODE_OF_CONDUCT, "en", "Be kind", "Say *hello*.");
    save(NoticeKind.CODE_OF_CONDUCT, "de", "Seid nett", "Sagt *hallo*.");
    save(NoticeKind.CODE_OF_CONDUCT, "he", "היו נחמדים", "אמרו שלום.");
  }

  @Test
  void notice_byKind_isInTheVisitorsLanguage_withTheWaysToOthers() throws Exception {
    saveInThreeLanguages();

    assertThat(show("kind=code-of-conduct", "Accept-Language", "de-AT, en;q=0.5"))
        .contains("<title>Seid nett \u00b7 Harbour</title>")
        .contains("<h2 lang=\"de\" dir=\"ltr\">Seid nett</h2>", "<em>hallo</em>")
        .contains("hreflang=\"en\" lang=\"en\" dir=\"ltr\">English</a>")
        .contains("hreflang=\"he\" lang=\"he\" dir=\"rtl\">")
        .doesNotContain("Be kind", "hreflang=\"de\"");
    assertThat(show("kind=code-of-conduct", "Accept-Language", "he, en;q=0.5"))
        .as("a language that only notices are there in")
        .contains("<html lang=\"en\" dir=\"ltr\">", "<h2 lang=\"he\" dir=\"rtl\">היו נחמדים</h2>");
    assertThat(show("kind=code-of-conduct", "Accept-Language", "ca")).contains(">Be kind</h2>");
    assertThat(
            show("kind=code-of-conduct", "Accept-Language", "en", "Cookie", "__Host-language=de"))
        .as("the language chosen on a page")
        .contains(">Seid nett</h2>");
  }

  @Test
  void notice_inTheRoomsLanguage_isForWhoReadsNoneOfThem() throws Exception {
    saveInThreeLanguages();
    site.room.change(Actor.operator(), RoomSetting.LANGUAGE, "de");

    assertThat(show("kind=code-of-conduct", "Accept-Language", "ca")).contains(">Seid nett</h2>");
  }

  @Test
  void waysToOtherLanguages_leadThere() throws Exception {
    saveInThreeLanguages();
    String page = show("kind=code-of-conduct", "Accept-Language", "en");

    assertThat(page).contains("href=\"/notice/show?kind=code-of-conduct&amp;language=de\"");
    assertThat(show("kind=code-of-conduct&language=de", "Accept-Language", "en"))
        .contains(">Seid nett</h2>");
    assertThat(show("kind=code-of-conduct&language=%3Cb%3E", "Accept-Language", "en"))
        .contains(">Be kind</h2>")
        .doesNotContain("<b>");
  }

  @Test
  void notice_byItsNumber_isThatOne_whateverTheVisitorReads() throws Exception {
    saveInThreeLanguages();
    for (Object each : pinned().getJsonObject(2).getJsonArray("notices")) {
      JsonObject notice = (JsonObject) each;
      assertThat(show("id=" + notice.getInteger("id"), "Accept-Language", "en"))
          .contains(">" + notice.getString("title") + "</h2>");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, We", "2, New", "3, Be kind", "4, Little", "5, Little", "6, We"})
  void notice_byTheNumberThatOtherRoomsBeginWith_isOfThatKind(String id, String title)
      throws Exception {
    save(NoticeKind.DESCRIPTION, "en", "We", "are");
    save(NoticeKind.NEWS, "en", "New", "here");
    save(NoticeKind.CODE_OF_CONDUCT, "en", "Be kind", "to all");
    save(NoticeKind.PRIVACY_POLICY, "en", "Little", "is kept");

    assertThat(show("id=" + id)).contains(">" + title + "</h2>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kind=news",
        "kind=nonsense",
        "id=3",
        "id=7",
        "id=-1",
        "id=99999999999999999999",
        "id=x"
      })
  void notice_thatIsNotThere_isNotFound(String query) throws Exception {
    save(NoticeKind.DESCRIPTION, "en", "We", "are");

    assertThat(site.get("/notice/show?" + query).statusCode()).isEqualTo(404);
  }

  @Test
  void notice_withoutATitle_hasThatOfItsKind() throws Exception {
    save(NoticeKind.NEWS, "de", "", "Neues");

    assertThat(show("kind=news")).contains("<h2>News</h2>", "<div class=\"written\" lang=\"de\"");
  }

  @Test
  void list_onPage_hasOneOfEachKind_inTheVisitorsLanguage() throws Exception {
    saveInThreeLanguages();
    save(NoticeKind.NEWS, "en", "A new roof", "It is tight.");

    assertThat(site.get("/notice/list", "Accept-Language", "de").body())
        .contains(">Seid nett</h2>", "id=\"code-of-conduct\"", ">A new roof</h2>")
        .contains("language=en\" hreflang=\"en\"")
        .doesNotContain("Be kind");
  }

  @Test
  void landing_saysWhatTheRoomSaysOfItself() throws Exception {
    assertThat(site.get("/").body()).doesNotContain("class=\"written\"");
    save(NoticeKind.DESCRIPTION, "en", "Who we are", "Sailors & *friends*.");
    save(NoticeKind.DESCRIPTION, "de", "Wer wir sind", "Seeleute.");

    assertThat(site.get("/").body())
        .contains(">Who we are</h2>", "Sailors &amp; <em>friends</em>.", ">Deutsch</a>")
        .doesNotContain("Seeleute");
    assertThat(site.get("/", "Accept-Language", "de").body()).contains(">Wer wir sind</h2>");
  }
}
