package alcove.ops.doctor;

import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Finding;
import alcove.health.NodeReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The check whether the nodes of a room agree: the worst that is found is told. */
final class NodesCheck {
  /** How far clocks may be apart: what ends by itself ends by the clock of each node. */
  private static final Duration CLOCKS = Duration.ofSeconds(2);

  /** Nodes follow twice a second. */
  private static final Duration TO_CATCH_UP = Duration.ofSeconds(2);

  private NodesCheck() {}

  /**
   * Asks the nodes. Blocks.
   *
   * @param ask asks all nodes in sight, this one first; nothing where the room has one
   * @param generation that of the registry that all should have reached by now
   */
  static Finding look(Supplier<Optional<List<NodeReport>>> ask, long generation)
      throws InterruptedException {
    Finding found = judge(ask.get(), generation);
    if (found.diagnosis() == Diagnosis.NODES_LAG) {
      Thread.sleep(TO_CATCH_UP);
      return judge(ask.get(), generation);
    }
    return found;
  }

  static Finding judge(Optional<List<NodeReport>> asked, long generation) {
    if (asked.isEmpty()) {
      return found(Diagnosis.NODES_NONE);
    }
    List<NodeReport> all = asked.get();
    if (all.size() == 1) {
      return found(Diagnosis.NODES_ALONE);
    }
    return silent(all)
        .or(() -> split(all))
        .or(() -> unlinked(all))
        .or(() -> different(all))
        .or(() -> clock(all))
        .or(() -> lag(all, generation))
        .orElseGet(() -> found(Diagnosis.NODES_AGREE, all.size()));
  }

  private static Finding found(Diagnosis diagnosis, Object... values) {
    return Finding.of(Check.NODES, diagnosis, values);
  }

  private static Optional<Finding> silent(List<NodeReport> all) {
    return all.stream()
        .filter(each -> each.said().isEmpty())
        .findFirst()
        .map(each -> found(Diagnosis.NODES_SILENT, each.name()));
  }

  private static Optional<Finding> split(List<NodeReport> all) {
    Map<Object, List<NodeReport>> bySight =
        all.stream().collect(Collectors.groupingBy(each -> each.said().orElseThrow().sees()));
    return bySight.size() == 1
        ? Optional.empty()
        : bySight.values().stream()
            .filter(some -> !some.contains(all.getFirst()))
            .findFirst()
            .map(some -> found(Diagnosis.NODES_SPLIT, some.getFirst().name()));
  }

  private static Optional<Finding> unlinked(List<NodeReport> all) {
    return all.stream()
        .filter(each -> !each.said().orElseThrow().unreached().isEmpty())
        .findFirst()
        .map(
            each ->
                found(
                    Diagnosis.NODES_UNLINKED,
                    each.name(),
                    each.said().orElseThrow().unreached().getFirst()));
  }

  /** Each is compared with the one that asks, so it is the one that is to be looked at. */
  private static Optional<Finding> different(List<NodeReport> all) {
    NodeReport.Said own = all.getFirst().said().orElseThrow();
    return all.stream()
        .flatMap(
            each ->
                each.said().orElseThrow().differsFrom(own).stream()
                    .map(flag -> found(Diagnosis.NODES_DIFFER, each.name(), flag)))
        .findFirst();
  }

  private static Optional<Finding> clock(List<NodeReport> all) {
    return all.stream()
        .filter(each -> each.said().orElseThrow().off().compareTo(CLOCKS) > 0)
        .findFirst()
        .map(
            each ->
                found(
                    Diagnosis.NODES_CLOCK,
                    each.name(),
                    each.said().orElseThrow().off().toSeconds()));
  }

  private static Optional<Finding> lag(List<NodeReport> all, long generation) {
    return all.stream()
        .filter(each -> each.said().orElseThrow().generation() < generation)
        .findFirst()
        .map(each -> found(Diagnosis.NODES_LAG, each.name()));
  }
}
