/**
 * The control socket: a command that is called while a server holds the data directory is carried
 * out by that server.
 *
 * <p>A Unix domain socket in the data directory, for the same user and root only. One request for
 * each connection, then its output as it comes, then its exit code. Knows nothing of rooms.
 */
@NullMarked
package alcove.ops.control;

import org.jspecify.annotations.NullMarked;
