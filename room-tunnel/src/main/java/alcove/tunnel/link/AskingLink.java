package alcove.tunnel.link;

import alcove.tunnel.net.PeerLoop;
import alcove.tunnel.net.Wire;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A link by which we ask another node. */
final class AskingLink extends Link {
  private final LinkRequest request;

  /** One that waits for its connection, {@link #connected} or {@link #lose}. */
  AskingLink(PeerLoop loop, LinkRequest request, LinkReceiver receiver, Consumer<Link> onClosed) {
    super(loop, LinkState.CONNECTING, onClosed);
    this.request = request;
    this.receiver = receiver;
  }

  /** Asks, unless nobody wants to know any more. */
  void connected(Wire to) {
    if (isIn(LinkState.CONNECTING)) {
      enter(LinkState.ASKING);
      start(to);
      writer().write(RecordType.OPEN, request.encode());
    } else {
      to.reset();
    }
  }

  /** Is over without having been connected, as if it had been refused for {@code why}. */
  void turnAway(String why) {
    LinkReceiver told = receiver;
    receiver = null;
    lose();
    if (told != null) {
      told.refused(why);
    }
  }

  @Override
  void opening(RecordType type, byte[] body) throws LinkException {
    if (isIn(LinkState.BREAKING)) {
      // We have given up before the answer came.
      return;
    }
    LinkReceiver told = receiver;
    requireState(type == RecordType.OPEN ? LinkState.WAITING : LinkState.ASKING, type);
    if (told == null) {
      return;
    }
    if (type == RecordType.ACCEPTED) {
      enter(LinkState.OPEN);
      told.accepted();
    } else {
      close();
      receiver = null;
      told.refused(new String(body, StandardCharsets.UTF_8));
    }
  }
}
