/**
 * The certificates that the room shows by itself, and how a TLS handshake chooses one. Knows
 * nothing of the room, nor where they come from.
 */
@NullMarked
package alcove.tls;

import org.jspecify.annotations.NullMarked;
