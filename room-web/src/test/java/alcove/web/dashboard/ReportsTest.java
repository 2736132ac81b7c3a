package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.model.InviteTerms;
import alcove.room.model.Report;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The form on which members report somebody, and the queue of moderators. */
class ReportsTest {
  private static final String FORM = "/dashboard/report";
  private static final String SEND = "/dashboard/report/send";
  private static final String QUEUE = "/dashboard/reports";

  private TestSite site;
  private FeedId subject;
  private FeedId reporter;
  private TestBrowser reporters;
  private TestBrowser moderators;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    site.room.members().add(Actor.operator(), TestSite.newId(), Role.ADMIN);
    subject = member(Role.MEMBER);
    reporter = member(Role.MEMBER);
    reporters = TestBrowser.of(site, reporter);
    moderators = TestBrowser.of(site, member(Role.MODERATOR));
  }

  @AfterEach
  void close() {
    site.close();
  }

  private FeedId member(Role role) throws Exception {
    FeedId id = TestSite.newId();
    site.room.members().add(Actor.operator(), id, role);
    return id;
  }

  private HttpResponse<String> report(String reason, String text) throws Exception {
    return reporters.submitFrom(
        FORM, SEND, "id", subject.toString(), "reason", reason, "text", text);
  }

  private Report only() {
    return site.room.reports().of(reporter).getFirst();
  }

  @Test
  void member_isReported_takenCareOf_andTheReportIsClosed() throws Exception {
    assertThat(reporters.get("/dashboard/members/one?id=" + TestSite.encode(subject.toString())))
        .extracting(HttpResponse::body)
        .asString()
        .contains(FORM + "?id=");

    HttpResponse<String> sent = report("harassment", "<b>again</b>\nand again");

    assertThat(reporters.get(TestBrowser.location(sent)).body())
        .contains("Your report is with the moderators", "Your reports", ">waiting<");
    assertThat(moderators.get("/dashboard").body()).contains("open report</a>");
    assertThat(moderators.get(QUEUE).body())
        .contains("Harassment", "&lt;b&gt;again&lt;/b&gt;\nand again", "nobody yet")
        .doesNotContain("<b>again");

    moderators.submit(QUEUE + "/take", "report", "" + only().id());
    assertThat(moderators.get(QUEUE).body()).contains("Give it back");
    assertThat(reporters.get(FORM).body()).contains("somebody is looking into it");

    HttpResponse<String> closed =
        moderators.submit(QUEUE + "/close", "report", "" + only().id(), "outcome", "talked");

    assertThat(moderators.get(TestBrowser.location(closed)).body())
        .contains("The report is closed.", "No report is waiting.");
    assertThat(moderators.get(QUEUE + "?state=closed").body()).contains("Talked with them");
    assertThat(reporters.get(FORM).body()).contains(">closed<").doesNotContain("Talked");
  }

  @Test
  void report_thatIsRefused_comesBackAsItWas() throws Exception {
    HttpResponse<String> none =
        reporters.submitFrom(FORM, SEND, "id", "nobody", "reason", "spam", "text", "my words");
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.body()).contains("my words", "value=\"nobody\"", "aria-invalid=\"true\"");

    report("spam", "");
    assertThat(report("spam", "once more").body())
        .contains("still waiting for the moderators", "once more");
    assertThat(report("no-such-reason", "").statusCode()).isEqualTo(400);
    assertThat(site.room.reports().of(reporter)).hasSize(1);
  }

  @Test
  void queue_keepsFromAModerator_whatIsAboutThem() throws Exception {
    FeedId moderator = moderators.id();
    site.room.reports().make(reporter, moderator, Report.Reason.RULES, "them");

    assertThat(moderators.get(QUEUE).body()).contains("No report is waiting.");
    assertThat(
            moderators
                .submit(QUEUE + "/close", "report", "" + only().id(), "outcome", "nothing")
                .statusCode())
        .isEqualTo(404);
    assertThat(only().isOpen()).isTrue();
  }

  @Test
  void report_thatNobodyMade_isNotFound() throws Exception {
    moderators.get(QUEUE);

    assertThat(moderators.submit(QUEUE + "/take", "report", "99").statusCode()).isEqualTo(404);
    assertThat(moderators.submit(QUEUE + "/close", "report", "x").statusCode()).isEqualTo(404);
  }

  @Test
  void block_takesAlong_whomTheyInvited() throws Exception {
    String token = site.room.invites().create(Actor.of(subject), InviteTerms.SINGLE).token().text();
    FeedId invited = TestSite.newId();
    site.room.invites().claim(token, invited);

    moderators.submitFrom(
        "/dashboard/blocked",
        "/dashboard/blocked/add",
        "id",
        subject.toString(),
        "reason",
        "spam",
        "until",
        "",
        "invited",
        "yes");

    assertThat(site.room.standings().of(subject)).isEqualTo(Standing.BLOCKED);
    assertThat(site.room.standings().of(invited)).isEqualTo(Standing.BLOCKED);
  }
}
