package alcove.ops.command;

import java.io.PrintStream;

/**
 * The console of whoever called a command, wherever that runs.
 *
 * @param out for what was asked for
 * @param err for complaints
 * @param input the text of the caller's {@link TextFile}, empty for commands that take none
 */
public record Console(PrintStream out, PrintStream err, String input) {}
