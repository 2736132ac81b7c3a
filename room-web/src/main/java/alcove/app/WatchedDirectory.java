package alcove.app;

import alcove.cluster.NodeDirectory;
import alcove.identity.HostAndPort;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A directory of nodes of which others hear what is read.
 *
 * @param nanoTime a monotonic clock in nanoseconds
 * @param watchers who hear of each look that succeeds, one after the other, on its thread
 */
record WatchedDirectory(NodeDirectory directory, LongSupplier nanoTime, List<Watcher> watchers)
    implements NodeDirectory {
  WatchedDirectory {
    watchers = List.copyOf(watchers);
  }

  /** Somebody who hears of what is read. */
  @FunctionalInterface
  interface Watcher {
    /**
     * Hears where nodes are.
     *
     * @param begun when the look began
     */
    void read(Set<HostAndPort> places, long begun);
  }

  @Override
  public Set<HostAndPort> meet(HostAndPort own) {
    long begun = nanoTime.getAsLong();
    Set<HostAndPort> places = directory.meet(own);
    watchers.forEach(each -> each.read(places, begun));
    return places;
  }

  @Override
  public void close() {
    directory.close();
  }
}
