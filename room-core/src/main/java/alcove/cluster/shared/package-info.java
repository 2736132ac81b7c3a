/**
 * The short memory that the nodes of one room have together: calls between them, and values that
 * each of them knows for minutes.
 *
 * <p>Nothing here is durable: what has to outlive the nodes is the registry's. On a room of one
 * node nothing is sent, and nobody waits.
 */
@NullMarked
package alcove.cluster.shared;

import org.jspecify.annotations.NullMarked;
