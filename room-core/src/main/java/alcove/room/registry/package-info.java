/** The registry, the state in memory that follows it, and the one way in which both change. */
@NullMarked
package alcove.room.registry;

import org.jspecify.annotations.NullMarked;
