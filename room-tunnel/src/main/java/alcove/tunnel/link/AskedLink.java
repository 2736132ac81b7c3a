package alcove.tunnel.link;

import alcove.tunnel.net.PeerLoop;
import java.util.function.Consumer;

/** A link by which another node asks us. Confined to its event loop. */
public final class AskedLink extends Link {
  private final LinkAcceptor acceptor;

  /** One that another node has connected, and is going to ask by. */
  AskedLink(PeerLoop loop, LinkAcceptor acceptor, Consumer<Link> onClosed) {
    super(loop, LinkState.WAITING, onClosed);
    this.acceptor = acceptor;
  }

  @Override
  void opening(RecordType type, byte[] body) throws LinkException {
    requireState(type == RecordType.OPEN ? LinkState.WAITING : LinkState.ASKING, type);
    enter(LinkState.JUDGING);
    acceptor.asked(this, LinkRequest.decode(body));
  }

  /** Leads the tunnel on; says false when the other has given up. */
  public boolean accept(LinkReceiver by) {
    if (!isIn(LinkState.JUDGING)) {
      return false;
    }
    receiver = by;
    enter(LinkState.OPEN);
    writer().write(RecordType.ACCEPTED);
    return true;
  }

  /** Does not lead the tunnel on. */
  public void refuse(String why) {
    if (isIn(LinkState.JUDGING)) {
      writer().write(RecordType.REFUSED, why);
      enter(LinkState.BREAKING);
    }
  }
}
