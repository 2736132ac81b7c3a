/** Addresses: where the room is found, and whose address a request or a connection has. */
@NullMarked
package alcove.address;

import org.jspecify.annotations.NullMarked;
