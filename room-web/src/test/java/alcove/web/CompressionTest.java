package alcove.web;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers are made smaller, and for whom. */
class CompressionTest {
  private static final Pattern FORM_TOKEN = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static TestSite site;
  private static TestBrowser admin;
  private static String invite;

  @BeforeAll
  static void open() throws Exception {
    site = new TestSite(PrivacyMode.OPEN);
    FeedId id = site.memberCalled("alice");
    site.room.members().changeRole(Actor.operator(), id, Role.ADMIN);
    admin = TestBrowser.of(site, id);
    invite = site.invite();
  }

  @AfterAll
  static void close() {
    CLIENT.shutdownNow();
    site.close();
  }

  private static HttpResponse<byte[]> ask(String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        site.request(path.replace("INVITE", invite), "Cookie", admin.cookie())
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return ask("GET", path, headers);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static byte[] opened(HttpResponse<byte[]> answer) throws Exception {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      return gzip.readAllBytes();
    }
  }

  private static String formToken(String page) {
    Matcher token = FORM_TOKEN.matcher(page);
    assertThat(token.find()).isTrue();
    return token.group(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/notice/list",
        "/notice/privacy",
        "/dashboard",
        "/dashboard/members?q=ali",
        "/dashboard/invites",
        "/dashboard/aliases",
        "/dashboard/blocked",
        "/dashboard/reports",
        "/dashboard/audit",
        "/dashboard/measurements",
        "/assets/alcove.css",
        "/assets/mark.svg"
      })
  void whatHasNoSecret_isSmaller_whereThatIsWelcome(String path) throws Exception {
    HttpResponse<byte[]> plain = get(path);
    HttpResponse<byte[]> small = get(path, "Accept-Encoding", "br, gzip;q=0.5");

    assertThat(header(plain, "Content-Encoding")).isEmpty();
    assertThat(header(plain, "Vary")).contains("Accept-Encoding");
    assertThat(header(small, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(small, "Vary")).isEqualTo(header(plain, "Vary"));
    assertThat(header(small, "Content-Length")).isEqualTo("" + small.body().length);
    assertThat(small.body().length).isLessThan(plain.body().length / 2 + 200);
    assertThat(opened(small)).hasSameSizeAs(plain.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/join?invite=INVITE",
        "/login",
        "/login/password",
        "/create-invite",
        "/setup?token=x",
        "/dashboard/account",
        "/dashboard/members/add",
        "/dashboard/settings",
        "/nobody-such",
        "/healthz",
        "/assets/icon-32.png"
      })
  void whatMayHaveASecret_orIsSmallAlready_isSentAsItIs(String path) throws Exception {
    HttpResponse<byte[]> answer = get(path, "Accept-Encoding", "gzip");

    assertThat(header(answer, "Content-Encoding")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip;q=0", "gzip; q=0.0, *", "br", "identity", "*;q=0", "gzipped"})
  void whoDoesNotTakeGzip_getsNone(String accepted) throws Exception {
    for (String path : new String[] {"/dashboard/members", "/assets/alcove.css"}) {
      assertThat(header(get(path, "Accept-Encoding", accepted), "Content-Encoding")).isEmpty();
    }
  }

  @Test
  void whoTakesAnything_getsGzip() throws Exception {
    assertThat(header(get("/", "Accept-Encoding", "br;q=0.1, *"), "Content-Encoding"))
        .isEqualTo("gzip");
  }

  @Test
  void head_hasTheHeadersOfGet_andNoBody() throws Exception {
    HttpResponse<byte[]> head = ask("HEAD", "/assets/alcove.css", "Accept-Encoding", "gzip");
    HttpResponse<byte[]> get = get("/assets/alcove.css", "Accept-Encoding", "gzip");

    assertThat(head.headers().map()).isEqualTo(get.headers().map());
    assertThat(head.body()).isEmpty();
  }

  @Test
  void asset_inEachForm_hasATagOfItsOwn_andIsNotSentTwice() throws Exception {
    String plain = header(get("/assets/alcove.css"), "ETag");
    String small = header(get("/assets/alcove.css", "Accept-Encoding", "gzip"), "ETag");

    HttpResponse<byte[]> again =
        get("/assets/alcove.css", "Accept-Encoding", "gzip", "If-None-Match", small);

    assertThat(small).isNotEqualTo(plain);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(small);
    assertThat(header(again, "Vary")).contains("Accept-Encoding");
    assertThat(get("/assets/alcove.css", "If-None-Match", plain).statusCode()).isEqualTo(304);
    assertThat(get("/assets/alcove.css", "If-None-Match", small).statusCode()).isEqualTo(200);
  }

  @Test
  void formToken_isWrittenAnewOnEachPage_andEachWayOfWritingItWorks() throws Exception {
    String one = formToken(admin.get("/dashboard/members").body());
    String other = formToken(admin.get("/dashboard/members").body());

    assertThat(one).isNotEqualTo(other);
    for (String token : new String[] {one, other}) {
      admin.useFormToken(token);
      assertThat(admin.submit("/dashboard/audit/nothing").statusCode()).isEqualTo(404);
      assertThat(
              admin
                  .submit("/dashboard/members/note", "id", admin.id().toString(), "note", "old")
                  .statusCode())
          .isEqualTo(303);
    }
    admin.useFormToken(one.substring(0, one.length() - 2) + (one.endsWith("AA") ? "BB" : "AA"));
    assertThat(
            admin
                .submit("/dashboard/members/note", "id", admin.id().toString(), "note", "old")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void file_ofAList_isSmaller_andWhole() throws Exception {
    for (int i = 0; i < 20; i++) {
      site.room.members().add(Actor.operator(), TestSite.newId(), Role.MEMBER);
    }
    String token = formToken(admin.get("/dashboard/members").body());
    HttpRequest request =
        site.request(
                "/dashboard/members/export",
                "Cookie",
                admin.cookie(),
                "Accept-Encoding",
                "gzip",
                "Content-Type",
                TestSite.FORM)
            .POST(BodyPublishers.ofString("format=csv&form=" + TestSite.encode(token)))
            .build();
    HttpResponse<byte[]> small = CLIENT.send(request, BodyHandlers.ofByteArray());

    assertThat(header(small, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(small, "Content-Disposition")).contains("room-members.csv");
    assertThat(new String(opened(small), StandardCharsets.UTF_8)).contains(admin.id().toString());
  }

  @Test
  void events_areSentAsTheyCome() throws Exception {
    HttpRequest request = site.request("/members/events", "Accept-Encoding", "gzip").GET().build();
    HttpResponse<InputStream> stream = CLIENT.send(request, BodyHandlers.ofInputStream());

    try (InputStream events = stream.body()) {
      assertThat(stream.statusCode()).isEqualTo(200);
      assertThat(header(stream, "Content-Encoding")).isEmpty();
      assertThat(events.read()).isNotNegative();
    }
  }
}
