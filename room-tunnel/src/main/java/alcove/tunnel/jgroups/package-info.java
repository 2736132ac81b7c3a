/**
 * The cluster by JGroups: which nodes are in sight, and messages between them, over TLS.
 *
 * <p>{@link alcove.tunnel.jgroups.JGroupsCluster} is what others use, as an {@link
 * alcove.cluster.Cluster}; nobody else knows JGroups, and no class of it is loaded before that one
 * is.
 */
@NullMarked
package alcove.tunnel.jgroups;

import org.jspecify.annotations.NullMarked;
