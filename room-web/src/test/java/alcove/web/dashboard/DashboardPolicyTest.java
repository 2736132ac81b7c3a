package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.Word;
import alcove.room.model.RefusedException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may do what by the pages about members, aliases and blocked ids: tables by hand. */
class DashboardPolicyTest {
  /**
   * A request, and what comes of it for nobody who is signed in, an external user who tries to sign
   * in, a member, a moderator and an admin. Outside of an open room the external user stays nobody;
   * in it signing in makes a member. The modes make no other difference.
   */
  private static final String TABLE =
      """
      GET  /dashboard                                                   | login | ok  | ok   | ok   | ok
      GET  /dashboard/members                                           | login | ok  | ok   | ok   | ok
      GET  /dashboard/members/one?id=$member                            | login | ok  | ok   | ok   | ok
      GET  /dashboard/aliases                                           | login | ok  | ok   | ok   | ok
      GET  /dashboard/blocked                                           | login | no  | no   | ok   | ok
      GET  /dashboard/audit                                             | login | no  | no   | ok   | ok
      GET  /dashboard/audit?q=$member&about=blocks&before=9             | login | no  | no   | ok   | ok
      GET  /dashboard/account/data                                      | login | ok  | ok   | ok   | ok
      POST /dashboard/members/add id=$stranger role=member              | no    | no  | no   | done | done
      POST /dashboard/members/add id=$stranger role=moderator           | no    | no  | no   | done | done
      POST /dashboard/members/add id=$stranger role=admin               | no    | no  | no   | no   | done
      POST /dashboard/members/add id=$member role=admin                 | no    | no  | no   | 409  | 409
      POST /dashboard/members/add id=$blocked role=member               | no    | no  | no   | no   | no
      POST /dashboard/members/role id=$member role=moderator            | no    | no  | no   | done | done
      POST /dashboard/members/role id=$member role=admin                | no    | no  | no   | no   | done
      POST /dashboard/members/role id=$moderator role=member            | no    | no  | no   | no   | done
      POST /dashboard/members/role id=$moderator role=admin             | no    | no  | no   | no   | done
      POST /dashboard/members/role id=$admin role=member                | no    | no  | no   | no   | done
      POST /dashboard/members/role id=$admin role=moderator             | no    | no  | no   | no   | done
      POST /dashboard/members/remove id=$member                         | no    | no  | no   | done | done
      POST /dashboard/members/remove id=$moderator                      | no    | no  | no   | no   | done
      POST /dashboard/members/remove id=$admin                          | no    | no  | no   | no   | done
      POST /dashboard/members/remove id=$stranger                       | no    | no  | no   | 404  | 404
      POST /dashboard/members/replace id=$member new=$stranger          | no    | no  | no   | done | done
      POST /dashboard/members/replace id=$moderator new=$stranger       | no    | no  | no   | no   | done
      POST /dashboard/members/replace id=$admin new=$stranger           | no    | no  | no   | no   | done
      POST /dashboard/members/replace id=$member new=$moderator         | no    | no  | no   | 409  | 409
      POST /dashboard/members/replace id=$member new=$blocked           | no    | no  | no   | no   | no
      POST /dashboard/members/reset-link id=$member                     | no    | no  | no   | no   | link
      POST /dashboard/members/reset-link id=$moderator                  | no    | no  | no   | no   | link
      POST /dashboard/members/reset-link id=$admin                      | no    | no  | no   | no   | link
      POST /dashboard/blocked/add id=$stranger                          | no    | no  | no   | done | done
      POST /dashboard/blocked/add id=$member                            | no    | no  | no   | done | done
      POST /dashboard/blocked/add id=$moderator                         | no    | no  | no   | no   | done
      POST /dashboard/blocked/add id=$admin                             | no    | no  | no   | no   | done
      POST /dashboard/blocked/remove id=$blocked                        | no    | no  | no   | done | done
      POST /dashboard/blocked/remove id=$stranger                       | no    | no  | no   | 404  | 404
      POST /dashboard/aliases/revoke alias=$own                         | no    | 404 | done | done | done
      POST /dashboard/aliases/revoke alias=$alias-of-member             | no    | no  | no   | done | done
      POST /dashboard/aliases/revoke alias=$alias-of-moderator          | no    | no  | no   | no   | done
      POST /dashboard/aliases/revoke alias=$alias-of-admin              | no    | no  | no   | no   | done
      """;

  /** What the page of a member offers: who looks, at whom, and the forms in it. */
  private static final String OFFERED =
      """
      member    looks at itself    | revoke
      member    looks at member    |
      member    looks at moderator |
      member    looks at admin     |
      moderator looks at itself    | note revoke
      moderator looks at member    | block name note remove replace revoke role=moderator
      moderator looks at moderator | note
      moderator looks at admin     | note
      admin     looks at itself    | note replace reset-link revoke role=member role=moderator
      admin     looks at member    | block name note remove replace reset-link revoke role=admin role=moderator
      admin     looks at moderator | block name note remove replace reset-link revoke role=admin role=member
      admin     looks at admin     | block name note remove replace reset-link revoke role=member role=moderator
      """;

  private static final List<String> ACTORS =
      List.of("nobody", "external", "member", "moderator", "admin");
  private static final Pattern OFFER =
      Pattern.compile("action=\"/dashboard/[a-z/-]*?([a-z-]+)\"|name=\"role\" value=\"([a-z]+)\"");

  private final TestSite site;
  private final Map<String, FeedId> ids = new TreeMap<>();
  private final Map<String, String> words = new LinkedHashMap<>();
  private int count;

  DashboardPolicyTest() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** A member of each kind to act on, with aliases, all of them new. */
  private void furnish(PrivacyMode mode) throws RefusedException {
    site.switchTo(PrivacyMode.COMMUNITY);
    words.clear();
    ids.clear();
    for (Role role : Role.values()) {
      words.put("$alias-of-" + role.word(), "a" + count);
      note(role.word(), newMember(role));
    }
    note("stranger", TestSite.newId());
    note("blocked", TestSite.newId());
    site.room.blocks().block(Actor.operator(), id("blocked"), "", Optional.empty());
    words.put("$own", "a" + count);
    site.switchTo(mode);
  }

  private void note(String word, FeedId id) {
    ids.put(word, id);
    words.put("$" + word, id.toString());
  }

  private FeedId id(String word) {
    return TestSite.parse(words.getOrDefault("$" + word, ""));
  }

  private FeedId newMember(Role role) throws RefusedException {
    FeedKeyPair keys = TestSite.newKeys();
    site.room.members().add(Actor.operator(), keys.id(), role);
    String alias = "a" + count++;
    site.room.aliases().register(keys.id(), alias, site.sign(keys, alias));
    return keys.id();
  }

  private TestBrowser browser(String actor, PrivacyMode mode) throws RefusedException {
    if (actor.equals("external")) {
      return mode == PrivacyMode.OPEN
          ? TestBrowser.of(site, TestSite.newId())
          : new TestBrowser(site);
    }
    Optional<Role> role = Word.named(Role.class, actor);
    if (role.isEmpty()) {
      return new TestBrowser(site);
    }
    site.switchTo(PrivacyMode.COMMUNITY);
    FeedId id = newMember(role.get());
    site.switchTo(mode);
    return TestBrowser.of(site, id);
  }

  @ParameterizedTest
  @EnumSource
  void everybody_inEveryMode_mayDoWhatTheTableSays(PrivacyMode mode) throws Exception {
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (String row : TABLE.lines().toList()) {
      String[] cells = row.split("\\|", -1);
      for (int i = 0; i < ACTORS.size(); i++) {
        String actor = ACTORS.get(i);
        boolean isNobody = actor.equals("external") && mode != PrivacyMode.OPEN;
        String what = cells[0].strip() + " as " + actor + ": ";
        expected.add(what + cells[isNobody ? 1 : i + 1].strip());
        furnish(mode);
        found.add(what + outcome(cells[0].strip(), browser(actor, mode)));
      }
    }

    assertThat(found).containsExactlyElementsOf(expected);
  }

  /** Longer words first: one begins another. */
  private String fill(String text, boolean encoded) {
    String filled = text;
    for (String word : words.keySet().stream().sorted((a, b) -> b.length() - a.length()).toList()) {
      String value = words.getOrDefault(word, "");
      filled = filled.replace(word, encoded ? TestSite.encode(value) : value);
    }
    return filled;
  }

  private String outcome(String request, TestBrowser browser) throws Exception {
    String[] parts = request.split(" +", -1);
    if (parts[0].equals("GET")) {
      return word(browser.get(fill(parts[1], true)));
    }
    List<String> fields = new ArrayList<>();
    for (int i = 2; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      fields.add(parts[i].substring(0, equals));
      fields.add(fill(parts[i].substring(equals + 1), false));
    }
    browser.get("/dashboard");
    String before = state();
    String word = word(browser.submit(parts[1], fields.toArray(String[]::new)));
    assertThat(state().equals(before)).as(request).isNotEqualTo(word.equals("done"));
    return word;
  }

  private static String word(HttpResponse<String> response) {
    int status = response.statusCode();
    return switch (status) {
      case 200 -> response.body().contains("/password?token=") ? "link" : "ok";
      case 303 -> TestBrowser.location(response).startsWith("/login") ? "login" : "done";
      case 403 -> "no";
      default -> Integer.toString(status);
    };
  }

  /** What any of the requests may change. */
  private String state() {
    Map<String, Standing> standings = new TreeMap<>();
    ids.forEach((word, id) -> standings.put(word, site.room.standings().of(id)));
    return standings + " " + site.room.aliases().list();
  }

  @ParameterizedTest
  @EnumSource
  void pageOfAMember_inEveryMode_offersWhatTheTableSays(PrivacyMode mode) throws Exception {
    List<String> found = new ArrayList<>();
    for (Role viewer : Role.values()) {
      for (String subject : List.of("itself", "member", "moderator", "admin")) {
        furnish(mode);
        site.switchTo(PrivacyMode.COMMUNITY);
        FeedId reader = newMember(viewer);
        site.switchTo(mode);
        FeedId whose = subject.equals("itself") ? reader : id(subject);
        String page = TestBrowser.of(site, reader).get(MemberListHandler.pathOf(whose)).body();
        found.add(
            "%-9s looks at %-9s | %s".formatted(viewer.word(), subject, offers(page)).strip());
      }
    }

    assertThat(found).containsExactlyElementsOf(OFFERED.lines().map(String::strip).toList());
  }

  private static String offers(String page) {
    TreeSet<String> offers = new TreeSet<>();
    Matcher matcher = OFFER.matcher(page);
    while (matcher.find()) {
      String action = matcher.group(1);
      if (action == null) {
        offers.add("role=" + matcher.group(2));
      } else if (!action.equals("role")) {
        offers.add(action.equals("add") ? "block" : action);
      }
    }
    return String.join(" ", offers);
  }
}
