package alcove.app;

import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.shared.NodeCalls;
import alcove.health.NodeReport;
import alcove.tunnel.NodeLinks;
import alcove.tunnel.link.LinkNode;
import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The question how all nodes are, for the doctor, and the answer of this one. Each tries whether
 * the others can be reached for tunnels. Thread-safe.
 *
 * <pre>millis since 1970(8) generation(8) seen(2) ids, 2+n each, unreached(2) names, 2+n each,
 * settings(2) flags and values, 2+n each</pre>
 */
final class NodeHealth {
  private static final Duration TO_ANSWER = Duration.ofSeconds(8);
  private static final Duration TO_REACH = Duration.ofSeconds(5);

  private final NodeCalls nodes;
  private final NodeLinks links;
  private final Supplier<ClusterView> view;
  private final LongSupplier generation;
  private final Map<String, String> settings;
  private final InstantSource clock;

  /** A node and the answer that is expected of it. */
  private record Asked(Node node, Future<NodeReport.Said> answer) {
    NodeReport report() {
      return new NodeReport(
          node.name(), answer.succeeded() ? Optional.of(answer.result()) : Optional.empty());
    }
  }

  /**
   * That of this node.
   *
   * @param settings those of this node that have to be the same on all, by their flags
   */
  NodeHealth(
      NodeCalls nodes,
      NodeLinks links,
      Supplier<ClusterView> view,
      LongSupplier generation,
      Map<String, String> settings,
      InstantSource clock) {
    this.nodes = nodes;
    this.links = links;
    this.view = view;
    this.generation = generation;
    this.settings = settings;
    this.clock = clock;
    nodes.answer(NodeCalls.Subject.HEALTH, (_, _) -> answer());
  }

  private static LinkNode place(Node node) {
    return new LinkNode(node.id().toString(), node.links().host(), node.links().port());
  }

  private Future<byte[]> answer() {
    ClusterView seen = view.get();
    List<Node> others = seen.others();
    List<Future<Void>> reached =
        others.stream().map(each -> links.reach(place(each), TO_REACH)).toList();
    return Future.join(reached)
        .transform(
            _ -> {
              List<String> unreached = new ArrayList<>();
              for (int i = 0; i < others.size(); i++) {
                if (reached.get(i).failed()) {
                  unreached.add(others.get(i).name());
                }
              }
              return Future.succeededFuture(encode(seen, unreached));
            });
  }

  private byte[] encode(ClusterView seen, List<String> unreached) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(clock.millis());
      out.writeLong(generation.getAsLong());
      out.writeShort(seen.nodes().size());
      for (Node each : seen.nodes()) {
        out.writeUTF(each.id().toString());
      }
      out.writeShort(unreached.size());
      for (String each : unreached) {
        out.writeUTF(each);
      }
      out.writeShort(settings.size() * 2);
      for (Map.Entry<String, String> each : settings.entrySet()) {
        out.writeUTF(each.getKey());
        out.writeUTF(each.getValue());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** The clock is read when the answer has come, so what the node took counts for it. */
  private NodeReport.Said decode(byte[] answer) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(answer));
    Instant theirs = Instant.ofEpochMilli(in.readLong());
    Duration off = Duration.between(theirs, clock.instant()).abs();
    long judged = in.readLong();
    Set<String> sees = new HashSet<>(names(in));
    List<String> unreached = names(in);
    return new NodeReport.Said(off, judged, sees, unreached, settings(in));
  }

  /** A node of the release before says nothing of them. */
  private static Map<String, String> settings(DataInputStream in) throws IOException {
    Map<String, String> settings = new HashMap<>();
    if (in.available() > 0) {
      Iterator<String> words = names(in).iterator();
      while (words.hasNext()) {
        settings.put(words.next(), words.hasNext() ? words.next() : "");
      }
    }
    return settings;
  }

  private static List<String> names(DataInputStream in) throws IOException {
    List<String> names = new ArrayList<>();
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      names.add(in.readUTF());
    }
    return names;
  }

  private Future<NodeReport.Said> read(byte[] answer) {
    try {
      return Future.succeededFuture(decode(answer));
    } catch (IOException malformed) {
      return Future.failedFuture(malformed);
    }
  }

  /** How all nodes in sight are, this one first. Blocks for some seconds at most. */
  List<NodeReport> ask() {
    ClusterView seen = view.get();
    List<Asked> asked =
        Stream.concat(
                Stream.of(new Asked(seen.self(), answer().compose(this::read))),
                seen.others().stream()
                    .map(
                        each ->
                            new Asked(
                                each,
                                nodes
                                    .call(
                                        each.id(),
                                        NodeCalls.Subject.HEALTH,
                                        ByteBuffer.allocate(0).array(),
                                        TO_ANSWER)
                                    .compose(this::read))))
            .toList();
    Future.join(asked.stream().map(Asked::answer).toList())
        .otherwiseEmpty()
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return asked.stream().map(Asked::report).toList();
  }
}
