package alcove.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.cluster.shared.NodeCalls;
import alcove.identity.HostAndPort;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which of several nodes carries out a form, also while they come and go. */
class FormTurnsTest {
  private static final String FORM = "a".repeat(64);

  private final List<Place> places = new ArrayList<>();
  private Instant now = Instant.EPOCH;

  /** A node, which hears the others at once; that with the smallest number decides. */
  private final class Place implements Cluster {
    private final Node self;
    private final NodeCalls calls = new NodeCalls();
    private final List<ClusterListener> listeners = new ArrayList<>();
    private final FormTurns turns =
        new FormTurns(calls, () -> now, Duration.ofMinutes(10), _ -> Optional.empty());
    private boolean isDead;
    private boolean isStuck;

    Place(int number) {
      this.self =
          new Node(
              new NodeId(new UUID(0, number)),
              "node " + number,
              new HostAndPort("127.0.0.1", 7801),
              "test",
              Instant.EPOCH);
    }

    Place join() {
      places.add(this);
      calls.join(this);
      places.forEach(Place::look);
      return this;
    }

    void die() {
      isDead = true;
      places.forEach(Place::look);
    }

    private void look() {
      listeners.forEach(each -> each.changed(view()));
    }

    /** Who carries the form out, if not this one. */
    Optional<NodeId> take() {
      Future<Optional<NodeId>> taking = turns.take(FORM);
      return await().until(() -> taking, Future::isComplete).result();
    }

    @Override
    public ClusterView view() {
      return new ClusterView(
          self,
          places.stream()
              .filter(each -> each != this && !each.isDead)
              .map(each -> each.self)
              .toList(),
          false);
    }

    @Override
    public void send(NodeId to, ClusterMessage message) {
      places.stream()
          .filter(each -> each.self.id().equals(to) && !each.isDead && !each.isStuck)
          .forEach(each -> each.listeners.forEach(listener -> listener.received(self, message)));
    }

    @Override
    public void broadcast(ClusterMessage message) {
      view().others().forEach(each -> send(each.id(), message));
    }

    @Override
    public void add(ClusterListener listener) {
      listeners.add(listener);
      listener.changed(view());
    }

    @Override
    public void leave() {
      die();
    }
  }

  @Test
  void form_isCarriedOutByOne_alsoWhenTheNodeThatDecidedIsGone() {
    Place decides = new Place(1).join();
    Place first = new Place(2).join();
    Place second = new Place(3).join();
    assertThat(first.take()).isEmpty();
    assertThat(second.take()).contains(first.self.id());

    decides.die();

    assertThat(second.take()).contains(first.self.id());
    assertThat(first.take()).isEmpty();
  }

  @Test
  void form_isCarriedOutByOne_alsoWhenAnotherDecidesFromNowOn() {
    Place first = new Place(2).join();
    Place second = new Place(3).join();
    assertThat(second.take()).isEmpty();

    Place decides = new Place(1).join();

    assertThat(decides.take()).contains(second.self.id());
    assertThat(first.take()).contains(second.self.id());
  }

  @Test
  void form_isCarriedOutByOne_alsoWhenTheNodeThatDecidesIsStuck() {
    Place decides = new Place(1).join();
    Place first = new Place(2).join();
    Place second = new Place(3).join();
    assertThat(second.take()).isEmpty();

    decides.isStuck = true;

    assertThat(first.take()).contains(second.self.id());
  }

  @Test
  void form_thatANodeCarriedOutAlone_isItsOwn_whenOthersCome() {
    Place alone = new Place(2);
    assertThat(alone.turns.takeAlone(FORM)).isTrue();
    alone.join();

    Place decides = new Place(1).join();

    assertThat(decides.take()).contains(alone.self.id());
  }

  @Test
  void form_thatWasGivenBack_isTheNextNodes_whoeverDecides() {
    Place decides = new Place(1).join();
    Place first = new Place(2).join();
    Place second = new Place(3).join();
    assertThat(first.take()).isEmpty();
    first.turns.giveBack(FORM);
    decides.die();

    assertThat(second.take()).isEmpty();
    assertThat(first.take()).contains(second.self.id());
  }

  @Test
  void form_ofANodeThatIsGone_isTheNextNodes() {
    Place first = new Place(1).join();
    Place second = new Place(2).join();
    assertThat(first.take()).isEmpty();
    assertThat(second.take()).contains(first.self.id());

    first.die();

    assertThat(second.take()).isEmpty();
  }

  @Test
  void turn_isOver_withItsTime() {
    Place first = new Place(1).join();
    Place second = new Place(2).join();
    assertThat(first.take()).isEmpty();

    now = now.plus(Duration.ofMinutes(10));

    assertThat(second.take()).isEmpty();
  }
}
