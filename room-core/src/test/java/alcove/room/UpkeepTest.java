package alcove.room;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Paging;
import alcove.room.model.RefusedException;
import alcove.room.model.Report;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.store.DatabaseUrl;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class UpkeepTest extends RegistryTest {
  private static final Actor OPERATOR = Actor.operator();

  UpkeepTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  private List<AuditEntry> log() throws RefusedException {
    return room.audit().newest(OPERATOR, 1000, null);
  }

  private int entries() {
    return fixture.read(tables -> tables.audit().concerning(fixture.alice.id()).size());
  }

  @Test
  void log_isKeptForGood_untilSomebodySaysOtherwise() throws Exception {
    fixture.join(fixture.alice, Role.ADMIN);
    fixture.pass(Duration.ofDays(4000));
    room.upkeep().run();

    assertThat(entries()).isEqualTo(1);
  }

  @Test
  void entries_thatAreTooOld_go_andTheChangeStandsInTheLog() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.ADMIN);
    fixture.pass(Duration.ofDays(60));
    fixture.join(fixture.bob, Role.MEMBER);
    fixture.pass(Duration.ofDays(30));
    room.change(Actor.of(alice), RoomSetting.AUDIT_LOG_DAYS, "90");
    room.upkeep().run();
    assertThat(log()).extracting(AuditEntry::action).contains("setting-changed").hasSize(3);

    fixture.pass(Duration.ofSeconds(1));
    room.upkeep().run();
    assertThat(log())
        .extracting(AuditEntry::action)
        .containsExactly("setting-changed", "member-added");
    assertThat(log().getFirst().details()).isEqualTo("90");

    room.change(OPERATOR, RoomSetting.AUDIT_LOG_DAYS, "30");
    room.upkeep().run();
    assertThat(log())
        .extracting(AuditEntry::action)
        .containsExactly("setting-changed", "setting-changed");
    assertThat(room.standings().of(alice).isMember()).as("who is a member stays one").isTrue();
  }

  @Test
  void reports_goWhenTheyHaveBeenClosedThatLong_openOnesStay() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.ADMIN);
    FeedId bob = fixture.join(fixture.bob, Role.MEMBER);
    FeedId carol = fixture.join(fixture.carol, Role.MEMBER);
    long closed = room.reports().make(bob, carol, Report.Reason.SPAM, "").id();
    long open = room.reports().make(carol, bob, Report.Reason.SPAM, "").id();
    room.change(OPERATOR, RoomSetting.AUDIT_LOG_DAYS, "30");
    fixture.pass(Duration.ofDays(29));
    room.reports().close(Actor.of(alice), closed, Report.Outcome.NOTHING);
    fixture.pass(Duration.ofDays(29));
    room.upkeep().run();
    assertThat(room.reports().of(bob)).hasSize(1);

    fixture.pass(Duration.ofDays(2));
    room.upkeep().run();
    assertThat(room.reports().of(bob)).isEmpty();
    assertThat(room.reports().page(OPERATOR, true, new Paging(1, 50)).rows())
        .extracting(Report::id)
        .containsExactly(open);
  }

  @Test
  void manyEntries_goInBatches_andWhatOneCallLeavesTheNextTakes() throws Exception {
    int many = Upkeep.MOST_AT_ONCE * Upkeep.MOST_BATCHES + 10;
    fixture.write(
        tables -> {
          for (int i = 0; i < many; i++) {
            tables
                .audit()
                .add(
                    fixture.instant(),
                    OPERATOR,
                    new AuditEvent.MemberLeft(fixture.alice.id(), Role.MEMBER));
          }
        });
    room.change(OPERATOR, RoomSetting.AUDIT_LOG_DAYS, "30");
    fixture.pass(Duration.ofDays(31));
    long before = fixture.kept();

    room.upkeep().run();
    assertThat(entries()).isEqualTo(10);
    room.upkeep().run();
    assertThat(entries()).isZero();
    assertThat(fixture.kept()).as("no change of the room").isEqualTo(before);
  }
}
