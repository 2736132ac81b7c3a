package alcove.tunnel.procedures;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standing;
import alcove.room.policy.Standings;
import alcove.tunnel.testing.Cryptos;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WriteLimitsTest {
  private final AtomicLong clock = new AtomicLong();
  private final FeedId moderator = key();
  private final WriteLimits limits =
      new WriteLimits(
          new Standings() {
            @Override
            public PrivacyMode privacyMode() {
              return PrivacyMode.OPEN;
            }

            @Override
            public Standing of(FeedId peer) {
              return peer.equals(moderator) ? Standing.MODERATOR : Standing.EXTERNAL;
            }
          },
          clock::get);

  private static FeedId key() {
    return FeedKeyPair.create(Cryptos.java()).id();
  }

  private void advance(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  @Test
  void key_wherever_hasTwentyChangesAndThenOneInHalfAMinute() {
    FeedId alice = key();
    for (int i = 0; i < 20; i++) {
      assertThat(limits.admit(alice, i % 2 == 0 ? null : "192.0.2." + i)).isTrue();
    }
    assertThat(limits.admit(alice, null)).isFalse();

    advance(Duration.ofSeconds(30));
    assertThat(limits.admit(alice, null)).isTrue();
    assertThat(limits.admit(alice, null)).isFalse();
  }

  @Test
  void change_thatIsNotMade_doesNotCount() {
    FeedId alice = key();
    for (int i = 0; i < 600; i++) {
      assertThat(limits.admit(alice, "192.0.2.1")).isTrue();
      limits.giveBack(alice, "192.0.2.1");
    }
    for (int i = 0; i < 20; i++) {
      assertThat(limits.admit(alice, "192.0.2.1")).isTrue();
    }
    assertThat(limits.admit(alice, "192.0.2.1")).isFalse();
  }

  @Test
  void change_thatIsRefusedForWhatOthersDid_doesNotCount() {
    FeedId alice = key();
    for (int i = 0; i < 500; i++) {
      assertThat(limits.admit(key(), null)).isTrue();
    }
    for (int i = 0; i < 100; i++) {
      assertThat(limits.admit(alice, "192.0.2.1")).isFalse();
    }

    advance(Duration.ofMinutes(1));
    for (int i = 0; i < 3; i++) {
      assertThat(limits.admit(alice, "192.0.2.1")).isTrue();
    }
  }

  @Test
  void address_withWhateverKeys_hasSixtyChangesAndThenOneInAMinute() {
    for (int i = 0; i < 60; i++) {
      assertThat(limits.admit(key(), "192.0.2.1")).isTrue();
    }
    assertThat(limits.admit(key(), "192.0.2.1")).isFalse();
    assertThat(limits.admitGuest("192.0.2.1")).isFalse();
    assertThat(limits.admit(key(), "192.0.2.2")).isTrue();

    advance(Duration.ofMinutes(1));
    assertThat(limits.admit(key(), "192.0.2.1")).isTrue();
    assertThat(limits.admit(key(), "192.0.2.1")).isFalse();
  }

  @Test
  void everybodyTogether_alsoThoseWithoutALimitByAddress_hasFiveHundred() {
    for (int i = 0; i < 500; i++) {
      assertThat(i % 2 == 0 ? limits.admit(key(), null) : limits.admitGuest(null)).isTrue();
    }
    assertThat(limits.admit(key(), null)).isFalse();
    assertThat(limits.admitGuest(null)).isFalse();
    assertThat(limits.admit(key(), "192.0.2.1")).isFalse();
    assertThat(limits.admit(moderator, null)).isTrue();

    advance(Duration.ofSeconds(20));
    assertThat(limits.admit(key(), null)).isTrue();
    assertThat(limits.admit(key(), null)).isFalse();
  }

  @Test
  void keysAndAddresses_areNotRememberedWithoutEnd() {
    FeedId first = key();
    for (int i = 0; i < 20; i++) {
      limits.admit(first, null);
    }
    byte[] other = new byte[32];
    for (int i = 0; i < 8192; i++) {
      other[0] = (byte) i;
      other[1] = (byte) (i >> 8);
      limits.admit(FeedId.of(other), null);
    }
    advance(Duration.ofSeconds(20));

    assertThat(limits.admit(first, null)).isTrue();
  }
}
