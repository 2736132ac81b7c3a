/**
 * The commands by which an operator changes a room. A command gets a room that is open, and does
 * not know whether a server runs it or a process that opened the room for this one command.
 *
 * <p>Sees {@code room}, {@code identity} and {@code store}, never {@code tunnel}.
 */
@NullMarked
package alcove.ops.command;

import org.jspecify.annotations.NullMarked;
