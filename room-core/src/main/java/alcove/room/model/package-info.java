/** Values of a room: members, aliases, invites, notices, settings, and why something is refused. */
@NullMarked
package alcove.room.model;

import org.jspecify.annotations.NullMarked;
