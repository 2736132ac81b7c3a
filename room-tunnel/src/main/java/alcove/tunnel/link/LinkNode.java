package alcove.tunnel.link;

/**
 * Another node of the room, and where it takes links.
 *
 * @param name what the cluster calls it; no two nodes have the same
 */
public record LinkNode(String name, String host, int port) {}
