/**
 * A Scuttlebutt peer in Java, over the same layers as the room: connects, calls, serves, and
 * tunnels to other peers. Tests, the self-check and the load generator use it.
 */
@NullMarked
package alcove.tunnel.client;

import org.jspecify.annotations.NullMarked;
