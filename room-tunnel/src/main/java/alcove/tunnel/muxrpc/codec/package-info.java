/**
 * muxrpc packets as bytes: header, body, goodbye. Bytes go in, values come out; nothing here knows
 * of sockets, event loops or procedures.
 */
@NullMarked
package alcove.tunnel.muxrpc.codec;

import org.jspecify.annotations.NullMarked;
