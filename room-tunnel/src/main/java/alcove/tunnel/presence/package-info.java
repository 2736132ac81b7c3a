/**
 * Presence: who attends the room now, and telling those who want to know.
 *
 * <p>{@link alcove.tunnel.presence.Attendance} is the one owner of that knowledge, on one event
 * loop, and {@link alcove.tunnel.presence.Audience} of who is told, at which {@link
 * alcove.tunnel.presence.Pace}; subscribers live on the loops of their connections, and read on in
 * one {@link alcove.tunnel.presence.ChangeLog}. Where the room has several nodes, {@link
 * alcove.tunnel.presence.ClusterPresence} tells each of the others. Uses {@code net} and {@code
 * muxrpc}, and asks the room's standings who may attend.
 */
@NullMarked
package alcove.tunnel.presence;

import org.jspecify.annotations.NullMarked;
