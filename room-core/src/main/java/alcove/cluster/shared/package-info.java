/**
 * What the nodes of one room know together for minutes: calls between them, and values that each of
 * them has in memory.
 *
 * <p>Nothing here is durable: what has to outlive the nodes is the registry's. On a room of one
 * node nothing is sent, and nobody waits.
 */
@NullMarked
package alcove.cluster.shared;

import org.jspecify.annotations.NullMarked;
