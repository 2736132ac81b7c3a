package alcove.ops.command;

import java.io.PrintStream;
import java.nio.file.Path;

/**
 * The console of whoever called a command, wherever that runs.
 *
 * @param out for what was asked for
 * @param err for complaints
 * @param directory where the caller stands: paths are relative to it
 * @param input the text of the caller's {@link TextFile}, empty for commands that take none
 */
public record Console(PrintStream out, PrintStream err, Path directory, String input) {}
