package alcove.tunnel.link;

import alcove.tunnel.net.PeerLoop;
import alcove.tunnel.splice.OtherNodes;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Another node, the test, which is asked for tunnels and answers when the test does. */
public final class HandNode implements OtherNodes {
  /** What it was asked, in its order. */
  public final List<LinkRequest> asked = new ArrayList<>();

  private final List<AskingLink> links = new ArrayList<>();

  /** Refuses what it was asked last. */
  public void refuse(String why) {
    links.getLast().turnAway(why);
  }

  @Override
  public String self() {
    return "here";
  }

  @Override
  public long generation() {
    return 7;
  }

  @Override
  public Future<Void> caughtUp(long generation) {
    return Future.succeededFuture();
  }

  @Override
  public Link open(LinkNode node, PeerLoop loop, LinkRequest request, LinkReceiver receiver) {
    AskingLink link = new AskingLink(loop, request, receiver, _ -> {});
    link.begin();
    asked.add(request);
    links.add(link);
    return link;
  }
}
