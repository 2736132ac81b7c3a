package alcove.ops.bench;

import org.jspecify.annotations.Nullable;

/**
 * The report of what has been measured, given also if the rest is not: when a measurement fails,
 * and when the process is told to end. Thread-safe.
 */
final class Proceedings implements AutoCloseable {
  private final LoadReport report;
  private final Thread atExit = new Thread(this::finish, "bench-report");
  private @Nullable Swarm underWay;
  private boolean over;

  private Proceedings(LoadReport report) {
    this.report = report;
  }

  /** Those that go into {@code report}. */
  static Proceedings open(LoadReport report) {
    Proceedings proceedings = new Proceedings(report);
    Runtime.getRuntime().addShutdownHook(proceedings.atExit);
    return proceedings;
  }

  /** A measurement begins with these peers. */
  synchronized void begin(Swarm swarm) {
    underWay = swarm;
  }

  /** A measurement has come to its end. */
  synchronized void add(Result result) {
    underWay = null;
    report.add(result);
  }

  /** Reports what has not been reported; once more does no harm. */
  synchronized void finish() {
    if (over) {
      return;
    }
    over = true;
    if (underWay != null) {
      underWay
          .result()
          .map(Result::cutShort)
          .filter(result -> !result.figures().isEmpty())
          .ifPresent(report::add);
    }
    report.finish();
  }

  @Override
  public void close() {
    finish();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException processEnds) {
      // It has done its work.
    }
  }
}
