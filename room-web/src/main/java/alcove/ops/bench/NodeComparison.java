package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import java.util.ArrayList;
import java.util.List;

/**
 * The same measurement with both peers of each pair at one node of a room, and with the second ones
 * at another, in turns, so that both have the same machine in the same hour. Of each figure it
 * tells the median.
 */
record NodeComparison(int rounds) {
  /** One measurement. */
  @FunctionalInterface
  interface Round {
    /**
     * Makes it.
     *
     * @param isAcross whether tunnels lead from node to node
     */
    Result measure(boolean isAcross) throws CommandException;
  }

  /** What came of both, first with one node, then with two and how that compares. */
  List<Result> measure(Round round) throws CommandException {
    List<Result> alone = new ArrayList<>(rounds);
    List<Result> across = new ArrayList<>(rounds);
    for (int i = 0; i < rounds; i++) {
      alone.add(round.measure(false));
      across.add(round.measure(true));
    }
    Result one = Result.median(alone).under("nodes", 1).under("rounds", rounds);
    Result two = Result.median(across).under("nodes", 2).under("rounds", rounds);
    if (one.has(Bulk.THROUGHPUT)) {
      double share = Measurement.ratio(two.value(Bulk.THROUGHPUT), one.value(Bulk.THROUGHPUT));
      two.add("of that of one node", 100 * share, "%");
    }
    if (one.has(Messages.MEDIAN)) {
      two.add(
          "more than of one node", two.value(Messages.MEDIAN) - one.value(Messages.MEDIAN), "ms");
    }
    return List.of(one, two);
  }
}
