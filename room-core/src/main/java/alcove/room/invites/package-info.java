/** Invites. */
@NullMarked
package alcove.room.invites;

import org.jspecify.annotations.NullMarked;
