/**
 * The server for peers. {@link alcove.tunnel.TunnelServer} puts the packages below together; read
 * them in this order: {@code shs}, {@code boxstream}, {@code muxrpc}, {@code net}, {@code splice},
 * {@code presence}, {@code procedures}, {@code client}.
 */
@NullMarked
package alcove.tunnel;

import org.jspecify.annotations.NullMarked;
