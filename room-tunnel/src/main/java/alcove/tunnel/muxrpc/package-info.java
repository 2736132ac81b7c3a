/**
 * A muxrpc session: calls of both sides, multiplexed over packets.
 *
 * <p>Packets come in from a decoder and go out to a {@link alcove.tunnel.muxrpc.PacketSink};
 * sockets and who may call what are others' business. Uses {@code muxrpc.codec}, Jackson, and
 * Vert.x only for its {@code Future}.
 */
@NullMarked
package alcove.tunnel.muxrpc;

import org.jspecify.annotations.NullMarked;
