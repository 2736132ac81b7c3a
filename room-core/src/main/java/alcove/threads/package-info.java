/** Threads for what blocks. */
@NullMarked
package alcove.threads;

import org.jspecify.annotations.NullMarked;
