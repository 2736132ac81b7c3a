/**
 * Links: what carries the tunnels of two peers who are on different nodes of one room, from node to
 * node.
 *
 * <p>One tunnel has one {@link alcove.tunnel.link.Link}: records on a {@link
 * alcove.tunnel.net.Wire} of its own, so that a reader who takes nothing keeps nobody else waiting.
 * {@link alcove.tunnel.link.LinkDialer} makes them, {@link alcove.tunnel.link.LinkListener} takes
 * them in. Uses {@code net}, and knows nothing of what a tunnel is for.
 */
@NullMarked
package alcove.tunnel.link;

import org.jspecify.annotations.NullMarked;
