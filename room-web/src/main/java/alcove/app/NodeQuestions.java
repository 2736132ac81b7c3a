package alcove.app;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.ops.command.NodeState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The question how all nodes are, and the answer of this one. Thread-safe. */
final class NodeQuestions implements ClusterListener {
  private static final int SECONDS_TO_ANSWER = 1;

  private final Cluster cluster;
  private final Supplier<NodeState.Figures> own;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, Asked> asked = new ConcurrentHashMap<>();

  /** One question, and who has answered it. */
  private record Asked(Map<NodeId, NodeState.Figures> answers, CountDownLatch missing) {
    void take(NodeId sender, NodeState.Figures figures) {
      if (answers.putIfAbsent(sender, figures) == null) {
        missing.countDown();
      }
    }
  }

  /** Answers with {@code own} once it listens to {@code cluster}; that must not wait. */
  NodeQuestions(Cluster cluster, Supplier<NodeState.Figures> own) {
    this.cluster = cluster;
    this.own = own;
  }

  /** All nodes in sight, this one first. Waits for their answers, a second at most. */
  List<NodeState> ask() {
    List<Node> others = cluster.view().others();
    Map<NodeId, NodeState.Figures> answers = answers(others);
    Stream<NodeState> theirs =
        others.stream()
            .map(each -> state(each, false, Optional.ofNullable(answers.get(each.id()))));
    return Stream.concat(
            Stream.of(state(cluster.view().self(), true, Optional.of(own.get()))), theirs)
        .toList();
  }

  /** The others in sight that answer within a second, for which it waits. */
  List<Node> thatAnswer() {
    List<Node> others = cluster.view().others();
    Map<NodeId, NodeState.Figures> answers = answers(others);
    return others.stream().filter(each -> answers.containsKey(each.id())).toList();
  }

  private Map<NodeId, NodeState.Figures> answers(List<Node> others) {
    long number = numbers.incrementAndGet();
    Asked question = new Asked(new ConcurrentHashMap<>(), new CountDownLatch(others.size()));
    asked.put(number, question);
    try {
      others.forEach(each -> cluster.send(each.id(), NodeFigures.question(number)));
      var _ = question.missing().await(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      asked.remove(number);
    }
    return question.answers();
  }

  /** The state of a node. */
  static NodeState state(Node node, boolean isAsked, Optional<NodeState.Figures> figures) {
    return new NodeState(node.name(), node.release(), node.since(), isAsked, figures);
  }

  @Override
  public void received(Node sender, ClusterMessage message) {
    switch (message.kind()) {
      case ASK_FIGURES ->
          NodeFigures.number(message.body())
              .ifPresent(
                  number -> cluster.send(sender.id(), new NodeFigures(number, own.get()).encode()));
      case FIGURES ->
          NodeFigures.decode(message.body())
              .ifPresent(
                  answer ->
                      Optional.ofNullable(asked.get(answer.question()))
                          .ifPresent(each -> each.take(sender.id(), answer.figures())));
      case ATTENDANTS, ATTENDANCE_CHANGES, ASK_ATTENDANTS, HOLD, LEAVING, CALL, ANSWER -> {
        // others follow those
      }
    }
  }
}
