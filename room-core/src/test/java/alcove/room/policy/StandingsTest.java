package alcove.room.policy;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.RoomFixture;
import org.junit.jupiter.api.Test;

class StandingsTest {
  private static final FeedId ALICE = RoomFixture.keys(2).id();

  private static Standings alone(PrivacyMode mode) {
    return new Standings() {
      @Override
      public PrivacyMode privacyMode() {
        return mode;
      }

      @Override
      public Standing of(FeedId peer) {
        return peer.equals(ALICE) ? Standing.MEMBER : Standing.EXTERNAL;
      }
    };
  }

  @Test
  void whoMayDoSomething_isAMatterOfModeAndStanding() {
    FeedId bob = RoomFixture.keys(3).id();

    assertThat(alone(PrivacyMode.COMMUNITY).allow(ALICE, Action.ATTEND)).isTrue();
    assertThat(alone(PrivacyMode.COMMUNITY).allow(bob, Action.ATTEND)).isFalse();
    assertThat(alone(PrivacyMode.OPEN).allow(bob, Action.ATTEND)).isTrue();
    assertThat(alone(PrivacyMode.OPEN).allow(ALICE, Action.BLOCK)).isFalse();
    assertThat(alone(PrivacyMode.OPEN).allow(Actor.operator(), Action.BLOCK)).isTrue();
    assertThat(alone(PrivacyMode.OPEN).allow(Actor.visitor(), Action.BLOCK)).isFalse();
  }

  @Test
  void actors_areShownByTheirId_orByWhatTheyAre() {
    assertThat(Actor.of(ALICE).shown()).isEqualTo(ALICE.toString());
    assertThat(Actor.operator().shown()).isEqualTo("operator");
    assertThat(Actor.visitor().shown()).isEqualTo("visitor");
  }
}
