/**
 * Tells an event loop that is blocked from one that only gets no CPU. The server warns of those it
 * finds, and tests fail. Uses nothing but the JDK.
 */
@NullMarked
package alcove.tunnel.loops;

import org.jspecify.annotations.NullMarked;
