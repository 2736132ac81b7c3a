package alcove.tunnel.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.cluster.NodeDirectory;
import alcove.identity.HostAndPort;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of a node whose directory has something else to say than where others are. */
class NodeSearchTest {
  /** A directory that fails at one look, and otherwise knows nobody. */
  private static final class Failing implements NodeDirectory {
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final int failsAt;

    Failing(int failsAt) {
      this.failsAt = failsAt;
    }

    @Override
    public Set<HostAndPort> meet(HostAndPort own) {
      if (looks.incrementAndGet() == failsAt) {
        throw new IllegalArgumentException("too long to be told");
      }
      return Set.of();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void node_thatCannotBeToldOf_doesNotJoin_andLeavesNothingOpen() throws IOException {
    Failing directory = new Failing(1);
    int port = TestNode.freePort();

    assertThatThrownBy(() -> TestNode.join("one", port, directory))
        .isInstanceOf(IOException.class)
        .hasMessage("too long to be told");

    assertThat(directory.closed).hasPositiveValue();
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .noneMatch(each -> each.startsWith("cluster-s")));
  }

  @Test
  void search_goesOnAfterAFault_andClosesItsDirectory() throws IOException {
    Failing directory = new Failing(2);
    try (TestNode node = TestNode.join("one", TestNode.freePort(), directory)) {
      await().until(() -> directory.looks.get() > 2);
      assertThat(node.sees()).isEmpty();
    }
    await().until(() -> directory.closed.get() > 0);
  }
}
