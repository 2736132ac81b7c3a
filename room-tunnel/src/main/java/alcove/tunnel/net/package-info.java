/**
 * Connections: bytes of a socket, a WebSocket or an inner tunnel become a secret handshake, then
 * boxes, packets and a muxrpc session, and back.
 *
 * <p>The only package that knows {@code io.vertx.core.net}. {@link
 * alcove.tunnel.net.PeerConnection} is the one connection class for all transports and both roles;
 * {@link alcove.tunnel.net.PeerLoop} is what the connections of one event loop share.
 */
@NullMarked
package alcove.tunnel.net;

import org.jspecify.annotations.NullMarked;
