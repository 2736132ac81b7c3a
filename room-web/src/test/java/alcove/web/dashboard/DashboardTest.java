package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.health.BackupState;
import alcove.health.CertificateState;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.model.BlockedId;
import alcove.room.model.InviteTerms;
import alcove.room.model.NoticeKind;
import alcove.room.model.RoomSetting;
import alcove.room.model.StorageException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard itself, and the pages about blocked ids and aliases. */
class DashboardTest {
  private static final String HOME = "/dashboard";
  private static final String BLOCKED = "/dashboard/blocked";
  private static final String ALIASES = "/dashboard/aliases";

  private final Actor operator = Actor.operator();
  private final FeedKeyPair bob = TestSite.newKeys();

  private TestSite site;
  private FeedId admin;
  private TestBrowser browser;
  private TestBrowser bobs;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    admin = TestSite.newId();
    site.room.members().add(operator, admin, Role.ADMIN);
    site.room.members().add(operator, bob.id(), Role.MEMBER);
    browser = TestBrowser.of(site, admin);
    bobs = TestBrowser.of(site, bob.id());
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void home_showsNumbersAddressesAndWhatThereIsToDo_byRole() throws Exception {
    site.invite();
    site.room.change(operator, RoomSetting.NAME, "room.example");

    assertThat(browser.get(HOME).body())
        .contains(">3</b>", "<b>2</b>", "<b>1</b> <a href=\"/dashboard/invites\">open invite</a>")
        .contains("<b>0</b> <a href=\"/dashboard/blocked\">blocked IDs</a>")
        .contains(">net:room.example:8008~shs:", ">wss://room.example~shs:", "<svg class=\"qr\"")
        .contains("Give the room a name", "Say in one sentence", "Write a code of conduct")
        .contains("Invite somebody", "Register an alias");
    assertThat(bobs.get(HOME).body())
        .contains("<b>0</b> <a href=\"/dashboard/invites\">open invites of yours</a>")
        .contains("Invite somebody", "Register an alias")
        .doesNotContain("blocked IDs", "Give the room a name", "Write a code of conduct");
  }

  @Test
  void home_doesNotSayWhatIsDone_orCannotBeDone() throws Exception {
    site.room.change(operator, RoomSetting.DESCRIPTION, "For all who sail.");
    site.room.notices().save(operator, NoticeKind.CODE_OF_CONDUCT, "en", "Be kind", "Please");
    site.room.invites().create(Actor.of(admin), InviteTerms.SINGLE);
    site.switchTo(PrivacyMode.RESTRICTED);

    assertThat(browser.get(HOME).body()).doesNotContain("Next steps");
  }

  @Test
  void home_showsTheLatest_toThoseWhoReadTheLog() throws Exception {
    site.room.members().changeRole(operator, admin, Role.ADMIN);
    site.room.change(operator, RoomSetting.DESCRIPTION, "x");
    site.room.blocks().block(Actor.of(admin), TestSite.newId(), "secret", Optional.empty());

    assertThat(browser.get(HOME).body())
        .contains("ID blocked", "Setting changed", "the operator", ">you<")
        .doesNotContain("secret");
    assertThat(bobs.get(HOME).body()).doesNotContain("ID blocked", "Setting changed");
  }

  @Test
  void home_showsWhatTheRoomLooksAfterByItself_toAdminsAlone() throws Exception {
    assertThat(browser.get(HOME).body()).doesNotContain("Upkeep");

    Instant now = site.now.get();
    site.measurements.backups =
        new BackupState(true, Optional.of(now.minusSeconds(60)), Optional.empty(), 0);
    site.measurements.certificates =
        Optional.of(
            new CertificateState(
                Optional.of(now.plus(Duration.ofDays(20))),
                false,
                new CertificateState.Hosts(2, 1, 0),
                0,
                Optional.empty()));

    assertThat(browser.get(HOME).body())
        .contains("Upkeep", "Certificate valid until", "2 issued, 1 waiting, 0 failed")
        .contains("Last backup")
        .doesNotContain("next attempt", "To the doctor");
    assertThat(bobs.get(HOME).body()).doesNotContain("Upkeep", "Last backup");
  }

  @Test
  void home_saysToAdminsThatTheCertificateFails() throws Exception {
    Instant now = site.now.get();
    var trouble =
        Optional.of(new CertificateState.Trouble(now, "<b>no</b>", now.plusSeconds(3600)));
    site.measurements.certificates =
        Optional.of(
            new CertificateState(
                Optional.of(now.plus(Duration.ofDays(2))),
                true,
                CertificateState.Hosts.NONE,
                1,
                trouble));

    assertThat(browser.get(HOME).body())
        .contains("is about to expire and was not renewed", "next attempt", "To the doctor")
        .doesNotContain("<b>no</b>");

    site.measurements.certificates =
        Optional.of(
            new CertificateState(Optional.empty(), true, CertificateState.Hosts.NONE, 1, trouble));

    assertThat(browser.get(HOME).body()).contains("The room has no valid certificate");
    assertThat(bobs.get(HOME).body()).doesNotContain("certificate");
  }

  @Test
  void id_isBlocked_untilADayIsOver_andUnblocked() throws Exception {
    String id = TestSite.newId().toString();

    HttpResponse<String> done =
        browser.submitFrom(
            BLOCKED, BLOCKED + "/add", "id", id, "reason", "<i>noise</i>", "until", "2026-05-03");

    BlockedId blocked = site.room.blocks().list().getFirst();
    assertThat(blocked.until()).contains(Instant.parse("2026-05-04T00:00:00Z"));
    assertThat(blocked.by()).isEqualTo(Actor.of(admin));
    assertThat(browser.get(TestBrowser.location(done)).body())
        .contains(" is blocked.", id, "&lt;i&gt;noise&lt;/i&gt;", "May 3, 2026, 11:59\u202fPM UTC")
        .doesNotContain("<i>");
    assertThat(browser.get(BLOCKED + "?q=NOISE").body()).contains(id);
    assertThat(browser.get(BLOCKED + "?q=quiet").body())
        .contains("No blocked ID matches")
        .doesNotContain(id);

    done = browser.submit(BLOCKED + "/remove", "id", id);

    assertThat(browser.get(TestBrowser.location(done)).body()).doesNotContain(id);
    assertThat(site.room.blocks().list()).isEmpty();
  }

  @Test
  void id_isBlocked_whileTheRegistryHangs_beforeAnythingWaitsForIt() throws Exception {
    FeedId id = TestSite.newId();
    browser.get(BLOCKED);
    var answer = new CountDownLatch(1);
    site.registry.beforeReading.set(() -> await(answer));
    site.registry.beforeWriting.set(() -> await(answer));
    var posted =
        CompletableFuture.supplyAsync(
            () -> submit(BLOCKED + "/add", "id", id.toString(), "reason", "", "until", ""));
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> site.room.standings().of(id) == Standing.BLOCKED);
      assertThat(posted).isNotDone();
    } finally {
      answer.countDown();
    }
    assertThat(posted.get().statusCode()).isEqualTo(303);
    assertThat(site.room.blocks().list()).extracting(BlockedId::id).contains(id);
  }

  @Test
  void block_thatCannotBeKept_holds_andThePageSaysForHowLong() throws Exception {
    FeedId id = TestSite.newId();
    browser.get(BLOCKED);
    site.registry.beforeWriting.set(
        () -> {
          throw new StorageException("the disk is gone");
        });

    HttpResponse<String> answer =
        submit(BLOCKED + "/add", "id", id.toString(), "reason", "", "until", "");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("Blocked, but only for now", "block the ID once more");
    assertThat(site.room.standings().of(id)).isEqualTo(Standing.BLOCKED);
  }

  private HttpResponse<String> submit(String path, String... fields) {
    try {
      return browser.submit(path, fields);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch answer) {
    try {
      answer.await();
    } catch (InterruptedException stop) {
      throw new AssertionError(stop);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-04-30", "2026-02-30", "tomorrow", "99999-01-01", "-0001-01-01"})
  void blockUntilADayThatCannotBe_isShownAgain(String until) throws Exception {
    String id = TestSite.newId().toString();

    HttpResponse<String> again =
        browser.submitFrom(
            BLOCKED, BLOCKED + "/add", "id", id, "reason", "\"noise\"", "until", until);

    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body())
        .contains("value=\"" + id + "\"", "value=\"&quot;noise&quot;\"", "value=\"" + until + "\"")
        .contains("class=\"problem\"");
    assertThat(site.room.blocks().list()).isEmpty();
  }

  @Test
  void form_onASearchedPage_leadsBackToWhatWasSearched() throws Exception {
    FeedId blocked = TestSite.newId();
    site.room.blocks().block(Actor.operator(), blocked, "noise", Optional.empty());
    String searched = BLOCKED + "?q=noise&page=1";

    assertThat(browser.get(searched + "&done=blocked").body())
        .contains(
            "name=\"from\" value=\"" + searched.replace("&", "&amp;") + "&amp;done=blocked\"");

    HttpResponse<String> done =
        browser.submit(
            BLOCKED + "/remove", "id", blocked.toString(), "from", searched + "&done=blocked");
    assertThat(TestBrowser.location(done)).startsWith(searched + "&done=unblocked&flash=");
  }

  @ParameterizedTest
  @MethodSource("tooLong")
  @ValueSource(
      strings = {
        "",
        "//example.org/dashboard/blocked",
        "https://example.org/dashboard/blocked",
        "/dashboard/blocked/../members?q=x",
        "/dashboard/blocked-not?q=x",
        "/dashboard/blocked?q=a\r\nb",
        "/dashboard/members?q=x"
      })
  void form_fromSomewhereElse_leadsToItsOwnPage(String from) throws Exception {
    FeedId blocked = TestSite.newId();
    site.room.blocks().block(Actor.operator(), blocked, "noise", Optional.empty());

    HttpResponse<String> done =
        browser.submitFrom(BLOCKED, BLOCKED + "/remove", "id", blocked.toString(), "from", from);

    assertThat(TestBrowser.location(done)).startsWith(BLOCKED + "?done=unblocked&flash=");
  }

  static Stream<String> tooLong() {
    return Stream.of("/dashboard/blocked?q=" + "x".repeat(3000));
  }

  @Test
  void refusal_thatIsNoMatterOfAField_hasAPageOfItsOwn() throws Exception {
    FeedId id = TestSite.newId();
    site.room.members().add(Actor.operator(), id, Role.MODERATOR);

    HttpResponse<String> refused =
        TestBrowser.of(site, id)
            .submitFrom(
                "/dashboard/members",
                "/dashboard/members/add",
                "id",
                TestSite.newId().toString(),
                "role",
                "admin");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).doesNotContain("<form method=\"post\" action=\"/dashboard");
  }

  @Test
  void ownAlias_standsOnTop_andIsRevoked() throws Exception {
    site.room.aliases().register(bob.id(), "bob", site.sign(bob, "bob"));
    assertThat(bobs.get(ALIASES).body())
        .contains(">https://room.example/alias/bob</code>", "Revoke bob");

    HttpResponse<String> done = bobs.submit(ALIASES + "/revoke", "alias", "bob");

    assertThat(bobs.get(TestBrowser.location(done)).body())
        .contains("Your alias bob is revoked.", "You have none yet")
        .contains(">https://room.example/alias/NAME</code>", "Register an alias from your app");
    assertThat(site.room.aliases().list()).isEmpty();
  }

  @Test
  void aliasOfAnother_isRevokedByAnAdmin_andKeptForItsOwner() throws Exception {
    FeedId alice = site.memberCalled("alice");
    assertThat(bobs.get(ALIASES).body()).contains(">alice<").doesNotContain("Revoke alice");
    assertThat(browser.get(ALIASES).body()).contains("Revoke alice", "For 30 days");

    HttpResponse<String> done =
        browser.submit(ALIASES + "/revoke", "alias", "alice", "member", alice.toString());

    assertThat(TestBrowser.location(done)).startsWith(MemberListHandler.pathOf(alice));
    assertThat(browser.get(TestBrowser.location(done)).body())
        .contains("The alias alice is revoked.");
    assertThat(site.room.aliases().list()).isEmpty();
  }

  @Test
  void aliases_areSearchedByNameAndOwner() throws Exception {
    FeedId alice = site.memberCalled("alice");
    site.room.aliases().register(bob.id(), "bob", site.sign(bob, "bob"));

    assertThat(browser.get(ALIASES + "?q=ALI").body()).contains(">alice<").doesNotContain(">bob<");
    assertThat(browser.get(ALIASES + "?q=" + TestSite.encode(alice.toString())).body())
        .contains(">alice<")
        .doesNotContain(">bob<");
  }

  @Test
  void aliases_inARestrictedRoom_canOnlyBeRevoked() throws Exception {
    site.room.aliases().register(bob.id(), "bob", site.sign(bob, "bob"));
    site.switchTo(PrivacyMode.RESTRICTED);

    assertThat(bobs.get(ALIASES).body())
        .contains("This room is restricted", "Revoke bob")
        .doesNotContain("from your app");
    assertThat(bobs.submit(ALIASES + "/revoke", "alias", "bob").statusCode()).isEqualTo(303);
  }

  @Test
  void pages_inGerman_haveNoEnglish() throws Exception {
    browser.setCookie("__Host-language", "de");

    assertThat(browser.get(BLOCKED).body()).contains("Gesperrte IDs", "Niemand ist gesperrt.");
    assertThat(browser.get("/dashboard/members").body()).contains("Mitglied hinzufügen");
  }
}
