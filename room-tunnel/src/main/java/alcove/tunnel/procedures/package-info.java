/**
 * What peers can call: one class for each muxrpc namespace, and {@link
 * alcove.tunnel.procedures.RoomProcedureTable}, which puts them together.
 *
 * <p>Uses {@code muxrpc}, {@code net}, {@code presence} and {@code splice}.
 */
@NullMarked
package alcove.tunnel.procedures;

import org.jspecify.annotations.NullMarked;
