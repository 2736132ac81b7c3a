package alcove.web;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.Word;
import alcove.room.model.RefusedException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import io.vertx.ext.web.Route;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who gets to which path of the site, by which method: tables by hand, with nothing left out. */
class RoutePolicyTest {
  /** The lowest who may, in a room that is open, a community, or restricted. */
  private static final String FOR_MEMBERS =
      """
      GET  /dashboard                          | member    | member    | member
      GET  /dashboard/account                  | member    | member    | member
      GET  /dashboard/account/data             | member    | member    | member
      POST /dashboard/account/end-all          | member    | member    | member
      POST /dashboard/account/name             | member    | member    | member
      POST /dashboard/account/end-session      | member    | member    | member
      POST /dashboard/account/leave            | member    | member    | member
      POST /dashboard/account/passkeys/add     | member    | member    | member
      POST /dashboard/account/passkeys/challenge | member  | member    | member
      POST /dashboard/account/passkeys/remove  | member    | member    | member
      POST /dashboard/account/passkeys/rename  | member    | member    | member
      POST /dashboard/account/password         | member    | member    | member
      GET  /dashboard/aliases                  | member    | member    | member
      POST /dashboard/aliases/export           | admin     | admin     | admin
      POST /dashboard/aliases/revoke           | member    | member    | member
      GET  /dashboard/audit                    | moderator | moderator | moderator
      POST /dashboard/audit/export             | admin     | admin     | admin
      GET  /dashboard/blocked                  | moderator | moderator | moderator
      GET  /dashboard/blocked/add              | moderator | moderator | moderator
      POST /dashboard/blocked/add              | moderator | moderator | moderator
      POST /dashboard/blocked/export           | admin     | admin     | admin
      POST /dashboard/blocked/remove           | moderator | moderator | moderator
      GET  /dashboard/doctor                   | admin     | admin     | admin
      GET  /dashboard/invites                  | member    | member    | member
      POST /dashboard/invites/create           | member    | member    | moderator
      POST /dashboard/invites/export           | admin     | admin     | admin
      POST /dashboard/invites/new-link         | member    | member    | moderator
      POST /dashboard/invites/reopen           | member    | member    | moderator
      POST /dashboard/invites/revoke           | member    | member    | member
      POST /dashboard/invites/several          | member    | member    | member
      GET  /dashboard/measurements             | member    | member    | member
      GET  /dashboard/measurements/csv         | admin     | admin     | admin
      GET  /dashboard/members                  | member    | member    | member
      GET  /dashboard/members/add              | moderator | moderator | moderator
      POST /dashboard/members/add              | moderator | moderator | moderator
      POST /dashboard/members/export           | admin     | admin     | admin
      GET  /dashboard/members/one              | member    | member    | member
      POST /dashboard/members/remove           | moderator | moderator | moderator
      POST /dashboard/members/replace          | moderator | moderator | moderator
      POST /dashboard/members/name             | moderator | moderator | moderator
      POST /dashboard/members/note             | moderator | moderator | moderator
      POST /dashboard/members/reset-link       | admin     | admin     | admin
      POST /dashboard/members/role             | moderator | moderator | moderator
      POST /dashboard/members/several          | moderator | moderator | moderator
      GET  /dashboard/notices                  | moderator | moderator | moderator
      POST /dashboard/notices/delete           | moderator | moderator | moderator
      GET  /dashboard/notices/edit             | moderator | moderator | moderator
      POST /dashboard/notices/save             | moderator | moderator | moderator
      GET  /dashboard/report                   | member    | member    | member
      POST /dashboard/report/send              | member    | member    | member
      GET  /dashboard/reports                  | moderator | moderator | moderator
      POST /dashboard/reports/close            | moderator | moderator | moderator
      POST /dashboard/reports/leave            | moderator | moderator | moderator
      POST /dashboard/reports/reopen           | moderator | moderator | moderator
      POST /dashboard/reports/take             | moderator | moderator | moderator
      GET  /dashboard/rules                    | member    | member    | member
      POST /dashboard/rules                    | member    | member    | member
      GET  /dashboard/settings                 | admin     | admin     | admin
      GET  /dashboard/settings/apps            | admin     | admin     | admin
      POST /dashboard/settings/apps/add        | admin     | admin     | admin
      POST /dashboard/settings/apps/change     | admin     | admin     | admin
      GET  /dashboard/settings/apps/one        | admin     | admin     | admin
      POST /dashboard/settings/apps/move       | admin     | admin     | admin
      POST /dashboard/settings/apps/remove     | admin     | admin     | admin
      GET  /dashboard/settings/looks           | admin     | admin     | admin
      POST /dashboard/settings/looks/color     | admin     | admin     | admin
      POST /dashboard/settings/looks/picture   | admin     | admin     | admin
      POST /dashboard/settings/looks/remove    | admin     | admin     | admin
      POST /dashboard/settings/privacy-mode    | admin     | admin     | admin
      POST /dashboard/settings/save            | admin     | admin     | admin
      GET  /dashboard/setup                    | admin     | admin     | admin
      POST /dashboard/setup                    | admin     | admin     | admin
      POST /dashboard/undo                     | member    | member    | member
      POST /logout                             | member    | member    | member
      """;

  /** What is for anybody; what it shows and does depends on links, cookies and the mode. */
  private static final String FOR_ANYBODY =
      """
      GET  /
      GET  /alias/:alias
      GET  /alias/:alias/card.png
      GET  /apple-touch-icon.png
      GET  /assets/:name
      GET  /assets/face-180.png
      GET  /assets/face-192.png
      GET  /assets/face-32.png
      GET  /assets/face-512.png
      GET  /assets/theme.css
      GET  /caddy/ask
      GET  /card.png
      GET  /create-invite
      POST /create-invite
      GET  /doctor/:token
      GET  /favicon.ico
      GET  /healthz
      POST /invite/consume
      GET  /join
      GET  /join/done
      POST /language
      GET  /login
      GET  /login/app
      POST /login/finish
      POST /login/passkey
      POST /login/passkey/challenge
      GET  /login/password
      POST /login/password
      GET  /manifest.webmanifest
      GET  /notice/card.png
      GET  /notice/list
      GET  /notice/privacy
      GET  /notice/show
      GET  /password
      POST /password
      GET  /readyz
      GET  /setup
      POST /setup/finish
      POST /setup/passkey
      POST /setup/passkey/challenge
      POST /setup/password
      """;

  /** Streams of events, which do not end: members' own, and those of pages that know a secret. */
  private static final String EVENTS =
      """
      GET  /dashboard/doctor/events
      GET  /dashboard/measurements/events
      GET  /dashboard/events
      GET  /join/events
      GET  /login/events
      GET  /members/events
      GET  /setup/events
      """;

  private static final List<PrivacyMode> MODES =
      List.of(PrivacyMode.OPEN, PrivacyMode.COMMUNITY, PrivacyMode.RESTRICTED);
  private static final List<String> ACTORS = List.of("nobody", "member", "moderator", "admin");
  private static final String NOT_FOR_THEM = "Only members with another role can do this.";

  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    // The last admin stays, whoever leaves.
    site.room.members().add(Actor.operator(), TestSite.newId(), Role.ADMIN);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static List<String> requests(String table) {
    return table.lines().map(row -> row.split("\\|", -1)[0].strip()).toList();
  }

  @Test
  void tables_together_haveEveryMethodOfEveryPath() throws Exception {
    TreeSet<String> there = new TreeSet<>();
    for (Route route : site.router.getRoutes()) {
      if (route.getPath() != null) {
        for (String method : methods(route.getPath())) {
          there.add("%-4s %s".formatted(method, route.getPath()));
        }
      }
    }

    assertThat(
            Stream.of(FOR_MEMBERS, FOR_ANYBODY, EVENTS)
                .flatMap(table -> requests(table).stream())
                .toList())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(there);
  }

  private List<String> methods(String path) throws Exception {
    HttpResponse<String> options =
        site.send(site.request(path).method("OPTIONS", BodyPublishers.noBody()));
    return Stream.of(options.headers().firstValue("allow").orElse("").split(", ", -1))
        .filter(method -> !method.equals("HEAD") && !method.equals("OPTIONS"))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void path_forMembers_letsInWhomTheTableSays(PrivacyMode mode) throws Exception {
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (String row : FOR_MEMBERS.lines().toList()) {
      String[] cells = row.split("\\|", -1);
      String lowest = cells[1 + MODES.indexOf(mode)].strip();
      for (String actor : ACTORS) {
        boolean may = ACTORS.indexOf(actor) >= ACTORS.indexOf(lowest);
        expected.add("%s as %s: %s".formatted(cells[0].strip(), actor, may));
        found.add("%s as %s: %s".formatted(cells[0].strip(), actor, letsIn(cells[0], actor, mode)));
      }
    }

    assertThat(found).containsExactlyElementsOf(expected);
  }

  /** Forms are empty, so most do nothing; what counts is whether that is what is wrong. */
  private boolean letsIn(String request, String actor, PrivacyMode mode) throws Exception {
    String[] parts = request.strip().split(" +", -1);
    TestBrowser browser = browser(actor, mode);
    HttpResponse<String> answer;
    if (parts[0].equals("GET")) {
      answer = browser.get(parts[1]);
    } else {
      browser.get("/dashboard");
      answer = browser.submit(parts[1]);
    }
    boolean signIn =
        actor.equals("nobody")
            && (answer.statusCode() == 403
                || TestBrowser.location(answer).startsWith("/login?then="));
    boolean refused = answer.statusCode() == 403 && answer.body().contains(NOT_FOR_THEM);
    assertThat(answer.statusCode()).as(request).isLessThan(500);
    return !signIn && !refused;
  }

  private TestBrowser browser(String actor, PrivacyMode mode) throws RefusedException {
    Optional<Role> role = Word.named(Role.class, actor);
    if (role.isEmpty()) {
      site.switchTo(mode);
      return new TestBrowser(site);
    }
    FeedId id = TestSite.newId();
    site.room.members().add(Actor.operator(), id, role.get());
    site.switchTo(mode);
    return TestBrowser.of(site, id);
  }

  @Test
  void path_forAnybody_asksNobodyToSignIn() throws Exception {
    for (String request : requests(FOR_ANYBODY)) {
      String[] parts = request.split(" +", -1);
      HttpResponse<String> answer =
          parts[0].equals("GET") ? site.get(parts[1]) : site.submit(parts[1]);

      assertThat(answer.statusCode()).as(request).isLessThan(500);
      assertThat(TestBrowser.location(answer)).as(request).doesNotStartWith("/login?then=");
      assertThat(answer.body()).as(request).doesNotContain(NOT_FOR_THEM);
    }
  }

  @Test
  void events_forMembersOrForWhoKnowsASecret_areNotForOthers() throws Exception {
    assertThat(TestBrowser.location(site.get("/dashboard/measurements/events")))
        .isEqualTo("/login?then=%2Fdashboard%2Fmeasurements%2Fevents");
    assertThat(site.get("/join/events").statusCode()).isEqualTo(404);
    assertThat(site.get("/login/events").statusCode()).isEqualTo(404);
    assertThat(site.get("/setup/events").statusCode()).isEqualTo(404);
  }
}
