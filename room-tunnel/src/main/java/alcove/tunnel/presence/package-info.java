/**
 * Presence: who attends the room now, and telling those who want to know.
 *
 * <p>{@link alcove.tunnel.presence.Attendance} is the one owner of that knowledge, on one event
 * loop; subscribers live on the loops of their connections. Uses {@code net} and {@code muxrpc},
 * and asks the room's standings who may attend.
 */
@NullMarked
package alcove.tunnel.presence;

import org.jspecify.annotations.NullMarked;
