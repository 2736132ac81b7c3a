package alcove.tunnel.splice;

import alcove.identity.FeedId;
import alcove.tunnel.link.Link;
import alcove.tunnel.link.LinkEnd;
import alcove.tunnel.link.LinkReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.net.PeerLoop;
import alcove.tunnel.net.Ticking;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a tunnel that a peer of another node has. What the end on this node hands over goes
 * out by a {@link Link}, and what comes by it is handed over here. Confined to the link's event
 * loop, but for what it says of itself.
 *
 * <p>A clean end waits behind the data before it; a broken tunnel discards it.
 */
final class LinkLeg implements Leg, LinkReceiver, Ticking {
  private static final int PIECE = 32 << 10;

  /** Gets the link of a leg whose target another node has; on the leg's event loop. */
  interface Calling {
    /** Begins to ask; what becomes of it is told to {@code leg}. */
    void begin(LinkLeg leg);

    /** The node that was asked leads on. */
    void accepted();

    /** The node that was asked does not lead on; says whether another is asked. */
    boolean refused(LinkLeg leg, String why);
  }

  private final Tunnel tunnel;
  private final FeedId peer;
  private final Tunnels tunnels;
  private final PeerLoop loop;
  private final @Nullable Calling calling;
  private final Flow flow;
  private final SlowReader reader;
  private final LinkOut out;
  private @Nullable Link link;
  private @Nullable Leg other;
  private @Nullable LinkPause pause;
  private boolean ended;
  private long began;

  /**
   * A leg that is not joined to another yet.
   *
   * @param calling how the target is called, or null where this is the end of who calls
   * @param afterRead runs something when what the end on this node reads now has been handed over
   */
  LinkLeg(
      Tunnel tunnel,
      FeedId peer,
      Tunnels tunnels,
      PeerLoop loop,
      @Nullable Calling calling,
      Consumer<Runnable> afterRead) {
    this.tunnel = tunnel;
    this.peer = peer;
    this.tunnels = tunnels;
    this.loop = loop;
    this.calling = calling;
    this.flow = tunnels.newFlow();
    this.reader = new SlowReader(tunnels.limits());
    this.out = new LinkOut(PIECE, afterRead, this::taken);
  }

  /** Joins it to the other end, before either is open. */
  void join(Leg with) {
    other = with;
  }

  /** See {@link PeerLeg#asSeenFrom}. */
  Leg asSeenFrom(PeerLoop at, Consumer<Runnable> afterRead) {
    return at == loop ? this : new CrossLoopLeg(this, loop, afterRead);
  }

  private Leg other() {
    return Objects.requireNonNull(other);
  }

  private boolean isTarget() {
    return calling != null;
  }

  /** The caller's leg: its node was told that the tunnel leads on, and the target is called. */
  void begin(Link by) {
    start();
    use(by);
    out.open(by);
    other().open();
  }

  private void start() {
    began = loop.now();
    reader.begin(began);
    loop.add(this);
  }

  /** Hears from now on of {@code by}. */
  void use(Link by) {
    link = by;
    pause = new LinkPause(by, tunnels, other().flow());
  }

  @Override
  public void open() {
    if (!ended && calling != null) {
      start();
      calling.begin(this);
    }
  }

  @Override
  public void accepted() {
    Objects.requireNonNull(calling).accepted();
    began = loop.now();
    out.open(Objects.requireNonNull(link));
    if (out.isEnding()) {
      end();
    }
  }

  @Override
  public void refused(String why) {
    if (!Objects.requireNonNull(calling).refused(this, why)) {
      over(EndReason.NOT_TAKEN);
    }
  }

  @Override
  public void bytes(ByteBuf part) {
    int length = part.readableBytes();
    arrived(length);
    other().flow().add(length);
    if (part.hasArray()) {
      other().take(part.array(), part.arrayOffset() + part.readerIndex(), length);
    } else {
      other().take(OutgoingQueue.allocate(length).writeBytes(part));
    }
    pause().check();
  }

  @Override
  public void body(BodyType type, byte[] body) {
    arrived(body.length);
    other().flow().add(body.length + OutgoingQueue.BODY_OVERHEAD);
    other().take(type, Unpooled.wrappedBuffer(body));
    pause().check();
  }

  /** The first bytes of the target are its answer. */
  private void arrived(int bytes) {
    if (isTarget()) {
      tunnel.answer();
    }
    tunnels.count(bytes);
  }

  private LinkPause pause() {
    return Objects.requireNonNull(pause);
  }

  @Override
  public void ended(LinkEnd end) {
    if (calling != null && !out.isOpen() && end instanceof LinkEnd.Lost) {
      refused(Tunnels.Refusal.NOT_ATTENDING.name());
      return;
    }
    over(
        switch (end) {
          case LinkEnd.Clean clean -> EndReason.ENDED;
          case LinkEnd.Broken broken -> EndReason.of(broken.why());
          case LinkEnd.Lost lost -> EndReason.PEER_GONE;
        });
  }

  /** It is over on the other node. */
  private void over(EndReason reason) {
    String message = tunnel.brokenMessage();
    finish(reason);
    if (reason == EndReason.ENDED) {
      other().end();
    } else {
      other().breakOff(reason, message);
    }
  }

  @Override
  public FeedId peer() {
    return peer;
  }

  @Override
  public Flow flow() {
    return flow;
  }

  /** A link carries nothing but its tunnel. */
  @Override
  public Waiting othersWait() {
    return Waiting.NOBODY;
  }

  @Override
  public void take(byte[] buffer, int offset, int length) {
    out.take(buffer, offset, length);
  }

  @Override
  public void take(ByteBuf bytes) {
    out.take(BodyType.BINARY, bytes);
  }

  @Override
  public void take(BodyType type, ByteBuf body) {
    out.take(type, body);
  }

  private void taken(long bytes) {
    reader.took(bytes);
    flow.subtract(bytes);
    if (flow.mayResume()) {
      other().resume();
    }
  }

  @Override
  public void end() {
    if (!ended) {
      out.end(() -> finish(EndReason.ENDED));
    }
  }

  @Override
  public void breakOff(EndReason reason, String message) {
    if (!ended) {
      Link broken = link;
      finish(reason);
      if (broken != null) {
        broken.breakOff(reason.name());
      }
    }
  }

  /** Nobody waits for a link, so nobody has to make way on it. */
  @Override
  public void makeWay(EndReason reason) {}

  @Override
  public void resume() {
    if (pause != null) {
      pause.resume();
    }
  }

  /** What came for the target and has not gone out, as no node leads on; not counted any more. */
  List<LinkOut.Piece> giveBack() {
    return out.giveBack();
  }

  /** Whether the caller has ended in good order behind that. */
  boolean isEnding() {
    return out.isEnding();
  }

  /** Ends here without a word to either side; see {@link PeerLeg#letGo}. */
  void letGo() {
    finish(EndReason.NOT_TAKEN);
  }

  /** This leg is over: drops what could not be sent yet. */
  private void finish(EndReason reason) {
    if (ended) {
      return;
    }
    ended = true;
    out.close();
    if (pause != null) {
      pause.end();
    }
    loop.remove(this);
    tunnel.legEnded(reason);
  }

  /** Ends the tunnel for another unless its target has answered it meanwhile; any thread. */
  void giveUpPlace() {
    loop.run(
        () -> {
          if (!ended && !tunnel.isAnswered()) {
            breakBoth(EndReason.PLACE_TAKEN);
          }
        });
  }

  /** Ends the tunnel on both nodes. */
  void breakBoth(EndReason reason) {
    String message = tunnel.brokenMessage();
    breakOff(reason, message);
    other().breakOff(reason, message);
  }

  /** Whether the target has said nothing for too long since its node was to call it. */
  private boolean isOverdue(long now) {
    return isTarget()
        && out.isOpen()
        && !tunnel.isAnswered()
        && now - began > tunnels.limits().answer().toNanos();
  }

  @Override
  public void tick(long now) {
    Link by = link;
    if (ended || by == null) {
      return;
    }
    pause().look(now);
    if (isOverdue(now)) {
      breakBoth(EndReason.UNANSWERED);
      return;
    }
    EndReason slow = reader.judge(flow, other().othersWait(), by.progress(), now);
    if (slow != null) {
      other().makeWay(slow);
    }
  }
}
