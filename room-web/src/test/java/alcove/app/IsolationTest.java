package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.HostAndPort;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a node does that hears of nothing any more. */
class IsolationTest {
  /** Nodes from this number on are those before them, started again at the same places. */
  private static final int AGAIN = 4;

  private final List<String> done = new ArrayList<>();
  private boolean registry = true;
  private boolean others = true;
  private final Isolation.Effects effects =
      new Isolation.Effects() {
        @Override
        public void refuseNewcomers() {
          done.add("refuse");
        }

        @Override
        public void turnOutAll() {
          done.add("turn out");
        }

        @Override
        public void admitNewcomers() {
          done.add("admit");
        }
      };
  private final Isolation isolation =
      new Isolation(() -> registry ? Duration.ZERO : Isolation.OUT_OF_SIGHT, _ -> others, effects);

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      isolation.everySecond();
    }
  }

  private void see(boolean registry, boolean others) {
    this.registry = registry;
    this.others = others;
  }

  @Test
  void node_thatSeesTheRegistryOrOthers_goesOn() {
    see(false, true);
    pass(1_000);
    see(true, false);
    pass(1_000);

    assertThat(done).isEmpty();
  }

  @Test
  void node_thatSeesNothing_refusesNewcomersAfterTenSeconds_andTurnsAllOutAfterSixty() {
    see(false, false);
    pass(9);
    assertThat(done).isEmpty();
    pass(1);
    assertThat(done).containsExactly("refuse");
    pass(49);
    assertThat(done).containsExactly("refuse");
    pass(1);
    assertThat(done).containsExactly("refuse", "turn out");
    pass(1_000);
    assertThat(done).containsExactly("refuse", "turn out");
  }

  @Test
  void node_thatSeesTheRegistryAgain_isAsBefore_andCountsAnew() {
    see(false, false);
    pass(100);
    see(true, false);
    pass(1);
    assertThat(done).containsExactly("refuse", "turn out", "admit");
    done.clear();
    see(false, false);
    pass(9);
    see(true, false);
    pass(5);
    see(false, false);
    pass(9);
    assertThat(done).isEmpty();
    pass(1);
    assertThat(done).containsExactly("refuse");
  }

  /** As where one half of the room has the registry, and this node another half of the nodes. */
  @Test
  void node_thatHasLostOneOfTheOthers_sinceItSawTheRegistry_hearsOfNoBlock() {
    Sight sight = new Sight();
    sight.see(1, 2);
    sight.pass(5);
    sight.lookAtRegistry();
    sight.pass(1);
    sight.see(1);
    sight.pass(11);

    assertThat(done).containsExactly("refuse");
    sight.pass(50);
    assertThat(done).containsExactly("refuse", "turn out");
    sight.lookAtRegistry();
    sight.pass(1);
    assertThat(done).containsExactly("refuse", "turn out", "admit");
  }

  @Test
  void node_thatLostOneWhileItSawTheRegistry_orOneThatSaidGoodbye_goesOn() {
    Sight sight = new Sight();
    sight.see(1, 2, 3);
    sight.list(1, 2, 3);
    sight.see(1, 2);
    for (int i = 0; i < 10; i++) {
      sight.pass(1);
      sight.lookAtRegistry();
    }
    sight.list(1, 2);
    sight.pass(60);
    sight.leaves(2);
    sight.see(1);
    sight.pass(1_000);

    assertThat(done).isEmpty();
  }

  @Test
  void node_thatCameBackIntoSight_mayHaveSaidWhatNobodyHeard() {
    Sight sight = new Sight();
    sight.see(1, 2);
    sight.pass(30);
    sight.see(1);
    sight.see(1, 2);
    sight.pass(10);

    assertThat(done).containsExactly("refuse");
  }

  private static int port(int number) {
    return 7800 + 2 * (number % AGAIN);
  }

  /** The registry is there, and the others hear nothing of what happens there later. */
  @Test
  void node_thatLostOneWhichIsStillInTheDirectory_hearsOfNoBlock() {
    Sight sight = new Sight();
    sight.see(1, 2);
    sight.list(0, 1, 2);
    sight.see(1);
    for (int i = 0; i < 100; i++) {
      sight.pass(1);
      sight.lookAtRegistry();
      sight.list(0, 1, 2);
    }
    assertThat(done).isEmpty();

    sight.pass(13);

    assertThat(done).containsExactly("refuse");
  }

  @Test
  void node_thatLostOneAfterTheDirectoryWasRead_hearsOfNoBlock() {
    Sight sight = new Sight();
    sight.see(1, 2);
    sight.list(1);
    sight.pass(1);
    sight.see(1);
    for (int i = 0; i < 100; i++) {
      sight.pass(1);
      sight.lookAtRegistry();
    }

    sight.pass(13);

    assertThat(done).containsExactly("refuse");
  }

  /** As where the port of one is closed to the others. */
  @Test
  void node_thatNeverSawOneOfTheDirectory_hearsOfNoBlock() {
    Sight sight = new Sight();
    sight.see(1);
    sight.list(0, 1, 2);
    sight.pass(13);

    assertThat(done).containsExactly("refuse");
  }

  @Test
  void node_thatSeesALostOneAgain_goesOn() {
    Sight sight = new Sight();
    sight.see(1, 2);
    sight.list(1, 2);
    sight.see(1);
    for (int i = 0; i < 10; i++) {
      sight.pass(1);
      sight.lookAtRegistry();
    }
    sight.see(1, 2);
    for (int i = 0; i < 10; i++) {
      sight.pass(1);
      sight.lookAtRegistry();
    }

    sight.pass(1_000);

    assertThat(done).isEmpty();
  }

  /** Its former session stands in the directory until its new one does. */
  @Test
  void node_thatSeesALostOneStartedAgain_goesOn() {
    Sight sight = new Sight();
    sight.see(1, 2);
    sight.list(0, 1, 2);
    sight.see(1);
    for (int i = 0; i < 10; i++) {
      sight.pass(1);
      sight.lookAtRegistry();
      sight.list(0, 1, 2);
    }
    sight.see(1, 2 + AGAIN);
    for (int i = 0; i < 10; i++) {
      sight.pass(1);
      sight.lookAtRegistry();
      sight.list(0, 1, 2);
    }

    sight.pass(1_000);

    assertThat(done).isEmpty();
  }

  /** The directory is lost before its session has gone from it. */
  @Test
  void node_thatHasHeardAGoodbye_goesOn_howeverLongTheDirectoryShowsIt() {
    Sight sight = new Sight();
    sight.see(1, 2);
    sight.list(0, 1, 2);
    sight.leaves(2);
    sight.see(1);
    sight.pass(1);
    sight.list(0, 1, 2);

    sight.pass(1_000);

    assertThat(done).isEmpty();
  }

  /** Other nodes by number, and the registry, as this node sees them second by second. */
  private final class Sight {
    private final List<Node> nodes =
        IntStream.range(0, 2 * AGAIN)
            .mapToObj(
                i ->
                    new Node(
                        NodeId.random(),
                        "node" + i,
                        new HostAndPort("127.0.0.1", port(i) + 1),
                        "1",
                        Instant.EPOCH))
            .toList();
    private long now;
    private long followed;
    private boolean any;
    private final LostNodes lost = new LostNodes(nodes.getFirst(), () -> now);
    private final Isolation rule =
        new Isolation(
            () -> Duration.ofNanos(now - followed),
            time -> any && !lost.areAnyWithin(time),
            effects);

    void see(Integer... numbers) {
      any = numbers.length > 0;
      lost.changed(
          new ClusterView(nodes.getFirst(), Stream.of(numbers).map(nodes::get).toList(), false));
    }

    void leaves(int number) {
      lost.received(
          nodes.get(number), new ClusterMessage(ClusterMessage.Kind.LEAVING, new byte[0]));
    }

    void lookAtRegistry() {
      followed = now;
    }

    /** Looks at the directory, which has these. */
    void list(Integer... numbers) {
      lost.read(
          Stream.of(numbers)
              .map(each -> new HostAndPort("127.0.0.1", port(each)))
              .collect(Collectors.toSet()),
          now);
    }

    void pass(int seconds) {
      for (int i = 0; i < seconds; i++) {
        now += Duration.ofSeconds(1).toNanos();
        rule.everySecond();
      }
    }
  }

  /** What others told meanwhile, and have in the registry by now, they do not tell again. */
  @Test
  void node_thatSeesOnlyOthersAgain_doesNotKnowWhatItHasMissed() {
    see(false, false);
    pass(1);
    see(false, true);
    pass(9);
    assertThat(done).containsExactly("refuse");
    pass(50);
    assertThat(done).containsExactly("refuse", "turn out");
    see(true, true);
    pass(1);
    assertThat(done).containsExactly("refuse", "turn out", "admit");
  }
}
