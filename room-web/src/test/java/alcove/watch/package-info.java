/** Watches the event loops of this module's tests. */
@NullMarked
package alcove.watch;

import org.jspecify.annotations.NullMarked;
