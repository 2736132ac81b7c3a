package alcove.tunnel;

import alcove.identity.FeedId;
import alcove.room.policy.Action;
import alcove.room.policy.Standings;
import alcove.tunnel.link.LinkNode;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.Peers;
import alcove.tunnel.presence.Attendance;
import alcove.tunnel.splice.Targets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The targets that tunnels may lead to, here and on other nodes. Thread-safe. */
record FoundTargets(
    Standings standings,
    Introductions introductions,
    Attendance attendance,
    Peers peers,
    Whereabouts whereabouts)
    implements Targets {
  @Override
  public boolean mayLead(FeedId origin, FeedId target) {
    return introductions.joins(origin, target)
        || (standings.allow(origin, Action.OPEN_TUNNEL) && standings.allow(target, Action.ATTEND));
  }

  @Override
  public @Nullable PeerConnection find(FeedId origin, FeedId target) {
    boolean there =
        introductions.joins(origin, target)
            || (attendance.isAttendant(target) && mayLead(origin, target));
    return there ? peers.newest(target) : null;
  }

  @Override
  public boolean isNewerElsewhere(FeedId target) {
    return attendance.isNewerElsewhere(target);
  }

  @Override
  public List<LinkNode> elsewhere(FeedId origin, FeedId target) {
    return mayLead(origin, target) ? whereabouts.of(target) : List.of();
  }
}
