package alcove.tunnel.presence;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import java.util.List;
import java.util.Set;

/**
 * The attendance of this node, as {@link ClusterPresence} sees and changes it. Confined to
 * presence's event loop.
 */
interface OwnAttendance {
  /** Who attends by a connection of this node. */
  Set<FeedId> connected();

  /**
   * When those connections of {@code who} were opened, by the monotonic clock in nanoseconds, the
   * newest first; none: there is none by which they attend.
   */
  List<Long> openings(FeedId who);

  /** {@code who} attends at {@code node}. */
  void enter(FeedId who, NodeId node);

  /**
   * {@code who} attends at {@code node} no more.
   *
   * @param within nanoseconds in which they may be back without having left; 0: they left
   */
  void exit(FeedId who, NodeId node, long within);

  /** Others are told again of {@code who}, if they are here. */
  void again(FeedId who);

  /**
   * {@code who} has newer connections on other nodes: those of this node give a sign of life or
   * end, and what is more than one peer may have ends at once.
   *
   * @param elsewhere when those on other nodes were opened
   */
  void overtaken(FeedId who, List<Long> elsewhere);
}
