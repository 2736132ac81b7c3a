package alcove.web.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.room.model.NoticeKind;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.web.TestSite;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown of a page where somebody links to it. */
class CardTest {
  private final HttpClient browser =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
  }

  @AfterEach
  void close() {
    browser.close();
    site.close();
  }

  private HttpResponse<byte[]> bytes(String path) throws Exception {
    return browser.send(site.request(path).GET().build(), BodyHandlers.ofByteArray());
  }

  private BufferedImage image(String path) throws Exception {
    HttpResponse<byte[]> answer = bytes(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/png");
    return ImageIO.read(new ByteArrayInputStream(answer.body()));
  }

  private static List<String> metas(String page) {
    Matcher meta =
        Pattern.compile("<(?:meta|link) [^>]*(?:og:|twitter:|canonical|description)[^>]*>")
            .matcher(page);
    return meta.results().map(each -> each.group()).toList();
  }

  @Test
  void cardOfAnInvite_leadsToTheRoom_tellsNoSecret_andSpendsNothing() throws Exception {
    String token = site.invite();
    List<String> metas = metas(site.get("/join?invite=" + token).body());

    assertThat(metas)
        .hasSizeGreaterThan(8)
        .noneMatch(meta -> meta.contains(token) || meta.contains("/join"))
        .anyMatch(meta -> meta.contains("og:url\" content=\"https://room.example/\""))
        .anyMatch(meta -> meta.contains("og:image\" content=\"https://room.example/card.png?v="))
        .anyMatch(meta -> meta.contains("canonical\" href=\"https://room.example/\""));
    assertThat(site.room.invites().list().getFirst().usesLeft()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Harbour",
        "\u063a\u0631\u0641\u0629 \u0645\u0627\u0644\u0643",
        "\ud83e\udd86 Reed",
        "\ud83e\udd86",
        "<script>alert(1)</script>",
        "a\u202egnol e\u0301\u200d",
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"
      })
  void card_ofAnyName_isAPicture(String name) throws Exception {
    site.room.change(Actor.operator(), RoomSetting.NAME, name);

    BufferedImage card = image("/card.png");

    assertThat(card.getWidth()).isEqualTo(1200);
    assertThat(card.getHeight()).isEqualTo(630);
    assertThat(site.get("/").body()).doesNotContain("<script>alert");
  }

  @Test
  void card_isInTheColourOfTheRoom_andItsLinkChangesWithIt() throws Exception {
    String before = site.get("/").body();
    site.room.change(Actor.operator(), RoomSetting.COLOR, "#AA3366");

    assertThat(image("/card.png").getRGB(5, 5) & 0xffffff).isEqualTo(0xaa3366);
    String after = site.get("/").body();
    assertThat(metas(after)).isNotEqualTo(metas(before));
    assertThat(before).doesNotContain("theme.css");
    assertThat(after).contains("/assets/theme.css?v=", "theme-color\" content=\"#aa3366\"");
    assertThat(site.get("/assets/theme.css").body()).contains("--accent: #aa3366");
  }

  @Test
  void cardOfAnAlias_isThere_onlyIfTheAliasIs() throws Exception {
    site.memberCalled("alice");

    assertThat(image("/alias/alice/card.png").getWidth()).isEqualTo(1200);
    assertThat(metas(site.get("/alice").body()))
        .anyMatch(meta -> meta.contains("https://room.example/alias/alice/card.png"))
        .anyMatch(meta -> meta.contains("canonical\" href=\"https://room.example/alias/alice\""));
    assertThat(bytes("/alias/bob/card.png").statusCode()).isEqualTo(404);
  }

  @Test
  void aliasHost_hasTheCardOfItsAlias_andIcons() throws Exception {
    site.memberCalled("alice");

    assertThat(site.getFrom("alice.room.example", "/card.png")).contains(" 200 ", "image/png");
    assertThat(site.getFrom("alice.room.example", "/favicon.ico")).contains(" 200 ", "image/png");
    assertThat(site.getFrom("bob.room.example", "/card.png")).contains(" 404 ");
    assertThat(site.getFrom("alice.room.example", "/notice/card.png")).contains(" 404 ");
    assertThat(metas(site.getFrom("alice.room.example", "/")))
        .anyMatch(meta -> meta.contains("https://room.example/alias/alice/card.png"))
        .anyMatch(meta -> meta.contains("og:title\" content=\"alice"));
  }

  @Test
  void cardOfANotice_hasItsTitleAndAddress() throws Exception {
    site.room
        .notices()
        .save(Actor.operator(), NoticeKind.CODE_OF_CONDUCT, "de", "Seid <nett>", "Zueinander.");

    List<String> metas =
        metas(site.get("/notice/show?kind=code-of-conduct&language=de&invite=secret").body());
    assertThat(metas)
        .noneMatch(meta -> meta.contains("secret"))
        .anyMatch(meta -> meta.contains("og:title\" content=\"Seid &lt;nett&gt;\""))
        .anyMatch(
            meta ->
                meta.contains(
                    "og:url\" content=\"https://room.example/notice/show?kind=code-of-conduct"
                        + "&amp;language=de\""))
        .anyMatch(
            meta ->
                meta.contains("og:image\" content=\"https://room.example/notice/card.png?v=")
                    && meta.contains("&amp;kind=code-of-conduct&amp;language=de\""));
    assertThat(image("/notice/card.png?kind=code-of-conduct&language=de").getWidth())
        .isEqualTo(1200);
    assertThat(bytes("/notice/card.png?kind=news&language=de").statusCode()).isEqualTo(404);
    assertThat(bytes("/notice/card.png").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "/favicon.ico, 32",
    "/apple-touch-icon.png, 180",
    "/assets/face-192.png, 192",
    "/assets/face-512.png, 512"
  })
  void icons_areThere(String path, int width) throws Exception {
    assertThat(image(path).getWidth()).isEqualTo(width);
  }

  @Test
  void manifest_namesTheRoom() throws Exception {
    JsonObject manifest = new JsonObject(site.get("/manifest.webmanifest").body());

    assertThat(manifest.getString("name")).isEqualTo("Harbour");
    assertThat(manifest.getJsonArray("icons")).hasSize(2);
  }

  @Test
  void pagesOfMembers_andErrors_haveNoCard() throws Exception {
    for (String path : List.of("/login", "/no/where", "/join?invite=x")) {
      assertThat(metas(site.get(path).body())).isEmpty();
    }
  }
}
