package alcove.app;

import alcove.identity.FeedId;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The browser of people who use the web site, for {@link TrainCommand}. Used by one thread. */
final class TrainingBrowser implements AutoCloseable {
  static final String ALIAS = "trainee";

  private static final String PASSWORD = "a heron in the reed";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ROUNDS = 3;
  private static final Pattern FORM = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");
  private static final Pattern SETUP = Pattern.compile("https?://\\S+/setup\\?token=(\\S+)");
  private static final Pattern CHALLENGE = Pattern.compile("[?&;]sc=([-_A-Za-z0-9%=]+)");

  private static final List<String> PUBLIC =
      List.of(
          "/",
          "/create-invite",
          "/alias/" + ALIAS,
          "/alias/" + ALIAS + "?encoding=json",
          "/notice/list",
          "/notice/list?encoding=json",
          "/healthz",
          "/readyz",
          "/assets/alcove.css",
          "/nobody");

  private static final List<String> OF_MEMBERS =
      List.of(
          "/dashboard",
          "/dashboard/members",
          "/dashboard/invites",
          "/dashboard/aliases",
          "/dashboard/blocked",
          "/dashboard/notices",
          "/dashboard/settings",
          "/dashboard/audit",
          "/dashboard/account",
          "/dashboard/measurements");

  private final String site;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .cookieHandler(new CookieManager())
          .connectTimeout(PATIENCE)
          .build();

  private String form = "";

  TrainingBrowser(String site) {
    this.site = site;
  }

  /** Makes {@code admin} the first one by the link in {@code greeting}. */
  void setUp(List<String> greeting, FeedId admin) throws IOException, InterruptedException {
    get("/setup?token=" + find(SETUP, String.join("\n", greeting)));
    post(
        "/setup/password",
        "id=" + encode(admin.toString()),
        "password=" + encode(PASSWORD),
        "again=" + encode(PASSWORD));
    post("/logout");
    get("/login/password");
    post("/login/password", "name=" + encode(admin.toString()), "password=" + encode(PASSWORD));
    post("/logout");
  }

  /** Opens an invite and claims it for {@code guest} as apps do. */
  void claim(String invite, FeedId guest) throws IOException, InterruptedException {
    get("/join?invite=" + invite);
    get("/join?invite=" + invite + "&encoding=json");
    send(
        to("/invite/consume")
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"id\":\"%s\",\"invite\":\"%s\"}".formatted(guest, invite))));
  }

  /** Signs in with {@code app}. */
  void signIn(TrainingApp app) throws Exception {
    String page = get("/login");
    app.solve(decode(find(CHALLENGE, page)));
    post("/login/finish");
  }

  /** Opens one page after the other. */
  void lookAround() throws IOException, InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      for (String page : PUBLIC) {
        get(page);
      }
      for (String page : OF_MEMBERS) {
        get(page);
      }
    }
    post("/create-invite");
  }

  private String get(String path) throws IOException, InterruptedException {
    return send(to(path));
  }

  private void post(String path, String... fields) throws IOException, InterruptedException {
    String body = "form=" + encode(form) + (fields.length == 0 ? "" : "&");
    send(
        to(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body + String.join("&", fields))));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(site + path)).timeout(PATIENCE);
  }

  /** Gives the page; whatever is refused was refused on purpose, but for what is a fault. */
  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var response = client.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() >= 500) {
      throw new IOException(response.uri().getPath() + " gave " + response.statusCode());
    }
    Matcher token = FORM.matcher(response.body());
    if (token.find()) {
      form = token.group(1);
    }
    return response.body();
  }

  private static String find(Pattern pattern, String text) throws IOException {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IOException("nothing found like " + pattern);
    }
    return found.group(1);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
