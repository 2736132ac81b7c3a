package alcove.tunnel.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes that are well, and what becomes of them while others are frozen. */
class FrozenNodeTest {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int FROZEN = 4;

  /** Of a megabyte each: more than systems take for a process that does not. */
  private static final int LARGE_MESSAGES = 20;

  private final TestNode.Ports directory = new TestNode.Ports();
  private final List<AutoCloseable> open = new ArrayList<>();
  private TestNode one;
  private TestNode two;

  @BeforeEach
  void join() throws IOException {
    one = join("one");
    two = join("two");
    awaitSight(one, "two");
    awaitSight(two, "one");
  }

  private TestNode join(String name) throws IOException {
    TestNode node = TestNode.join(name, TestNode.freePort(), directory);
    open.add(node);
    return node;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private static void awaitSight(TestNode node, String... names) {
    await().atMost(LONGEST).until(node::sees, Set.of(names)::equals);
  }

  private void assertThatNeitherWasLost(int viewsOfOne, int viewsOfTwo) {
    assertThat(one.views.subList(viewsOfOne, one.views.size())).allMatch(view -> has(view, "two"));
    assertThat(two.views.subList(viewsOfTwo, two.views.size())).allMatch(view -> has(view, "one"));
  }

  private static boolean has(ClusterView view, String name) {
    return view.others().stream().map(Node::name).anyMatch(name::equals);
  }

  @Test
  void placesThatAcceptAndSayNothing_keepNobodyFromOthers() throws IOException {
    int viewsOfOne = one.views.size();
    int viewsOfTwo = two.views.size();
    List<SilentPlace> places = new ArrayList<>();
    for (int i = 0; i < FROZEN; i++) {
      SilentPlace place = new SilentPlace();
      open.add(place);
      places.add(place);
      directory.add(place.port());
    }

    // Each of the two knocks at each place.
    for (int knocks = 2; knocks <= 4; knocks += 2) {
      int many = knocks;
      await()
          .atMost(LONGEST)
          .until(() -> places.stream().allMatch(each -> each.accepted() >= many));
      String words = "after " + knocks;
      one.cluster.broadcast(TestNode.message(words));
      await().atMost(LONGEST).until(() -> two.heard.contains("one:" + words));
      two.cluster.broadcast(TestNode.message(words));
      await().atMost(LONGEST).until(() -> one.heard.contains("two:" + words));
    }

    assertThatNeitherWasLost(viewsOfOne, viewsOfTwo);
  }

  @Test
  void nodeThatIsFrozenAndTakesNothing_goesOutOfSight_andTheOthersHearAllOfEachOther()
      throws Exception {
    ChildNode child = ChildNode.start("child", one, two);
    open.add(child);
    awaitSight(one, "two", "child");
    awaitSight(two, "one", "child");
    int viewsOfOne = one.views.size();
    int viewsOfTwo = two.views.size();

    child.signal("STOP");
    for (int i = 0; i < LARGE_MESSAGES; i++) {
      one.cluster.broadcast(TestNode.message(i + "x".repeat(1 << 20)));
    }
    awaitSight(one, "two");
    awaitSight(two, "one");
    await().atMost(LONGEST).until(() -> two.heard.size() == LARGE_MESSAGES);
    two.cluster.broadcast(TestNode.message("all"));
    await().atMost(LONGEST).until(() -> one.heard.contains("two:all"));

    child.signal("CONT");
    awaitSight(one, "two", "child");
    awaitSight(two, "one", "child");
    assertThatNeitherWasLost(viewsOfOne, viewsOfTwo);
  }
}
