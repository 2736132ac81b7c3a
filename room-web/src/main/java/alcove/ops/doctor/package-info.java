/**
 * Looks whether a room is well set up, from within and, through its public URL, from outside. Sees
 * the room, its database and its peers; runs on threads of its own.
 */
@NullMarked
package alcove.ops.doctor;

import org.jspecify.annotations.NullMarked;
