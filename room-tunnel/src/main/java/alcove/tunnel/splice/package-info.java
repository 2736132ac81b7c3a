/**
 * The splice: two peers' {@code tunnel.connect} substreams joined into one end-to-end encrypted
 * stream that the room cannot read.
 *
 * <p>{@link alcove.tunnel.splice.Tunnels} decides who gets a tunnel; {@link
 * alcove.tunnel.splice.PeerLeg} moves the bytes. Uses {@code net} and {@code muxrpc}.
 */
@NullMarked
package alcove.tunnel.splice;

import org.jspecify.annotations.NullMarked;
