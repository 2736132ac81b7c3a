/** The speech to the person at the terminal: what is said, and how. Sees nothing of Alcove. */
@NullMarked
package alcove.ops.terminal;

import org.jspecify.annotations.NullMarked;
