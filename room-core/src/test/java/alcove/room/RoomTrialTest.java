package alcove.room;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditEvent;
import alcove.room.audit.AuditFilter;
import alcove.room.model.Refusal;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.store.DatabaseUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A trial of a room refuses what the room would refuse, and leaves nothing. */
final class RoomTrialTest extends RegistryTest {
  private static final Actor OPERATOR = Actor.operator();

  RoomTrialTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  @Test
  void trial_ofWhatIsAllowed_leavesNothing() throws Exception {
    FeedId admin = fixture.join(fixture.alice, Role.ADMIN);
    FeedId member = fixture.join(fixture.bob, Role.MEMBER);
    long generation = fixture.kept();
    var entries = entries();
    List<List<AuditEvent>> heard = new ArrayList<>();
    room.onChange(heard::add);
    Room trial = room.trial();

    assertThat(trial.members().add(OPERATOR, member, Role.ADMIN).role()).isEqualTo(Role.ADMIN);
    trial.blocks().block(OPERATOR, member, "", Optional.empty());
    trial.members().remove(OPERATOR, member);
    trial.change(OPERATOR, RoomSetting.NAME, "another");

    assertThat(heard).isEmpty();
    assertThat(fixture.kept()).isEqualTo(generation);
    assertThat(entries()).isEqualTo(entries);
    assertThat(room.members().find(member).orElseThrow().role()).isEqualTo(Role.MEMBER);
    assertThat(room.standings().of(member)).isEqualTo(Standing.MEMBER);
    assertThat(room.blocks().list()).isEmpty();
    assertThat(room.settings().get(RoomSetting.NAME)).isNotEqualTo("another");
    assertThat(room.standings().of(admin)).isEqualTo(Standing.ADMIN);
    // and the room itself goes on
    room.members().remove(OPERATOR, member);
    assertThat(heard).hasSize(1);
  }

  @Test
  void trial_ofWhatIsRefused_isRefused() throws Exception {
    FeedId admin = fixture.join(fixture.alice, Role.ADMIN);
    FeedId blocked = fixture.carol.id();
    room.blocks().block(OPERATOR, blocked, "", Optional.empty());
    Room trial = room.trial();

    assertRefused(Refusal.LAST_ADMIN, () -> trial.members().remove(OPERATOR, admin));
    assertRefused(
        Refusal.LAST_ADMIN, () -> trial.blocks().block(OPERATOR, admin, "", Optional.empty()));
    assertRefused(Refusal.BLOCKED, () -> trial.members().replace(OPERATOR, admin, blocked));
    assertRefused(Refusal.ALREADY_MEMBER, () -> trial.members().replace(OPERATOR, admin, admin));
  }

  @Test
  void trial_ofBlocksOneAfterTheOther_keepsTheLastAdmin() throws Exception {
    FeedId one = fixture.join(fixture.alice, Role.ADMIN);
    FeedId other = fixture.join(fixture.bob, Role.ADMIN);
    Room trial = room.trial();

    trial.blocks().block(OPERATOR, one, "", Optional.empty());
    assertRefused(
        Refusal.LAST_ADMIN, () -> trial.blocks().block(OPERATOR, other, "", Optional.empty()));
  }

  private List<AuditEntry> entries() throws Exception {
    return room.audit().newest(OPERATOR, 50, null, AuditFilter.ALL);
  }
}
