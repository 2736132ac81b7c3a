/**
 * The guards before all listeners, as soon as a socket is accepted: how many there may be of the
 * HTTP doors, how long they may take for a request, and what happens when no more can be accepted.
 * Sees Netty and Vert.x, and of the room only addresses.
 */
@NullMarked
package alcove.door;

import org.jspecify.annotations.NullMarked;
