package alcove.web;

import alcove.identity.FeedId;
import alcove.room.model.RefusedException;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser that keeps cookies, sends forms as the pages have them, and follows no redirect. */
public final class TestBrowser {
  private static final Pattern FORM_TOKEN =
      Pattern.compile("<input type=\"hidden\" name=\"form\" value=\"([^\"]+)\"");
  private static final Pattern STAMP =
      Pattern.compile("<input type=\"hidden\" name=\"once\" value=\"([^\"]+)\"");

  private final TestSite site;
  private Optional<FeedId> id = Optional.empty();
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private String formToken = "";
  private String stamp = "";
  private String page = "";

  public TestBrowser(TestSite site) {
    this.site = site;
  }

  /** Signed in as {@code id}, who must be a member. */
  public static TestBrowser of(TestSite site, FeedId id) throws RefusedException {
    TestBrowser browser = new TestBrowser(site);
    browser.id = Optional.of(id);
    String token =
        site.room.sessions().open(id, SignInWay.APP, Session.Device.UNKNOWN, "").token().text();
    browser.cookies.put("__Host-session", token);
    return browser;
  }

  /** What its cookies are, as a header has them. */
  public String cookie() {
    return cookies.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  /** Who is signed in. */
  public FeedId id() {
    return id.orElseThrow();
  }

  /** The token that forms of the last page had. */
  String formToken() {
    return formToken;
  }

  /** Sends a form of ours that, as browsers say, another site made. */
  HttpResponse<String> submitFromSite(String from, String path) throws Exception {
    String[] all = Arrays.copyOf(headers(), headers().length + 2);
    all[all.length - 2] = "Sec-Fetch-Site";
    all[all.length - 1] = from;
    return keep(site.post(path, TestSite.FORM, "form=" + TestSite.encode(formToken), all));
  }

  public HttpResponse<String> get(String path) throws Exception {
    page = path;
    return keep(site.get(path, headers()));
  }

  /** Sends a form; with the session's token, if a page has shown it. */
  public HttpResponse<String> submit(String path, String... fields) throws Exception {
    StringBuilder form = new StringBuilder("form=" + TestSite.encode(formToken));
    for (int i = 0; i < fields.length; i += 2) {
      form.append('&').append(fields[i]).append('=').append(TestSite.encode(fields[i + 1]));
    }
    return keep(site.post(path, TestSite.FORM, form.toString(), headers()));
  }

  /** Sends a form with all that the last page has in it, as browsers do. */
  public HttpResponse<String> send(String path, String... fields) throws Exception {
    String[] all = Arrays.copyOf(fields, fields.length + 4);
    all[fields.length] = "once";
    all[fields.length + 1] = stamp;
    all[fields.length + 2] = "from";
    all[fields.length + 3] = page;
    return submit(path, all);
  }

  /** Sends this with forms, until a page shows another. */
  public void useFormToken(String token) {
    formToken = token;
  }

  /** Opens {@code page} first, for the token in it. */
  public HttpResponse<String> submitFrom(String page, String path, String... fields)
      throws Exception {
    get(page);
    return submit(path, fields);
  }

  private String[] headers() {
    StringBuilder all = new StringBuilder();
    cookies.forEach(
        (name, value) ->
            all.append(all.isEmpty() ? "" : "; ").append(name).append('=').append(value));
    return all.isEmpty() ? new String[0] : new String[] {"Cookie", all.toString()};
  }

  private HttpResponse<String> keep(HttpResponse<String> response) {
    for (String cookie : response.headers().allValues("set-cookie")) {
      String pair = cookie.substring(0, cookie.indexOf(';'));
      String name = pair.substring(0, pair.indexOf('='));
      if (cookie.contains("Max-Age=0;") || cookie.endsWith("Max-Age=0")) {
        cookies.remove(name);
      } else {
        cookies.put(name, pair.substring(pair.indexOf('=') + 1));
      }
    }
    Matcher token = FORM_TOKEN.matcher(response.body());
    if (token.find()) {
      formToken = token.group(1);
    }
    Matcher shown = STAMP.matcher(response.body());
    if (shown.find()) {
      stamp = shown.group(1);
    }
    return response;
  }

  /** What pages of this browser stamp their forms with, as the last page has it. */
  public String stamp() {
    return stamp;
  }

  public void removeCookie(String name) {
    cookies.remove(name);
  }

  public Optional<String> cookie(String name) {
    return Optional.ofNullable(cookies.get(name));
  }

  public void setCookie(String name, String value) {
    cookies.put(name, value);
  }

  public static String location(HttpResponse<String> response) {
    return response.headers().firstValue("location").orElse("none");
  }
}
