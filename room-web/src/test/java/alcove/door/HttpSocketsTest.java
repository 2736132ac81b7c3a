package alcove.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HttpSocketsTest {
  private final HttpSockets sockets = new HttpSockets(new HttpLimits(8, 3, Duration.ofSeconds(15)));

  private boolean admit(EmbeddedChannel channel, @Nullable String address) {
    return sockets.admit(channel, address);
  }

  private List<EmbeddedChannel> admit(int number, @Nullable String address) {
    List<EmbeddedChannel> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      EmbeddedChannel channel = new EmbeddedChannel();
      assertThat(admit(channel, address)).isTrue();
      all.add(channel);
    }
    return all;
  }

  private static HttpSocket of(Channel channel) {
    return channel.pipeline().get(HttpSocket.class);
  }

  @Test
  void address_thatHasItsShare_losesItsOldestThatWaits() {
    List<EmbeddedChannel> mine = admit(3, "a");
    of(mine.getFirst()).begin();

    admit(1, "a");

    assertThat(mine).extracting(EmbeddedChannel::isOpen).containsExactly(true, false, true);
    assertThat(sockets.size()).isEqualTo(3);
  }

  @Test
  void address_allOfWhoseSocketsAreBusy_isTurnedAway() {
    List<EmbeddedChannel> mine = admit(3, "a");
    mine.forEach(each -> of(each).begin());

    assertThat(admit(new EmbeddedChannel(), "a")).isFalse();
    admit(1, "b");
    assertThat(mine).allMatch(EmbeddedChannel::isOpen);
  }

  @Test
  void whereNoLimitOnAddressesApplies_theTotalDoes() {
    List<EmbeddedChannel> proxy = admit(8, null);

    admit(1, "a");

    assertThat(proxy.getFirst().isOpen()).isFalse();
    assertThat(sockets.size()).isEqualTo(8);
    admit(20, null);
    assertThat(sockets.size()).isEqualTo(8);
  }

  @Test
  void allPlacesTaken_whoHasMostMakesWay() {
    List<EmbeddedChannel> victim = admit(1, "victim");
    List<EmbeddedChannel> greedy = admit(7, null);

    admit(2, "b");

    assertThat(victim.getFirst().isOpen()).isTrue();
    assertThat(greedy).filteredOn(each -> !each.isOpen()).hasSize(2);
  }

  @Test
  void socket_thatIsClosed_givesItsPlaceBack() {
    List<EmbeddedChannel> mine = admit(3, "a");
    mine.forEach(
        each -> {
          var _ = each.close();
        });
    assertThat(sockets.size()).isZero();
  }

  @Test
  void limits_leaveFilesForPeers() {
    for (long files : new long[] {512, 1024, 1200, 3000, 20_000, 65_536, 1 << 20}) {
      HttpLimits limits = HttpLimits.of(OptionalLong.of(files));
      assertThat(limits.most()).isBetween(32, 4096);
      assertThat(limits.perAddress()).isBetween(16, 128).isLessThanOrEqualTo(limits.most());
      FileDemand alone = new FileDemand(Integer.MAX_VALUE, false);
      int peers = alone.peers(OptionalLong.of(files));
      assertThat(peers + limits.most() + 256L).isEqualTo(files);
      assertThat(peers).isGreaterThan(limits.most());
      assertThat(alone.links(OptionalLong.of(files))).isZero();

      FileDemand ofANode = new FileDemand(Integer.MAX_VALUE, true);
      int links = ofANode.links(OptionalLong.of(files));
      assertThat(links).isBetween(64, 8192);
      assertThat(ofANode.peers(OptionalLong.of(files)) + links).isEqualTo(peers);
    }
    assertThat(HttpLimits.of(OptionalLong.empty()).most()).isEqualTo(4096);
  }
}
