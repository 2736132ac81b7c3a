package alcove.room.members;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.RegistryTest;
import alcove.room.RoomFixture;
import alcove.room.model.NoticeKind;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.store.DatabaseUrl;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HouseRulesTest extends RegistryTest {
  private FeedId bob;

  HouseRulesTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  @BeforeEach
  void join() throws RefusedException {
    fixture.join(fixture.alice, Role.MODERATOR);
    bob = fixture.join(fixture.bob, Role.MEMBER);
  }

  private void wantRules() throws RefusedException {
    room.notices().save(Actor.operator(), NoticeKind.CODE_OF_CONDUCT, "en", "", "Be kind.");
    room.change(Actor.operator(), RoomSetting.RULES_FIRST, "yes");
  }

  @Test
  void rules_areOwed_whereTheRoomWantsItAndHasSome() throws Exception {
    assertThat(room.rules().areOwedBy(bob)).isFalse();
    room.change(Actor.operator(), RoomSetting.RULES_FIRST, "yes");
    assertThat(room.rules().areOwedBy(bob)).isFalse();

    wantRules();

    assertThat(room.rules().areOwedBy(bob)).isTrue();
    assertThat(room.rules().areOwedBy(fixture.alice.id())).isFalse();
    assertThat(room.rules().areOwedBy(fixture.carol.id())).isFalse();
  }

  @Test
  void rules_acceptedOnce_areOwedNoMore_alsoAfterARestartAndInAnotherRole() throws Exception {
    wantRules();

    room.rules().accept(bob);
    long kept = fixture.kept();
    room.rules().accept(bob);

    assertThat(fixture.kept()).isEqualTo(kept);
    assertThat(room.rules().areOwedBy(bob)).isFalse();
    room.members().changeRole(Actor.operator(), bob, Role.MODERATOR);
    room.members().changeRole(Actor.operator(), bob, Role.MEMBER);
    assertThat(room.rules().areOwedBy(bob)).isFalse();
    assertThat(fixture.open().rules().areOwedBy(bob)).isFalse();
  }

  @Test
  void rules_areOwedAgain_byWhoComesBack() throws Exception {
    wantRules();
    room.rules().accept(bob);

    room.members().leave(bob);
    fixture.join(fixture.bob, Role.MEMBER);

    assertThat(room.rules().areOwedBy(bob)).isTrue();
    assertThat(fixture.open().rules().areOwedBy(bob)).isTrue();
  }

  @Test
  void rules_areAcceptedByMembersAlone() throws Exception {
    wantRules();

    assertRefused(Refusal.NOT_ALLOWED, () -> room.rules().accept(RoomFixture.keys(9).id()));
  }
}
