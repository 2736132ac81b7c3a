/**
 * The load generator: what a room can carry, measured from outside through its address.
 *
 * <p>{@link alcove.ops.bench.BenchCommand} reads the command line, {@link alcove.ops.bench.Swarm}
 * is the peers, and each {@link alcove.ops.bench.Measurement} loads the room in one way. Knows
 * {@code tunnel.client}, and of the server at the other end only what any peer sees, and what the
 * operating system tells of its process. A soak, beside that, has the server of a room on this
 * machine carry out commands through its control socket.
 */
@NullMarked
package alcove.ops.bench;

import org.jspecify.annotations.NullMarked;
