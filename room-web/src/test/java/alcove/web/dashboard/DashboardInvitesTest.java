package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.model.Invite;
import alcove.room.model.InviteTerms;
import alcove.room.model.NoticeKind;
import alcove.room.model.RefusedException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import alcove.web.page.MailLink;
import alcove.web.page.Person;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invites as members make and keep them, and the pages of those who are invited. */
class DashboardInvitesTest {
  private static final Pattern LINK =
      Pattern.compile("https://room\\.example/join\\?invite=([\\w-]{43})");
  private static final Pattern PAGE = Pattern.compile("name=\"page\" value=\"([\\w-]{43})\"");

  private TestSite site;
  private FeedId alice;
  private TestBrowser member;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    alice = site.memberCalled("alice");
    member = TestBrowser.of(site, alice);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private TestBrowser browserOf(Role role) throws RefusedException {
    FeedId id = TestSite.newId();
    site.room.members().add(Actor.operator(), id, role);
    return TestBrowser.of(site, id);
  }

  private static String find(Pattern pattern, HttpResponse<String> page) {
    Matcher found = pattern.matcher(page.body());
    assertThat(found.find()).as(page.body()).isTrue();
    return found.group(1);
  }

  private Invite newest() {
    return site.room.invites().list().getFirst();
  }

  private HttpResponse<String> create(String... fields) throws Exception {
    return member.submitFrom(InviteListHandler.PATH, InviteListHandler.PATH + "/create", fields);
  }

  @Test
  void invite_isMadeAsTheFormSays_andItsLinkWorks() throws Exception {
    HttpResponse<String> page =
        create("label", "for <b>Ben</b>", "uses", "3", "days", "7", "introduce", "yes");

    String token = find(LINK, page);
    assertThat(page.body()).contains("for &lt;b&gt;Ben&lt;/b&gt;").doesNotContain("<b>Ben");
    Invite made = newest();
    assertThat(made.label()).isEqualTo("for <b>Ben</b>");
    assertThat(made.uses()).isEqualTo(3);
    assertThat(made.introduce()).isTrue();
    assertThat(made.expires()).contains(site.now.get().plus(Duration.ofDays(7)));
    assertThat(made.createdBy()).isEqualTo(Actor.of(alice));
    assertThat(site.get("/join?invite=" + token).statusCode()).isEqualTo(200);
    assertThat(member.get(InviteListHandler.PATH).body())
        .contains("for &lt;b&gt;Ben&lt;/b&gt;", "3 of 3 left")
        .doesNotContain(token);
  }

  @ParameterizedTest
  @CsvSource({"uses, 0", "uses, 1001", "uses, many", "label, LONG"})
  void formWithAnError_comesBackWithWhatWasEntered(String field, String value) throws Exception {
    String label = field.equals("label") ? "x".repeat(101) : "for Ben";
    String uses = field.equals("uses") ? value : "5";

    HttpResponse<String> page = create("label", label, "uses", uses, "days", "7");

    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body())
        .contains("role=\"alert\"", "value=\"" + label + "\"", "value=\"" + uses + "\"")
        .contains(field.equals("uses") ? "1 to 1,000 people" : "at most 100 characters");
    assertThat(site.room.invites().list()).isEmpty();
  }

  @Test
  void inviteWithALastDay_worksUntilTheEndOfIt_whateverElseWasChosen() throws Exception {
    HttpResponse<String> page =
        create("uses", "1", "days", "7", "until", " 2026-05-03 ", "label", "");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("May 3, 2026, 11:59\u202fPM UTC", "2026-05-04T00:00:00Z");
    assertThat(newest().expires()).contains(Instant.parse("2026-05-04T00:00:00Z"));
  }

  @Test
  void inviteWithALastDay_fromABrowserThatSaysItsZone_worksUntilThatDayIsOverThere()
      throws Exception {
    create("uses", "1", "until", "2026-05-03", "label", "", "zone", "Pacific/Auckland");

    assertThat(newest().expires()).contains(Instant.parse("2026-05-03T12:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-04-30, has to expire in the future",
    "2026-02-30, written as year",
    "soon, written as year",
    "+20260-01-01, written as year"
  })
  void lastDay_thatIsPastOrNone_comesBackWithTheReason(String day, String reason) throws Exception {
    HttpResponse<String> page = create("uses", "5", "days", "7", "until", day, "label", "for Ben");

    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body())
        .contains("role=\"alert\"", reason, "value=\"" + day + "\"", "value=\"for Ben\"")
        .containsPattern("id=\"until\"[^>]* aria-invalid=\"true\"");
    assertThat(site.room.invites().list()).isEmpty();
  }

  @Test
  void pageOfTheLink_offersWordsToSend_byMailAndByWhatTheDeviceHas() throws Exception {
    member.get(InviteListHandler.PATH);
    String body = create("uses", "1", "days", "0", "label", "").body();

    String link =
        "https://room.example/join?invite="
            + LINK.matcher(body).results().findFirst().orElseThrow().group(1);
    String words = "Join Harbour, our room on Scuttlebutt: " + link;
    assertThat(body)
        .contains(">" + words + "</code>")
        .contains(
            "href=\"%s\""
                .formatted(MailLink.of("An invite to Harbour", words).replace("&", "&amp;")))
        .containsPattern(
            "<button type=\"button\" hidden[^>]* data-share=\"words\"[^>]* data-title=\"An invite"
                + " to Harbour\"");
  }

  @Test
  void newLink_replacesTheOldOne_andRevokingEndsBoth() throws Exception {
    String old = find(LINK, create("uses", "1", "days", "0", "label", ""));
    String id = Long.toString(newest().id());

    String next = find(LINK, member.submit(InviteListHandler.PATH + "/new-link", "id", id));
    assertThat(site.get("/join?invite=" + old).statusCode()).isEqualTo(404);
    assertThat(site.get("/join?invite=" + next).statusCode()).isEqualTo(200);

    HttpResponse<String> done = member.submit(InviteListHandler.PATH + "/revoke", "id", id);
    assertThat(TestBrowser.location(done)).startsWith("/dashboard/invites?done=revoked&flash=");
    assertThat(site.get("/join?invite=" + next).statusCode()).isEqualTo(410);
  }

  @Test
  void othersInvites_areSeenAndRevokedByModeratorsOnly() throws Exception {
    create("uses", "1", "days", "0", "label", "for Ben");
    String id = Long.toString(newest().id());
    TestBrowser other = browserOf(Role.MEMBER);
    TestBrowser moderator = browserOf(Role.MODERATOR);

    assertThat(other.get(InviteListHandler.PATH).body()).doesNotContain("for Ben");
    assertThat(other.submit(InviteListHandler.PATH + "/revoke", "id", id).statusCode())
        .isEqualTo(403);
    assertThat(moderator.get(InviteListHandler.PATH).body()).contains("for Ben");
    assertThat(moderator.submit(InviteListHandler.PATH + "/revoke", "id", id).statusCode())
        .isEqualTo(303);
    assertThat(newest().state(site.now.get())).isEqualTo(Invite.State.REVOKED);
  }

  @Test
  void restrictedRoom_letsModeratorsInvite_andMembersKeepTheirs() throws Exception {
    site.switchTo(PrivacyMode.RESTRICTED);
    TestBrowser moderator = browserOf(Role.MODERATOR);

    assertThat(member.get(InviteListHandler.PATH).body())
        .contains("only moderators and admins can invite")
        .doesNotContain("Create invite");
    assertThat(create("uses", "1", "days", "0", "label", "").statusCode()).isEqualTo(403);
    assertThat(
            moderator
                .submitFrom(
                    InviteListHandler.PATH,
                    InviteListHandler.PATH + "/create",
                    "uses",
                    "1",
                    "days",
                    "0",
                    "label",
                    "")
                .statusCode())
        .isEqualTo(200);
  }

  private String invite(int uses, boolean introduce) throws RefusedException {
    InviteTerms terms = new InviteTerms(uses, Optional.empty(), "");
    return site.room
        .invites()
        .create(Actor.of(alice), introduce ? terms.introducing() : terms)
        .token()
        .text();
  }

  @Test
  void pageOfAnInvite_goesOnWhenItsAppHasAccepted_andIntroducesTheInviter() throws Exception {
    String token = invite(2, true);
    String page = find(PAGE, site.get("/join?invite=" + token));
    String other = find(PAGE, site.get("/join?invite=" + token));
    assertThat(site.get("/join/done?page=" + page).body())
        .contains("Your app hasn’t accepted it yet");

    FeedId ben = TestSite.newId();
    HttpResponse<String> claimed =
        site.post(
            "/invite/consume?page=" + page,
            TestSite.JSON,
            "{\"id\":\"%s\",\"invite\":\"%s\"}".formatted(ben, token));
    assertThat(claimed.body()).contains("successful");

    assertThat(site.get("/join/events?page=" + page).body()).contains("event: done");
    assertThat(site.get("/join/done?page=" + page).body())
        .contains(
            ">" + ben + "<",
            ">" + alice + "<",
            "ssb:feed/ed25519/" + Base64.getUrlEncoder().encodeToString(alice.bytes()));
    assertThat(site.get("/join/done?page=" + other).body())
        .as("another's page of the same invite")
        .contains("hasn’t accepted it yet")
        .doesNotContain(ben.toString());
  }

  @Test
  void pageOfAnInviteForOne_goesOn_howeverItWasClaimed() throws Exception {
    String token = invite(1, false);
    String page = find(PAGE, site.get("/join?invite=" + token));
    FeedId ben = TestSite.newId();

    site.room.invites().claim(token, ben);

    assertThat(site.get("/join/done?page=" + page).body())
        .contains(">" + ben + "<", "Now follow someone")
        .doesNotContain(">" + alice + "<");
  }

  @Test
  void pageSecret_ofAnotherInvite_showsNothing() throws Exception {
    String mine = invite(2, false);
    String page = find(PAGE, site.get("/join?invite=" + invite(2, false)));

    site.post(
        "/invite/consume?page=" + page,
        TestSite.JSON,
        "{\"id\":\"%s\",\"invite\":\"%s\"}".formatted(TestSite.newId(), mine));

    assertThat(site.get("/join/done?page=" + page).body()).contains("hasn’t accepted it yet");
    assertThat(site.get("/join/done?page=" + mine).statusCode()).isEqualTo(404);
    site.now.set(site.now.get().plus(Duration.ofHours(12)));
    assertThat(site.get("/join/done?page=" + page).statusCode()).isEqualTo(404);
  }

  @Test
  void invitePage_saysWhoInvites_onlyIfTheyWantToBeIntroduced() throws Exception {
    assertThat(site.get("/join?invite=" + invite(1, false)).body())
        .contains("You are invited to this room.")
        .doesNotContain("alice", Person.shortId(alice));
    String introduced = "/join?invite=" + invite(1, true);
    assertThat(site.get(introduced).body()).contains("\u2068alice\u2069 invites you to this room.");
    assertThat(site.get(introduced, "Accept-Language", "de").body())
        .contains("\u2068alice\u2069 lädt dich");

    site.room.aliases().revoke(Actor.of(alice), "alice");
    assertThat(site.get(introduced).body())
        .contains("\u2068" + Person.shortId(alice) + "\u2069 invites you to this room.")
        .doesNotContain(">" + alice + "<");
  }

  @Test
  void pageOfWhoIsIn_leadsToTheCodeOfConduct_ifThereIsOne() throws Exception {
    String without = claimByForm();
    site.room
        .notices()
        .save(Actor.operator(), NoticeKind.CODE_OF_CONDUCT, "en", "Be kind", "To all.");

    assertThat(without).contains("You are a member").doesNotContain("code-of-conduct");
    assertThat(claimByForm())
        .contains(
            "Please read these before you post", "href=\"/notice/show?kind=code-of-conduct\"");
  }

  private String claimByForm() throws Exception {
    return site.submit(
            "/invite/consume", "invite", invite(1, false), "id", TestSite.newId().toString())
        .body();
  }

  @Test
  void invitePage_namesTheAppsThatAdminsChose() throws Exception {
    assertThat(site.get("/join?invite=" + invite(1, false)).body())
        .contains(">Manyverse<", ">Android<");
  }
}
