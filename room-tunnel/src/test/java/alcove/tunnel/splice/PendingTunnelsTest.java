package alcove.tunnel.splice;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.testing.Cryptos;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingTunnelsTest {
  private static final FeedId TARGET = FeedKeyPair.create(Cryptos.java()).id();

  private final PendingTunnels pending = new PendingTunnels(8);
  private final List<String> madeWay = new ArrayList<>();

  private static FeedId origin() {
    return FeedKeyPair.create(Cryptos.java()).id();
  }

  private boolean take(FeedId origin, String name) {
    return pending.take(origin, new Tunnel(TARGET, (ended, reason) -> {}), () -> madeWay.add(name));
  }

  @Test
  void origin_hasTwoPlaces_howeverManyAreFree() {
    FeedId mallory = origin();

    assertThat(take(mallory, "1")).isTrue();
    assertThat(take(mallory, "2")).isTrue();
    assertThat(take(mallory, "3")).isFalse();
    assertThat(madeWay).isEmpty();
  }

  @Test
  void place_thatWasLeft_isFreeAgain() {
    FeedId alice = origin();
    Tunnel tunnel = new Tunnel(TARGET, (ended, reason) -> {});
    assertThat(pending.take(alice, tunnel, () -> madeWay.add("1"))).isTrue();
    assertThat(take(alice, "2")).isTrue();

    pending.leave(tunnel);
    pending.leave(tunnel);

    assertThat(take(alice, "3")).isTrue();
    assertThat(take(alice, "4")).isFalse();
  }

  @Test
  void newcomer_whenAllAreTaken_getsTheOldestPlaceOfWhoeverHasMost() {
    take(origin(), "single");
    for (String each : List.of("a", "b", "c")) {
      FeedId two = origin();
      take(two, each + "1");
      take(two, each + "2");
    }
    take(origin(), "last single");

    for (int i = 0; i < 3; i++) {
      assertThat(take(origin(), "newcomer" + i)).isTrue();
    }
    assertThat(madeWay).containsExactly("a1", "b1", "c1");

    assertThat(take(origin(), "x")).isTrue();
    assertThat(take(origin(), "y")).isTrue();
    assertThat(madeWay).endsWith("single", "a2");
  }

  @Test
  void originWithAPlace_takesNobodyElses() {
    FeedId alice = origin();
    take(alice, "alice");
    for (int i = 0; i < 7; i++) {
      take(origin(), "other" + i);
    }

    assertThat(take(alice, "second")).isFalse();
    assertThat(madeWay).isEmpty();
  }

  @Test
  void tunnelThatLeaves_leavesTheOthersInTheirPlaces() {
    Tunnel leaving = new Tunnel(TARGET, (ended, reason) -> {});
    take(origin(), "first");
    pending.take(origin(), leaving, () -> madeWay.add("leaving"));
    pending.leave(leaving);
    for (int i = 0; i < 7; i++) {
      take(origin(), "other" + i);
    }
    assertThat(madeWay).isEmpty();

    take(origin(), "newcomer");

    assertThat(madeWay).containsExactly("first");
  }

  @Test
  void onlyPlace_isTakenByAnybodyElse_andNotTwiceByTheSame() {
    PendingTunnels single = new PendingTunnels(1);
    FeedId alice = origin();
    Tunnel tunnel = new Tunnel(TARGET, (ended, reason) -> {});
    assertThat(single.take(alice, tunnel, () -> madeWay.add("alice"))).isTrue();
    assertThat(single.take(alice, tunnel, () -> madeWay.add("again"))).isFalse();
    assertThat(madeWay).isEmpty();

    assertThat(single.take(origin(), tunnel, () -> madeWay.add("other"))).isTrue();
    assertThat(madeWay).containsExactly("alice");
  }
}
