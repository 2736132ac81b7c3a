/**
 * The procedures that peers can call: a class for each thing that they are about, and {@link
 * alcove.tunnel.procedures.RoomProcedureTables}, which puts them together.
 *
 * <p>Uses {@code muxrpc}, {@code net}, {@code presence} and {@code splice}, and the room itself.
 */
@NullMarked
package alcove.tunnel.procedures;

import org.jspecify.annotations.NullMarked;
