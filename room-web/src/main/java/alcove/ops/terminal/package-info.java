/** What is said to the person at the terminal, and how. Sees nothing of Alcove. */
@NullMarked
package alcove.ops.terminal;

import org.jspecify.annotations.NullMarked;
