package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.HostAndPort;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a node that starts has met the others. */
class NodeArrivalTest {
  private static final HostAndPort OWN = place(1);

  private final NodeArrival arrival = new NodeArrival(OWN);
  private long now;

  private static HostAndPort place(int number) {
    return new HostAndPort("10.0.0." + number, 7800);
  }

  private static Node node(int number) {
    HostAndPort links = RoomPorts.behind(place(number));
    return new Node(NodeId.random(), "node" + number, links, "1", Instant.EPOCH);
  }

  /** Reads the list, and once more when it counts. */
  private void list(HostAndPort... places) {
    read(places);
    now += NodeArrival.SETTLING.toNanos();
    read(places);
  }

  private void read(HostAndPort... places) {
    arrival.list(Set.of(places), now);
  }

  @Test
  void node_thatIsAlone_hasArrivedWhenTheListSaysSo() {
    assertThat(arrival.isOver()).isFalse();
    list();

    assertThat(arrival.isOver()).isTrue();
  }

  /** The database was away, and one of the others stands in its list a moment later. */
  @Test
  void node_thatReadsTheListBeforeOthersStandInItAgain_waitsForThem() {
    read();
    now += NodeArrival.SETTLING.toNanos() - 1;
    read();
    assertThat(arrival.isOver()).isFalse();
    now += 1;
    read(place(2));
    assertThat(arrival.isOver()).isFalse();

    arrival.meet(List.of(node(2)));

    assertThat(arrival.isOver()).isTrue();
  }

  /** The database goes away and comes back while this node joins. */
  @Test
  void node_thatReadsTheListWithoutThoseItHad_waitsUntilTheyMayStandInItAgain() {
    read(place(2), place(3));
    now += 10 * NodeArrival.SETTLING.toNanos();
    read();
    assertThat(arrival.isOver()).isFalse();
    now += NodeArrival.SETTLING.toNanos() - 1;
    read(place(2), place(3));
    now += NodeArrival.SETTLING.toNanos();
    read(place(2), place(3));
    assertThat(arrival.isOver()).isFalse();

    arrival.meet(List.of(node(2), node(3)));

    assertThat(arrival.isOver()).isTrue();
  }

  /** PostgreSQL may not have noticed yet that its former process was killed. */
  @Test
  void node_thatStandsInTheListItself_waitsForNobody() {
    list(OWN);

    assertThat(arrival.isOver()).isTrue();
  }

  @Test
  void node_withOthers_hasArrivedWhenAllHaveAnswered() {
    list(place(2), place(3));
    arrival.meet(List.of(node(2)));
    assertThat(arrival.isOver()).isFalse();
    arrival.meet(List.of(node(3), node(2)));

    assertThat(arrival.isOver()).isTrue();
  }

  @Test
  void node_thatAnotherIsMissingFor_hasArrivedWhenThatIsGoneFromTheList() {
    list(place(2), place(3));
    arrival.meet(List.of(node(2)));
    list(place(2));

    assertThat(arrival.isOver()).isTrue();
  }

  @Test
  void node_thatCannotReadTheList_knowsNothing() throws Exception {
    arrival.meet(List.of(node(2)));
    assertThat(arrival.isOver()).isFalse();

    assertThat(arrival.await(Duration.ZERO)).isFalse();
    assertThat(arrival.isOver()).isTrue();
  }
}
