package alcove.web;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every path of the site, whatever it does. */
class RoutesTest {
  private TestSite site;
  private TestBrowser admin;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    FeedId id = site.memberCalled("alice");
    site.room.members().add(Actor.operator(), id, Role.ADMIN);
    admin = TestBrowser.of(site, id);
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** All paths without parts that stand for anything, but those that never end. */
  private List<String> paths() {
    return site.router.getRoutes().stream()
        .map(Route::getPath)
        .filter(path -> path != null && !path.contains(":"))
        .filter(path -> !path.endsWith("/events"))
        .distinct()
        .toList();
  }

  private List<String> membersPaths() {
    return paths().stream().filter(path -> path.startsWith("/dashboard")).toList();
  }

  @Test
  void paths_areAsManyAsThereAre() {
    assertThat(paths()).hasSizeGreaterThan(15).contains("/", "/login", "/dashboard", "/join");
  }

  @Test
  void get_ofAnyPath_changesNothing() throws Exception {
    int before = site.registry.writes.get();
    for (String path : paths()) {
      admin.get(path);
      admin.get(path + "?id=1&page=1&kind=news&token=x&invite=x&done=saved");
    }
    assertThat(site.registry.writes.get()).isEqualTo(before);
  }

  @Test
  void answer_ofAnyPath_hasWhatKeepsBrowsersSafe() throws Exception {
    for (String path : paths()) {
      HttpResponse<String> answer = admin.get(path);
      assertThat(answer.headers().map())
          .as(path)
          .containsKeys("content-security-policy", "referrer-policy", "cross-origin-opener-policy")
          .containsEntry("x-content-type-options", List.of("nosniff"))
          .containsEntry("strict-transport-security", List.of("max-age=31536000"));
      assertThat(answer.headers().firstValue("cache-control"))
          .as(path)
          .hasValueSatisfying(
              value -> assertThat(value).matches("no-store|(public, )?max-age=\\d+(, immutable)?"));
      assertThat(answer.body())
          .as(path)
          .doesNotContain("<style", " style=", " onclick=", "javascript:");
      for (String cookie : answer.headers().allValues("set-cookie")) {
        assertThat(cookie)
            .as(path)
            .startsWith("__Host-")
            .contains("; Path=/", "; Secure", "; HTTPOnly", "; SameSite=Lax");
      }
    }
  }

  @Test
  void membersPath_leadsOthersToTheSignIn() throws Exception {
    assertThat(membersPaths()).isNotEmpty();
    for (String path : membersPaths()) {
      HttpResponse<String> answer = site.get(path);
      boolean isPage = answer.statusCode() == 303;
      assertThat(isPage || answer.statusCode() == 405).as(path).isTrue();
      if (isPage) {
        assertThat(TestBrowser.location(answer)).startsWith("/login?then=%2Fdashboard");
      }
      assertThat(site.submit(path).statusCode()).as(path).isIn(403, 405);
    }
  }

  @Test
  void membersForm_thatIsNotOfThisSession_isRefused() throws Exception {
    TestBrowser other = TestBrowser.of(site, site.memberCalled("bob"));
    other.get("/dashboard");
    int before = site.registry.writes.get();
    for (String path : membersPaths()) {
      TestBrowser forging = TestBrowser.of(site, admin.id());
      before++; // The session of that browser.
      assertThat(forging.submit(path).statusCode()).as(path).isIn(403, 405);
      forging.useFormToken(other.formToken()); // The page of the refusal had the right one.
      assertThat(forging.submit(path).statusCode()).as(path).isIn(403, 405);
    }
    assertThat(site.registry.writes.get()).isEqualTo(before);
  }

  @Test
  void formOfAnotherSite_isRefused_whateverTheSession() throws Exception {
    admin.get("/dashboard");
    for (String path : paths()) {
      for (String from : List.of("cross-site", "same-site")) {
        assertThat(admin.submitFromSite(from, path).statusCode()).as(path).isIn(403, 405);
      }
    }
  }

  @Test
  void otherMethods_areNamedAndRefused() throws Exception {
    for (String path : paths()) {
      HttpResponse<String> answer =
          site.send(
              site.request(path)
                  .method(
                      HttpMethod.DELETE.name(), java.net.http.HttpRequest.BodyPublishers.noBody()));
      assertThat(answer.statusCode()).as(path).isEqualTo(405);
      assertThat(answer.headers().firstValue("allow")).as(path).isPresent();
    }
  }

  @Test
  void cookies_whereThereIsNoTls_areUnprefixedAndAPageSaysSo() throws Exception {
    site.address.set(site.address(alcove.address.WebOrigin.http("room.example", 3000), true));
    HttpResponse<String> page = site.get("/login");

    assertThat(page.body()).contains("This page is not encrypted");
    assertThat(page.headers().firstValue("strict-transport-security")).isEmpty();
    assertThat(page.headers().allValues("set-cookie"))
        .allSatisfy(cookie -> assertThat(cookie).startsWith("sign-in=").doesNotContain("Secure"))
        .hasSize(1);
  }
}
