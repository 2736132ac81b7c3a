package alcove.tunnel.testing;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.Elsewhere;
import alcove.tunnel.NodeLinks;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.link.LinkLimits;
import alcove.tunnel.link.LinkNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A room on several nodes in this process, with links between them. Each knows of the others'
 * attendants at once.
 */
public final class TestNodes implements AutoCloseable {
  private final Function<String, TestStandings> standings;
  private final Map<FeedId, List<LinkNode>> rumours = new ConcurrentHashMap<>();
  private volatile Supplier<Future<Void>> catchUp = Future::succeededFuture;
  private final Map<String, TestRoom> rooms = new ConcurrentHashMap<>();
  private final Map<String, NodeLinks> links = new ConcurrentHashMap<>();
  private final Map<String, LinkNode> addresses = new ConcurrentHashMap<>();

  private TestNodes(Function<String, TestStandings> standings) {
    this.standings = standings;
  }

  /** Nodes of these names, each of which judges by standings of its own. */
  public static TestNodes open(
      Function<String, TestStandings> standings,
      TunnelServer.Limits limits,
      int eventLoops,
      String... names) {
    return open(standings, limits, LinkLimits.DEFAULT, eventLoops, names);
  }

  /** The same with fewer links. */
  public static TestNodes open(
      Function<String, TestStandings> standings,
      TunnelServer.Limits limits,
      LinkLimits linkLimits,
      int eventLoops,
      String... names) {
    TestNodes all = new TestNodes(standings);
    FeedKeyPair identity = FeedKeyPair.create(TestRoom.CRYPTO);
    for (String name : names) {
      all.add(name, identity, limits, linkLimits, eventLoops);
    }
    return all;
  }

  private void add(
      String name,
      FeedKeyPair identity,
      TunnelServer.Limits limits,
      LinkLimits linkLimits,
      int eventLoops) {
    TestRoom room =
        TestRoom.open(
            identity,
            standings.apply(name),
            limits,
            eventLoops,
            vertx -> {
              NodeLinks own =
                  new NodeLinks(
                      vertx,
                      name,
                      NodeKeys.OF_THE_ROOM.own(),
                      NodeKeys.OF_THE_ROOM.trusted(),
                      () -> 1,
                      generation -> catchUp.get(),
                      linkLimits);
              links.put(name, own);
              return new Elsewhere(target -> having(name, target), own);
            });
    rooms.put(name, room);
    int port = TestRoom.await(links(name).listen(room.server(), "127.0.0.1", 0, eventLoops));
    addresses.put(name, new LinkNode(name, "127.0.0.1", port));
  }

  /** What a node waits for before it judges by what another has judged by. */
  public void catchUp(Supplier<Future<Void>> by) {
    catchUp = by;
  }

  /** Has everybody believe that {@code target} attends at these. */
  public void say(FeedId target, LinkNode... at) {
    rumours.put(target, List.of(at));
  }

  private List<LinkNode> having(String asker, FeedId target) {
    List<LinkNode> rumoured = rumours.get(target);
    return rumoured == null ? attending(asker, target) : rumoured;
  }

  private List<LinkNode> attending(String asker, FeedId target) {
    return Stream.of(addresses.keySet().toArray(String[]::new))
        .sorted()
        .filter(name -> !name.equals(asker))
        .filter(name -> attendants(name).contains(target))
        .map(this::address)
        .toList();
  }

  private Set<FeedId> attendants(String name) {
    return room(name).server().attendants();
  }

  public TestRoom room(String name) {
    return Objects.requireNonNull(rooms.get(name));
  }

  public NodeLinks links(String name) {
    return Objects.requireNonNull(links.get(name));
  }

  public LinkNode address(String name) {
    return Objects.requireNonNull(addresses.get(name));
  }

  @Override
  public void close() {
    links.values().forEach(each -> TestRoom.await(each.close()));
    rooms.values().forEach(TestRoom::close);
  }
}
