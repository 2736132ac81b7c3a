package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The room's picture and colour, as admins choose them. */
class LooksTest {
  private static final String PATH = "/dashboard/settings/looks";

  /** One pixel, in WebP without loss. */
  private static final byte[] WEBP =
      Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

  private TestSite site;
  private FeedId id;
  private TestBrowser admin;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    id = TestSite.newId();
    site.room.members().add(Actor.operator(), id, Role.ADMIN);
    admin = TestBrowser.of(site, id);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static byte[] image(String kind, int width, int height) throws Exception {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      image.setRGB(x, height / 2, 0xff8800);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, kind, out);
    return out.toByteArray();
  }

  private static byte[] file(String what) throws Exception {
    byte[] png = image("png", 300, 200);
    return switch (what) {
      case "png" -> png;
      case "jpeg" -> image("jpeg", 300, 200);
      case "svg" -> "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8);
      case "gif" -> image("gif", 100, 100);
      case "empty" -> new byte[0];
      case "cut" -> Arrays.copyOf(png, 60);
      case "narrow" -> image("png", 1, 16_000);
      case "small webp" -> WEBP;
      case "bomb" -> {
        byte[] bomb = png.clone();
        Arrays.fill(bomb, 16, 24, (byte) 0x7f);
        yield bomb;
      }
      case "moving" -> {
        byte[] moving = Arrays.copyOf(png, png.length + 4);
        System.arraycopy(png, 33, moving, 37, png.length - 33);
        System.arraycopy("acTL".getBytes(StandardCharsets.US_ASCII), 0, moving, 33, 4);
        yield moving;
      }
      default -> throw new IllegalArgumentException(what);
    };
  }

  /** What comes back for a file, with the token of the page, or another one. */
  private String send(byte[] file, String token) throws Exception {
    String body = new String(file, StandardCharsets.ISO_8859_1);
    String form =
        "--x\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a.png\"\r\n"
            + "Content-Type: image/png\r\n\r\n%s\r\n--x--\r\n".formatted(body);
    return site.exchange(
        "POST " + PATH + "/picture?form=" + token + " HTTP/1.1",
        "Host: room.example",
        "Cookie: " + admin.cookie(),
        "Content-Type: multipart/form-data; boundary=x",
        "Content-Length: " + form.length(),
        TestSite.CLOSE,
        "",
        form);
  }

  private String token() throws Exception {
    Matcher token =
        Pattern.compile("looks/picture\\?form=([\\w-]+)").matcher(admin.get(PATH).body());
    assertThat(token.find()).isTrue();
    return token.group(1);
  }

  @ParameterizedTest
  @CsvSource({"png", "jpeg"})
  void picture_isPutUp_inAllSizes_andTakenDown(String kind) throws Exception {
    String before = site.get("/").body();

    assertThat(send(file(kind), token())).contains(" 303 ", PATH + "?done=picture");

    assertThat(site.room.pictures().present()).isPresent();
    BufferedImage icon =
        ImageIO.read(
            new java.io.ByteArrayInputStream(
                site.room.pictures().present().orElseThrow().bytes(180)));
    assertThat(icon.getWidth()).isEqualTo(180);
    assertThat(icon.getHeight()).isEqualTo(180);
    assertThat(site.get("/").body()).isNotEqualTo(before);

    admin.submitFrom(PATH, PATH + "/remove");
    assertThat(site.room.pictures().present()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "svg, Choose a PNG",
    "gif, Choose a PNG",
    "empty, Choose a PNG",
    "cut, damaged or cut off",
    "bomb, at most 16 million",
    "narrow, at least 64 pixels",
    "small webp, at least 64 pixels",
    "moving, a still picture"
  })
  void picture_thatCannotBe_isRefused_inASentence(String what, String says) throws Exception {
    assertThat(send(file(what), token())).contains(" 400 ", says);
    assertThat(site.room.pictures().present()).isEmpty();
  }

  @Test
  void picture_withAnotherToken_orByAMember_isRefused() throws Exception {
    assertThat(send(file("png"), "x")).contains(" 403 ");
    String token = token();
    site.room.members().add(Actor.operator(), TestSite.newId(), Role.ADMIN);
    site.room.members().changeRole(Actor.operator(), id, Role.MEMBER);
    assertThat(send(file("png"), token)).contains(" 403 ");
    assertThat(site.room.pictures().present()).isEmpty();
  }

  @Test
  void picture_largerThanFiveMegabytes_isRefused() throws Exception {
    assertThat(send(new byte[(5 << 20) + (9 << 10)], token())).contains(" 413 ");
  }

  @Test
  void color_isChosen_andTakenBack() throws Exception {
    admin.submitFrom(PATH, PATH + "/color", "color", "#FFCC00");
    assertThat(site.room.settings().color()).isEqualTo("#ffcc00");
    assertThat(admin.get(PATH).body()).contains("too light for text");
    assertThat(admin.submitFrom(PATH, PATH + "/color", "color", "red;}").statusCode())
        .isEqualTo(400);

    admin.submitFrom(PATH, PATH + "/color", "color", "#123456", "own", "yes");
    assertThat(site.room.settings().color()).isEmpty();
  }
}
