/**
 * The nodes of one room: who they are, and small messages between them.
 *
 * <p>{@link alcove.cluster.Cluster} is a port. A room on one node has none; what runs on several
 * stands in {@code alcove.tunnel.jgroups}. Nothing here does I/O, and what is durable is never told
 * this way: that is the registry's.
 */
@NullMarked
package alcove.cluster;

import org.jspecify.annotations.NullMarked;
