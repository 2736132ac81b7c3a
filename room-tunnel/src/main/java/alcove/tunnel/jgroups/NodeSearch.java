package alcove.tunnel.jgroups;

import alcove.cluster.NodeDirectory;
import alcove.identity.HostAndPort;
import alcove.room.model.StorageException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search for other nodes: a thread that looks into the directory every two seconds, from the
 * first look, which its maker makes, until it is closed. Where the directory cannot be reached,
 * what it said last goes on to count, and it looks more often: nodes that start find this one there
 * soon after it is back.
 */
final class NodeSearch {
  private static final Logger LOG = LoggerFactory.getLogger(NodeSearch.class);
  private static final int MILLIS_BETWEEN_LOOKS = 2_000;
  private static final int MILLIS_BETWEEN_FAILURES = 250;

  /** After so many failures, a minute or more, it is no short outage. */
  private static final int QUICK_TRIES = 240;

  /** More nodes than a room can have. */
  private static final int MOST = 64;

  private final NodeDirectory directory;
  private final HostAndPort own;
  private final InetSocketAddress reached;
  private final Consumer<List<InetSocketAddress>> found;
  private final Thread thread;
  private int failures;

  /**
   * A search that has not begun.
   *
   * @param found gets the places where nodes may be, this one's among them; any thread
   */
  NodeSearch(
      NodeDirectory directory,
      HostAndPort own,
      InetSocketAddress reached,
      Consumer<List<InetSocketAddress>> found) {
    this.directory = directory;
    this.own = own;
    this.reached = reached;
    this.found = found;
    this.thread =
        Thread.ofPlatform().daemon().name("cluster-search").unstarted(this::lookAgainAndAgain);
  }

  /** Looks once, and then goes on. Blocks. */
  void begin() {
    look();
    thread.start();
  }

  private void lookAgainAndAgain() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(
            failures > 0 && failures < QUICK_TRIES
                ? MILLIS_BETWEEN_FAILURES
                : MILLIS_BETWEEN_LOOKS);
        lookWhateverHappens();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } finally {
      directory.close();
    }
  }

  private void lookWhateverHappens() {
    try {
      look();
    } catch (RuntimeException | Error fault) {
      tell("fault in the search for other nodes", fault);
    }
  }

  /** Once, until it is well again: it would come every two seconds. */
  private void tell(String what, Throwable why) {
    failures++;
    if (failures > 1) {
      LOG.debug(what, why);
    } else {
      LOG.warn("{}: {}", what, why.getMessage());
    }
  }

  private void look() {
    try {
      Stream<InetSocketAddress> others =
          directory.meet(own).stream()
              .limit(MOST)
              .map(each -> new InetSocketAddress(each.host(), each.port()))
              .filter(each -> !each.isUnresolved());
      found.accept(Stream.concat(Stream.of(reached), others).distinct().toList());
      if (failures > 0) {
        failures = 0;
        LOG.info("nodes that start are found again");
      }
    } catch (StorageException e) {
      tell("nodes that start are not found until PostgreSQL names them again", e);
    }
  }

  /** Ends it; the directory is closed by its thread, or here where that never began. */
  void close() {
    thread.interrupt();
    if (thread.getState() == Thread.State.NEW) {
      directory.close();
    }
  }
}
