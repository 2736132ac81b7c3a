package alcove.tunnel.presence;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import alcove.tunnel.net.PeerConnection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The side of {@link Attendance} that the cluster sees. Confined to presence's event loop. */
final class NodeAttendance implements OwnAttendance {
  private final Attendance attendance;
  private final Attendants<AttendanceSource> attendants;
  private final Predicate<FeedId> shared;

  /** One of which {@code shared} names keys that many people use. */
  NodeAttendance(
      Attendance attendance, Attendants<AttendanceSource> attendants, Predicate<FeedId> shared) {
    this.attendance = attendance;
    this.attendants = attendants;
    this.shared = shared;
  }

  @Override
  public Set<FeedId> connected() {
    return attendants.all().stream()
        .filter(who -> !attendance.connections(who).isEmpty())
        .collect(Collectors.toSet());
  }

  @Override
  public List<Long> openings(FeedId who) {
    return attendance.connections(who).stream()
        .map(PeerConnection::since)
        .sorted()
        .toList()
        .reversed();
  }

  @Override
  public void enter(FeedId who, NodeId node) {
    attendance.enter(who, new AttendanceSource.Elsewhere(node));
  }

  @Override
  public void exit(FeedId who, NodeId node, long within) {
    attendance.exit(
        who, new AttendanceSource.Elsewhere(node), attendance.mayAttend(who) ? within : 0);
  }

  @Override
  public void again(FeedId who) {
    attendants.again(who);
  }

  @Override
  public void overtaken(FeedId who, List<Long> elsewhere) {
    if (!shared.test(who)) {
      OlderConnections.overtake(attendance.connections(who), elsewhere);
    }
  }
}
