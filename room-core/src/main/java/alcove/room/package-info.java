/**
 * What a room knows and decides: members, aliases, invites, blocked keys, settings, notices, and
 * the policy that says who may do what. {@link alcove.room.Room} is the way in.
 *
 * <p>Uses {@code identity} and {@code crypto}; of Vert.x only {@code Future}. What it keeps, it
 * keeps in a {@link alcove.room.Registry}.
 */
@NullMarked
package alcove.room;

import org.jspecify.annotations.NullMarked;
