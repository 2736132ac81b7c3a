/** Watches what goes on beside this module's tests: event loops, and the log. */
@NullMarked
package alcove.watch;

import org.jspecify.annotations.NullMarked;
