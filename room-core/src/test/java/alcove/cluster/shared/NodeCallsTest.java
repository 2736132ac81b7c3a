package alcove.cluster.shared;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.NodeId;
import alcove.cluster.shared.NodeCalls.Subject;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls that nobody has answered yet, and what nodes are told of each other. */
class NodeCallsTest {
  private static final byte[] BODY = {1};

  private final TestClusters clusters = new TestClusters();
  private final NodeCalls here = new NodeCalls();
  private final NodeCalls there = new NodeCalls();

  @Test
  void calls_aboutOneSubject_leaveRoomForOthers() {
    clusters.join(here);
    var other = clusters.join(there);
    there.answer(Subject.VISITS, (_, _) -> Future.succeededFuture(BODY));
    there.answer(Subject.GUESSES, (_, _) -> Future.succeededFuture(BODY));
    clusters.hold();
    List<Future<byte[]>> visits = new ArrayList<>();
    for (int i = 0; i <= NodeCalls.MOST_WAITING_OF_A_SUBJECT; i++) {
      visits.add(here.call(other.self().id(), Subject.VISITS, BODY));
    }
    assertThat(visits.getLast().failed()).isTrue();
    assertThat(visits.subList(0, NodeCalls.MOST_WAITING_OF_A_SUBJECT))
        .noneMatch(Future::isComplete);

    Future<byte[]> guess = here.call(other.self().id(), Subject.GUESSES, BODY);
    clusters.release(false);

    assertThat(guess.succeeded()).isTrue();
  }

  @Test
  void listener_thatFails_keepsNoOtherFromHearingWhoComes() {
    List<NodeId> arrived = new ArrayList<>();
    here.onArrival(
        _ -> {
          throw new IllegalStateException("cannot be told");
        });
    here.onArrival(arrived::add);
    clusters.join(here);

    TestClusters.Place second = clusters.join(new NodeCalls());
    TestClusters.Place third = clusters.join(new NodeCalls());

    assertThat(arrived).containsExactly(second.self().id(), third.self().id());
  }
}
