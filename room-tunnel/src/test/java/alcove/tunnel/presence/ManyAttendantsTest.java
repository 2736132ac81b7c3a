package alcove.tunnel.presence;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.net.HandLoop;
import alcove.tunnel.net.HandPeer;
import alcove.tunnel.testing.TestStandings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told, and what is kept to be told, of more attendants than a list holds at ease. */
class ManyAttendantsTest {
  private final HandLoop hand = new HandLoop();
  private final Set<FeedId> here = new HashSet<>();
  private final Audience audience =
      new Audience(hand.loop(), new TestStandings(), here::contains, _ -> false, () -> false);
  private final List<Integer> lengths = new ArrayList<>();
  private final List<SubstreamEnd> ends = new ArrayList<>();
  private final HandPeer peer =
      new HandPeer(
          hand,
          (_, args, substream) -> begin(substream, args.path(0).asText()),
          (_, _, _) -> _ -> {});

  private SubstreamReceiver begin(Substream substream, String to) {
    audience.add(
        to.equals("lists")
            ? new EndpointsSubscriber(peer.connection, substream)
            : new AttendantsSubscriber(peer.connection, substream));
    return _ -> {};
  }

  private void subscribe(String to) {
    SubstreamReceiver receiver =
        new SubstreamReceiver() {
          @Override
          public Input input() {
            return Input.BODIES;
          }

          @Override
          public void body(BodyType type, byte[] body) {
            lengths.add(body.length);
          }

          @Override
          public void ended(SubstreamEnd end) {
            ends.add(end);
          }
        };
    peer.peer.session().open("tunnel.connect", Json.array().add(to), "duplex", receiver);
    peer.carry();
  }

  private void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= 1000) {
      hand.advance(Duration.ofMillis(Math.min(1000, left)));
      audience.everySecond();
      peer.carry();
    }
  }

  private static FeedId id(int number) {
    return FeedId.of(ByteBuffer.allocate(32).putInt(number).array());
  }

  private void come(int from, int to) {
    for (int i = from; i < to; i++) {
      here.add(id(i));
      audience.note(id(i));
    }
    pass(Duration.ofSeconds(1));
  }

  private void go(int from, int to) {
    for (int i = from; i < to; i++) {
      here.remove(id(i));
      audience.note(id(i));
    }
    pass(Duration.ofSeconds(1));
  }

  @Test
  void longList_isRepeatedLessOften() {
    come(0, 1000);
    subscribe("lists");
    pass(Duration.ofSeconds(1));
    assertThat(lengths).hasSize(1);
    assertThat(lengths.getFirst()).isBetween(3 * (16 << 10), 4 * (16 << 10));

    come(1000, 1001);
    pass(Duration.ofSeconds(1));
    assertThat(lengths).hasSize(1);
    pass(Duration.ofSeconds(1));

    assertThat(lengths).hasSize(2);
  }

  @Test
  void whoReadsNothing_whileMoreComeThanAreKept_losesTheirSubscription() {
    subscribe("changes");
    pass(Duration.ofSeconds(1));
    peer.takeNothing();
    peer.fillUp();

    come(0, ChangeLog.MOST);
    assertThat(ends).isEmpty();
    come(ChangeLog.MOST, ChangeLog.MOST + 1);
    peer.takeAtOnce();

    assertThat(ends)
        .containsExactly(new SubstreamEnd.Failed("too many changes have not been read"));
  }

  @Test
  void whoReadsNothing_whileFewerComeAndGo_keepsTheirSubscription_whateverTheyReadBefore() {
    int many = ChangeLog.MOST * 2 / 3;
    subscribe("changes");
    pass(Duration.ofSeconds(1));
    come(many, 2 * many);
    assertThat(lengths).as("the state, and those who came").hasSize(1 + many);
    peer.takeNothing();
    peer.fillUp();

    come(0, many);
    go(0, many);
    lengths.clear();
    peer.takeAtOnce();
    pass(Duration.ofSeconds(2));

    assertThat(ends).isEmpty();
    assertThat(lengths).as("that each has gone again").hasSize(many);
  }
}
