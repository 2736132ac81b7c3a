/**
 * The splice: two peers' {@code tunnel.connect} substreams joined into one end-to-end encrypted
 * stream that the room cannot read.
 *
 * <p>{@link alcove.tunnel.splice.Tunnels} decides who gets a tunnel; {@link
 * alcove.tunnel.splice.PeerLeg} moves the bytes, and {@link alcove.tunnel.splice.LinkLeg} those of
 * a peer of another node. Uses {@code net}, {@code muxrpc} and {@code link}.
 */
@NullMarked
package alcove.tunnel.splice;

import org.jspecify.annotations.NullMarked;
