package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.model.Alias;
import alcove.room.model.BlockedId;
import alcove.room.model.Invite;
import alcove.room.model.InviteTerms;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pages say that was just done, and how it is taken back. */
class UndoTest {
  private static final Pattern UNDO = Pattern.compile("name=\"undo\" value=\"([^\"]+)\"");
  private static final String MEMBERS = "/dashboard/members";
  private static final String BLOCKED = "/dashboard/blocked";
  private static final String INVITES = "/dashboard/invites";
  private static final String UNDO_PATH = "/dashboard/undo";

  private final Actor operator = Actor.operator();
  private final FeedKeyPair bob = TestSite.newKeys();
  private TestSite site;
  private FeedId admin;
  private TestBrowser browser;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    admin = TestSite.newId();
    site.room.members().add(operator, admin, Role.ADMIN);
    site.room.members().add(operator, bob.id(), Role.MODERATOR);
    site.room.aliases().register(bob.id(), "heron", site.sign(bob, "heron"));
    browser = TestBrowser.of(site, admin);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void removal_isSaidOfWhom_andTakenBack_withRoleAndAliases() throws Exception {
    String before = site.room.members().find(bob.id()).toString();
    String page = done(MEMBERS, MEMBERS + "/remove", "id", bob.id().toString());
    assertThat(page).contains("heron was removed from the room.", ">Undo</button>");
    assertThat(site.room.standings().of(bob.id())).isEqualTo(Standing.EXTERNAL);

    String after = undo(page);

    assertThat(after).contains("heron is a member again", "are not restored");
    assertThat(site.room.members().find(bob.id())).hasToString(before);
    assertThat(site.room.aliases().of(bob.id())).containsExactly("heron");
  }

  @Test
  void role_isTakenBack() throws Exception {
    String page = done(MEMBERS, MEMBERS + "/role", "id", bob.id().toString(), "role", "admin");
    assertThat(page).contains("heron is now an admin.");

    assertThat(undo(page)).contains("heron is now a moderator.");
    assertThat(site.room.standings().of(bob.id())).isEqualTo(Standing.MODERATOR);
  }

  @Test
  void nameAndNote_areTakenBack_eachJudgedAnew() throws Exception {
    site.room.names().choose(operator, bob.id(), "Bob");
    String one = MEMBERS + "/one?id=" + TestSite.encode(bob.id().toString());
    String renamed = done(one, MEMBERS + "/name", "id", bob.id().toString(), "name", "Robert");
    assertThat(renamed).contains("The name of Robert is saved.", ">Undo</button>");
    assertThat(undo(renamed)).contains("The name of Bob is saved.");
    String noted = done(one, MEMBERS + "/note", "id", bob.id().toString(), "note", "the tall one");
    assertThat(noted).contains("The note about Bob is saved.", ">Undo</button>");
    undo(noted);
    assertThat(site.room.names().of(bob.id()).note()).isEmpty();
    assertThat(site.room.names().of(bob.id()).own()).isEqualTo("Bob");

    String again = done(one, MEMBERS + "/name", "id", bob.id().toString(), "name", "");
    assertThat(again).contains("The name of heron is saved.");
    site.room.names().choose(operator, admin, "Bob");
    assertThat(browser.send(UNDO_PATH, "undo", secret(again)).statusCode()).isEqualTo(409);
    assertThat(site.room.names().of(bob.id()).own()).isEmpty();
  }

  @Test
  void ownName_isTakenBack() throws Exception {
    String page = done("/dashboard/account", "/dashboard/account/name", "name", "Ana");
    assertThat(page).contains("Your name is saved.");

    undo(page);
    assertThat(site.room.names().of(admin).own()).isEmpty();
  }

  @Test
  void block_isTakenBack_withMembership() throws Exception {
    String page = done(BLOCKED, BLOCKED + "/add", block("noise"));
    assertThat(page).contains("heron is blocked.");
    assertThat(site.room.standings().of(bob.id())).isEqualTo(Standing.BLOCKED);

    assertThat(undo(page)).contains("heron is a member again");
    assertThat(site.room.standings().of(bob.id())).isEqualTo(Standing.MODERATOR);
  }

  @Test
  void changeOfABlock_isTakenBack_toTheBlockOfBefore() throws Exception {
    site.room.blocks().block(operator, bob.id(), "first", Optional.empty());

    undo(done(BLOCKED, BLOCKED + "/add", block("second")));

    assertThat(site.room.blocks().list()).extracting(BlockedId::reason).containsExactly("first");
  }

  @Test
  void unblocking_isTakenBack() throws Exception {
    site.room.blocks().block(operator, bob.id(), "noise", Optional.empty());

    String page = done(BLOCKED, BLOCKED + "/remove", "id", bob.id().toString());
    assertThat(page).contains("is unblocked. To be a member again");
    undo(page);

    assertThat(site.room.blocks().list()).extracting(BlockedId::reason).containsExactly("noise");
  }

  @Test
  void revocation_isTakenBack_andTheLinkWorksAgain() throws Exception {
    var made =
        site.room.invites().create(Actor.of(admin), new InviteTerms(1, Optional.empty(), "Anna"));
    String page = done(INVITES, INVITES + "/revoke", "id", "" + made.invite().id());
    assertThat(page).contains("The invite “Anna” is revoked.");

    assertThat(undo(page)).contains("The invite “Anna” is open again");
    assertThat(site.room.invites().look(made.token().text()).state(site.now.get()))
        .isEqualTo(Invite.State.OPEN);
  }

  @Test
  void revocationOfAnAlias_isTakenBack_withItsSignature() throws Exception {
    Alias before = site.room.aliases().resolve("heron");

    String page = done("/dashboard/aliases", "/dashboard/aliases/revoke", "alias", "heron");
    assertThat(undo(page)).contains("The alias heron works again.");

    assertThat(site.room.aliases().resolve("heron")).isEqualTo(before);
  }

  @Test
  void undo_worksOnce_aMinuteLong_andForThoseWhoDidIt() throws Exception {
    String page = done(MEMBERS, MEMBERS + "/remove", "id", bob.id().toString());
    String secret = secret(page);
    FeedId other = TestSite.newId();
    site.room.members().add(operator, other, Role.ADMIN);
    TestBrowser others = TestBrowser.of(site, other);
    others.get(MEMBERS);
    assertThat(TestBrowser.location(others.submit(UNDO_PATH, "undo", secret)))
        .endsWith("done=undo-late");
    undo(page);

    assertThat(TestBrowser.location(browser.submit(UNDO_PATH, "undo", secret)))
        .endsWith("done=undo-late");

    page = done(MEMBERS, MEMBERS + "/remove", "id", bob.id().toString());
    site.now.updateAndGet(now -> now.plus(Duration.ofMinutes(1)));
    assertThat(TestBrowser.location(browser.submit(UNDO_PATH, "undo", secret(page))))
        .endsWith("done=undo-late");
    assertThat(site.room.standings().of(bob.id())).isEqualTo(Standing.EXTERNAL);
  }

  @Test
  void undo_isJudgedAnew() throws Exception {
    String page = done(MEMBERS, MEMBERS + "/role", "id", admin.toString(), "role", "moderator");
    assertThat(page).isEmpty();
    site.room.members().add(operator, TestSite.newId(), Role.ADMIN);
    page = done(MEMBERS, MEMBERS + "/role", "id", admin.toString(), "role", "moderator");

    browser.get(MEMBERS);
    assertThat(browser.submit(UNDO_PATH, "undo", secret(page)).statusCode()).isEqualTo(403);
    assertThat(site.room.standings().of(admin)).isEqualTo(Standing.MODERATOR);
  }

  @Test
  void message_thatNamesSomebody_isGoneAMinuteLater_andNobodyElsesToRead() throws Exception {
    HttpResponse<String> done =
        browser.submitFrom(MEMBERS, MEMBERS + "/remove", "id", bob.id().toString());
    String location = TestBrowser.location(done);
    FeedId other = TestSite.newId();
    site.room.members().add(operator, other, Role.ADMIN);

    assertThat(TestBrowser.of(site, other).get(location).body()).doesNotContain("was removed");
    assertThat(browser.get(location.replace("removed", "added")).body())
        .doesNotContain("is now a member");
    site.now.updateAndGet(now -> now.plus(Duration.ofMinutes(1)));
    assertThat(browser.get(location).body()).doesNotContain("was removed", "{0}");
  }

  private String[] block(String reason) {
    return new String[] {"id", bob.id().toString(), "reason", reason, "until", ""};
  }

  private String done(String page, String path, String... fields) throws Exception {
    HttpResponse<String> done = browser.submitFrom(page, path, fields);
    return done.statusCode() == 303 ? browser.get(TestBrowser.location(done)).body() : "";
  }

  private String undo(String page) throws Exception {
    return browser.get(TestBrowser.location(browser.send(UNDO_PATH, "undo", secret(page)))).body();
  }

  private static String secret(String page) {
    Matcher undo = UNDO.matcher(page);
    return undo.find() ? undo.group(1) : "none";
  }
}
