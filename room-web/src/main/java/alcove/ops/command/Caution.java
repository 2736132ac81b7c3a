package alcove.ops.command;

import picocli.CommandLine.Option;

/**
 * The options of a command by which something is lost. At a terminal the process that was called
 * shows what it would do, and asks; whoever calls it otherwise is not asked.
 */
public final class Caution {
  /** The flag of a trial. */
  public static final String DRY_RUN = "--dry-run";

  @Option(names = DRY_RUN, description = "Say what it would do, and do nothing.")
  private boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "Do it without asking. Only people at a terminal are asked.")
  private boolean yes;

  /**
   * Whether nothing is to be done. The room that the command gets then keeps nothing: the command
   * does what it always does, and says it in other words.
   */
  boolean isTrial() {
    return dryRun;
  }

  /** Whether somebody at a terminal has to be asked. */
  public boolean asks() {
    return !dryRun && !yes;
  }
}
