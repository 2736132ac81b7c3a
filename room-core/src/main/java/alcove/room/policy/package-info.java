/** Policy: who may do what. The ground of the room, which depends on none of its other parts. */
@NullMarked
package alcove.room.policy;

import org.jspecify.annotations.NullMarked;
