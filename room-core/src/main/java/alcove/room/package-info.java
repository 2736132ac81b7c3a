/**
 * The room as a whole: {@link alcove.room.Room} is the way in to its wings, each of which is a
 * package below this one.
 *
 * <p>From the ground up: {@code policy} says who may do what; {@code model} has the values; {@code
 * audit} the events; {@code registry} keeps the state, and makes changes; upon these stand {@code
 * members}, {@code aliases}, {@code invites}, {@code signin} and {@code notices}. None depends on
 * one above it. Of Vert.x they use only {@code Future}. What the room keeps, it keeps in a {@link
 * alcove.room.registry.Registry}.
 */
@NullMarked
package alcove.room;

import org.jspecify.annotations.NullMarked;
