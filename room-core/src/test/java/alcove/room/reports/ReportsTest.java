package alcove.room.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import alcove.identity.FeedId;
import alcove.room.RegistryTest;
import alcove.room.RoomFixture;
import alcove.room.audit.AuditEntry;
import alcove.room.model.Paging;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.Report;
import alcove.room.model.Report.Outcome;
import alcove.room.model.Report.Reason;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.store.DatabaseUrl;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportsTest extends RegistryTest {
  private static final Paging FIRST = new Paging(1, 50);

  private FeedId admin;
  private FeedId moderator;
  private FeedId member;
  private FeedId subject;

  ReportsTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  @BeforeEach
  void join() throws RefusedException {
    admin = fixture.join(fixture.alice, Role.ADMIN);
    moderator = fixture.join(fixture.bob, Role.MODERATOR);
    member = fixture.join(fixture.carol, Role.MEMBER);
    subject = fixture.join(fixture.dave, Role.MEMBER);
  }

  private Report report(FeedId about) throws RefusedException {
    return room.reports().make(member, about, Reason.SPAM, " again and again ");
  }

  private List<Report> waiting(FeedId reader) throws RefusedException {
    return room.reports().page(Actor.of(reader), true, FIRST).rows();
  }

  private List<Report> closed(FeedId reader) throws RefusedException {
    return room.reports().page(Actor.of(reader), false, FIRST).rows();
  }

  @Test
  void report_waitsForModerators_alsoAfterARestart() throws Exception {
    Report made = report(subject);

    assertThat(made.text()).isEqualTo("again and again");
    assertThat(waiting(moderator)).containsExactly(made);
    assertThat(waiting(admin)).containsExactly(made);
    assertThat(fixture.open().reports().of(member)).containsExactly(made);
    assertThat(room.reports().waiting(Actor.of(moderator))).isEqualTo(1);
    assertThat(room.reports().waiting(Actor.operator())).isEqualTo(1);
    assertRefused(Refusal.NOT_ALLOWED, () -> waiting(member));
    assertRefused(Refusal.NOT_ALLOWED, () -> room.reports().waiting(Actor.of(member)));
  }

  @Test
  void report_ofWhoMayNot_isRefused() throws Exception {
    FeedId stranger = RoomFixture.keys(9).id();

    assertRefused(
        Refusal.NOT_ALLOWED, () -> room.reports().make(stranger, subject, Reason.OTHER, ""));
    assertRefused(Refusal.REPORT_SELF, () -> report(member));
    assertRefused(Refusal.REPORT_SELF, () -> report(room.id()));
    assertRefused(
        Refusal.REPORT_TEXT,
        () -> room.reports().make(member, subject, Reason.OTHER, "x".repeat(2001)));
    assertRefused(
        Refusal.REPORT_TEXT, () -> room.reports().make(member, subject, Reason.OTHER, "a\0b"));
    assertThat(waiting(admin)).isEmpty();
  }

  @Test
  void reports_ofOneMember_areBounded() throws Exception {
    report(subject);
    assertRefused(Refusal.REPORTED_ALREADY, () -> report(subject));
    for (int seed = 20; seed < 19 + Reports.MOST_OPEN; seed++) {
      report(RoomFixture.keys(seed).id());
    }
    FeedId eleventh = RoomFixture.keys(50).id();
    assertRefused(Refusal.TOO_MANY_REPORTS, () -> report(eleventh));

    room.reports().close(Actor.of(admin), waiting(admin).getFirst().id(), Outcome.NOTHING);

    assertThat(report(eleventh).about()).isEqualTo(eleventh);
  }

  @Test
  void report_aboutAModerator_isSeenByAdminsAlone_andAboutAnAdminByTheOthers() throws Exception {
    Report aboutModerator = report(moderator);
    Report aboutAdmin = report(admin);

    assertThat(waiting(moderator)).isEmpty();
    assertThat(waiting(admin)).containsExactly(aboutModerator);
    assertThat(room.reports().page(Actor.operator(), true, FIRST).rows())
        .containsExactly(aboutModerator, aboutAdmin);
    assertRefused(
        Refusal.UNKNOWN, () -> room.reports().take(Actor.of(moderator), aboutAdmin.id(), true));
    assertRefused(
        Refusal.UNKNOWN,
        () -> room.reports().close(Actor.of(moderator), aboutModerator.id(), Outcome.NOTHING));
    assertRefused(
        Refusal.UNKNOWN,
        () -> room.reports().close(Actor.of(admin), aboutAdmin.id(), Outcome.NOTHING));
  }

  @Test
  void report_isTaken_andGivenBack_andTakenFromSomebodyElse() throws Exception {
    long id = report(subject).id();

    room.reports().take(Actor.of(moderator), id, true);
    assertThat(waiting(admin)).extracting(Report::takenBy).containsExactly(Optional.of(moderator));

    room.reports().take(Actor.of(admin), id, true);
    assertThat(waiting(admin)).extracting(Report::takenBy).containsExactly(Optional.of(admin));

    room.reports().take(Actor.of(admin), id, false);
    assertThat(waiting(admin)).extracting(Report::takenBy).containsExactly(Optional.empty());
  }

  @Test
  void report_closed_saysWhatCameOfIt_andOpensAgain() throws Exception {
    long id = report(subject).id();

    room.reports().close(Actor.of(moderator), id, Outcome.TALKED);

    assertThat(waiting(moderator)).isEmpty();
    assertThat(closed(admin))
        .singleElement()
        .extracting(Report::closing)
        .isEqualTo(
            Optional.of(
                new Report.Closing(Actor.of(moderator), fixture.instant(), Outcome.TALKED)));
    assertRefused(
        Refusal.REPORT_CLOSED, () -> room.reports().close(Actor.of(admin), id, Outcome.NOTHING));
    assertRefused(Refusal.REPORT_CLOSED, () -> room.reports().take(Actor.of(admin), id, true));
    room.reports().reopen(Actor.of(moderator), id);
    assertThat(waiting(admin))
        .extracting(Report::takenBy, Report::isOpen)
        .containsExactly(tuple(Optional.of(moderator), true));
    assertThat(room.audit().newest(Actor.of(admin), 10, null))
        .extracting(AuditEntry::action)
        .contains("report-closed", "report-reopened");
    assertThat(room.audit().newest(Actor.of(moderator), 10, null))
        .extracting(AuditEntry::action)
        .doesNotContain("report-closed", "report-reopened");
  }

  @Test
  void report_reopened_whileAnotherOfThemWaits_isRefused() throws Exception {
    long id = report(subject).id();
    room.reports().close(Actor.of(moderator), id, Outcome.NOTHING);
    report(subject);

    assertRefused(Refusal.REPORTED_ALREADY, () -> room.reports().reopen(Actor.of(moderator), id));
  }

  @Test
  void reports_aboutWhoIsBlockedOrRemoved_areClosedByThat() throws Exception {
    FeedId stranger = RoomFixture.keys(9).id();
    report(subject);
    report(stranger);

    room.members().remove(Actor.of(moderator), subject);
    room.blocks().block(Actor.of(admin), stranger, "", Optional.empty());

    assertThat(waiting(admin)).isEmpty();
    assertThat(closed(admin))
        .extracting(each -> each.closing().orElseThrow().outcome())
        .containsExactlyInAnyOrder(Outcome.REMOVED, Outcome.BLOCKED);
  }

  @Test
  void reports_goWithAMembersNewKey() throws Exception {
    FeedId newKey = RoomFixture.keys(9).id();
    report(subject);
    room.reports().make(subject, member, Reason.RULES, "");

    room.members().replace(Actor.of(admin), subject, newKey);

    assertThat(room.reports().of(newKey)).extracting(Report::about).containsExactly(member);
    assertThat(room.reports().of(member)).extracting(Report::about).containsExactly(newKey);
  }
}
