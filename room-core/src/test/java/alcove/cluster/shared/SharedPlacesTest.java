package alcove.cluster.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.room.model.SecretToken;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values that nodes know together: large ones, many of them, and what is malformed. */
class SharedPlacesTest {
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final TestClusters clusters = new TestClusters();
  private final Instant now = Instant.EPOCH;

  /** A text of any length. */
  private static final class Text implements SharedForm<String> {
    @Override
    public void write(String value, DataOutput out) throws IOException {
      out.writeInt(value.length());
      out.writeBytes(value);
    }

    @Override
    public String read(String hash, @Nullable String origin, Instant end, DataInput in)
        throws IOException {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return "told " + bytes.length;
    }
  }

  private SharedPlaces<String> places(NodeCalls calls) {
    return new SharedPlaces<>(
        calls, NodeCalls.Subject.KEPT_FORMS, new Text(), 1000, LIFE, () -> now);
  }

  @Test
  void nodeThatComesInSight_isToldAll_howeverLargeTheyAreTogether() {
    NodeCalls calls = new NodeCalls();
    SharedPlaces<String> here = places(calls);
    List<String> hashes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      hashes.add(SecretToken.create().hash());
      here.put(hashes.getLast(), "x".repeat(900_000), now.plus(LIFE), null);
    }
    clusters.join(calls);
    NodeCalls others = new NodeCalls();
    SharedPlaces<String> there = places(others);

    clusters.join(others);

    assertThat(hashes).allSatisfy(hash -> assertThat(there.find(hash)).contains("told 900000"));
  }

  @Test
  void nodeThatDecides_andHasNotHeardOfAValue_letsItBeTaken_once() {
    NodeCalls decides = new NodeCalls();
    SharedPlaces<String> first = places(decides);
    clusters.join(decides);
    NodeCalls others = new NodeCalls();
    SharedPlaces<String> second = places(others);
    clusters.join(others);
    String hash = SecretToken.create().hash();
    clusters.hold();
    second.put(hash, "x", now.plus(LIFE), null);
    clusters.lose();

    assertThat(second.take(hash).result()).contains("x");

    assertThat(second.take(hash).result()).isEmpty();
    assertThat(first.take(hash).result()).isEmpty();
    assertThat(first.find(hash)).isEmpty();
  }

  @Test
  void nodeThatDecides_andDoesNotAnswer_isFollowedByTheNext_whichLetsItBeTakenOnce() {
    NodeCalls stuck = new NodeCalls();
    places(stuck);
    TestClusters.Place first = clusters.join(stuck);
    NodeCalls next = new NodeCalls();
    SharedPlaces<String> second = places(next);
    clusters.join(next);
    NodeCalls others = new NodeCalls();
    SharedPlaces<String> third = places(others);
    clusters.join(others);
    String hash = SecretToken.create().hash();
    third.put(hash, "x", now.plus(LIFE), null);
    first.getStuck();

    Future<Optional<String>> taken = third.take(hash);

    assertThat(await().until(() -> taken, Future::isComplete).result()).contains("x");
    Future<Optional<String>> again = second.take(hash);
    assertThat(await().until(() -> again, Future::isComplete).result()).isEmpty();
  }

  /** What was in it is not sent for ever to whoever comes. */
  @Test
  void valueThatIsTaken_isKeptAndToldWithoutItsBody() {
    NodeCalls calls = new NodeCalls();
    SharedPlaces<String> here = places(calls);
    clusters.join(calls);
    String hash = SecretToken.create().hash();
    here.put(hash, "x".repeat(900_000), now.plus(LIFE), null);
    here.remove(hash);
    NodeCalls others = new NodeCalls();
    List<Integer> bodies = new ArrayList<>();
    others.answer(
        NodeCalls.Subject.KEPT_FORMS,
        (_, body) -> {
          bodies.add(body.remaining());
          return Future.succeededFuture(new byte[0]);
        });

    clusters.join(others);

    assertThat(bodies).singleElement().satisfies(bytes -> assertThat(bytes).isLessThan(200));
  }

  /** More than that would fill what goes out to it, and keep other news from it. */
  @Test
  void nodeThatIsSlow_isToldOnePart_untilItHasHeardIt() {
    NodeCalls calls = new NodeCalls();
    SharedPlaces<String> here = places(calls);
    for (int i = 0; i < 10; i++) {
      here.put(SecretToken.create().hash(), "x".repeat(1_100_000), now.plus(LIFE), null);
    }
    clusters.join(calls);
    NodeCalls others = new NodeCalls();
    List<Integer> bodies = new ArrayList<>();
    List<Promise<byte[]>> answers = new ArrayList<>();
    others.answer(
        NodeCalls.Subject.KEPT_FORMS,
        (_, body) -> {
          bodies.add(body.remaining());
          answers.add(Promise.promise());
          return answers.getLast().future();
        });

    clusters.join(others);
    assertThat(bodies).hasSize(1);
    calls.missed(calls.others().getFirst());
    assertThat(bodies).hasSize(2);
    for (int i = 0; i < answers.size(); i++) {
      answers.get(i).complete(new byte[0]);
    }

    assertThat(bodies).hasSize(11);
  }

  @Test
  void nodeThatHasNotHeardAWord_hearsItWhenItAsks() {
    NodeCalls calls = new NodeCalls();
    SharedPlaces<String> here = places(calls);
    clusters.join(calls);
    NodeCalls others = new NodeCalls();
    SharedPlaces<String> there = places(others);
    clusters.join(others);
    String hash = SecretToken.create().hash();
    clusters.hold();
    here.put(hash, "xyz", now.plus(LIFE), null);
    clusters.lose();
    assertThat(there.find(hash)).isEmpty();

    assertThat(there.ask(hash).succeeded()).isTrue();

    assertThat(there.find(hash)).contains("told 3");
    assertThat(there.ask(SecretToken.create().hash()).succeeded()).isTrue();
  }

  @Test
  void valueThatIsTaken_byANodeThatSeesNoOther_doesNotComeBack() {
    NodeCalls calls = new NodeCalls();
    SharedPlaces<String> here = places(calls);
    TestClusters.Place place = clusters.join(calls);
    NodeCalls others = new NodeCalls();
    SharedPlaces<String> there = places(others);
    TestClusters.Place other = clusters.join(others);
    String hash = SecretToken.create().hash();
    here.put(hash, "x", now.plus(LIFE), null);
    place.part(other, true);
    assertThat(here.take(hash).result()).contains("x");

    place.part(other, false);

    assertThat(here.find(hash)).isEmpty();
    assertThat(there.find(hash)).isEmpty();
    assertThat(there.take(hash).result()).isEmpty();
  }

  @Test
  void messages_thatAreMalformed_changeNothing() {
    NodeCalls calls = new NodeCalls();
    SharedPlaces<String> here = places(calls);
    clusters.join(calls);
    NodeCalls others = new NodeCalls();
    TestClusters.Place hostile = clusters.join(others);
    String hash = SecretToken.create().hash();
    here.put(hash, "x", now.plus(LIFE), null);

    for (byte[] body :
        List.of(
            new byte[0],
            new byte[] {9},
            new byte[] {0, 1},
            new byte[] {0, 0x7f, -1, -1, -1, 1},
            new byte[] {0, -1, -1, -1, -1, 1},
            new byte[] {0, 0, 0, 0, 1, 1},
            new byte[] {1, 'x'})) {
      assertThat(
              others
                  .call(others.others().getFirst().id(), NodeCalls.Subject.KEPT_FORMS, body)
                  .succeeded())
          .isTrue();
    }

    assertThat(here.find(hash)).contains("x");
    assertThat(hostile.view().others()).hasSize(1);
  }
}
