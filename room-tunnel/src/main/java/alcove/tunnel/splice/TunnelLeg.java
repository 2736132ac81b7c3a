package alcove.tunnel.splice;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.net.BoxPacker;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.Sender;
import alcove.tunnel.net.Ticking;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.internal.PlatformDependent;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One peer's side of a tunnel: takes what the peer sends over to the other leg, and sends the peer
 * what the other leg hands over.
 *
 * <p>Each leg is confined to its peer's event loop. Where both live on one loop, a leg calls the
 * other directly; otherwise it leaves {@link Mail}, of which a whole read's worth is one piece, and
 * one drain is scheduled for all that has gathered. A clean end waits behind the data before it; a
 * broken tunnel discards it. After a leg has ended it sends nothing: its peer would take it for a
 * new call.
 */
final class TunnelLeg implements SubstreamReceiver, Sender, Ticking {
  /** What one leg leaves for the other. */
  private sealed interface Mail {
    record Bytes(ByteBuf bytes) implements Mail {}

    record Body(BodyType type, ByteBuf body) implements Mail {}

    record Open() implements Mail {}

    record End() implements Mail {}

    record Break(EndReason reason, String message) implements Mail {}

    /** The reader takes nothing, or too little, while others wait for the source. */
    record MakeWay(EndReason reason) implements Mail {}
  }

  private enum State {
    OPENING,
    OPEN,
    ENDING,
    ENDED
  }

  private final Tunnel tunnel;
  private final PeerConnection connection;
  private final Tunnels tunnels;
  private final Tunnels.Load load;
  private final boolean isTarget;
  private @Nullable TunnelLeg other;

  // From our peer: this leg's loop only.
  private @Nullable ByteBuf staged;
  private boolean stagedInThisRead;
  private @Nullable SourcePause pause;

  // To our peer: the other leg's loop.
  private final Flow flow;
  private final Queue<Mail> mailbox = PlatformDependent.newMpscQueue();
  private final AtomicBoolean drainScheduled = new AtomicBoolean();

  // To our peer: this leg's loop only.
  private State state = State.OPENING;
  private @Nullable Substream substream;
  private final OutgoingQueue queue = new OutgoingQueue();
  private final SlowReader reader;
  private boolean waitsForTurn;
  private long began;

  TunnelLeg(
      Tunnel tunnel,
      PeerConnection connection,
      Tunnels tunnels,
      Tunnels.Load load,
      boolean target) {
    this.tunnel = tunnel;
    this.connection = connection;
    this.tunnels = tunnels;
    this.load = load;
    this.isTarget = target;
    this.flow = tunnels.newFlow();
    this.reader = new SlowReader(tunnels.limits());
  }

  /** Joins two legs before either is open. */
  static void join(TunnelLeg one, TunnelLeg two) {
    one.joinTo(two);
    two.joinTo(one);
  }

  private void joinTo(TunnelLeg with) {
    other = with;
    pause = new SourcePause(connection, tunnels, load, with.flow);
  }

  private TunnelLeg other() {
    return Objects.requireNonNull(other);
  }

  private SourcePause pause() {
    return Objects.requireNonNull(pause);
  }

  private boolean sameLoop() {
    return connection.loop() == other().connection.loop();
  }

  /** The caller's leg: its substream is there already. */
  void open(Substream callersSubstream) {
    substream = callersSubstream;
    state = State.OPEN;
    load.add(this);
    began = connection.loop().now();
    reader.begin(began);
    connection.loop().add(this);
  }

  /** The target's leg: calls the target, on its event loop. */
  void openFromAfar() {
    deliver(new Mail.Open());
  }

  private void callTarget() {
    if (state != State.OPENING) {
      return;
    }
    if (!connection.isOpen()) {
      finish(EndReason.PEER_GONE);
      other().deliver(new Mail.Break(EndReason.PEER_GONE, tunnel.brokenMessage()));
      return;
    }
    open(tunnels.call(connection, other().connection.peer(), this));
    wake();
  }

  // ---- what our peer sends

  @Override
  public Input input() {
    return Input.BINARY_PARTS;
  }

  @Override
  public void part(byte[] buffer, int offset, int length) {
    arrived(length, length);
    if (sameLoop()) {
      other().take(buffer, offset, length);
    } else {
      stage(buffer, offset, length);
    }
    pause().check();
  }

  @Override
  public void body(BodyType type, byte[] body) {
    arrived(body.length, body.length + OutgoingQueue.BODY_OVERHEAD);
    handOverStaged();
    other().deliver(new Mail.Body(type, Unpooled.wrappedBuffer(body)));
    pause().check();
  }

  /** Others of our peer have come or gone: more or less may be held before it has to wait. */
  void renewPause() {
    pause().renew();
  }

  private void arrived(int bytes, int held) {
    if (isTarget && tunnel.answer()) {
      load.pending().leave(tunnel);
    }
    tunnels.count(bytes);
    other().flow.add(held);
  }

  private void stage(byte[] buffer, int offset, int length) {
    ByteBuf stage = staged;
    if (stage != null && stage.writableBytes() < length) {
      handOverStaged();
      stage = null;
    }
    if (stage == null) {
      stage = OutgoingQueue.allocate(!stagedInThisRead, length);
      staged = stage;
      if (!stagedInThisRead) {
        stagedInThisRead = true;
        connection.afterRead(this::readIsOver);
      }
    }
    stage.writeBytes(buffer, offset, length);
  }

  private void readIsOver() {
    stagedInThisRead = false;
    handOverStaged();
  }

  private void handOverStaged() {
    ByteBuf stage = staged;
    if (stage != null) {
      staged = null;
      other().deliver(new Mail.Bytes(stage));
    }
  }

  @Override
  public void ended(SubstreamEnd end) {
    handOverStaged();
    EndReason reason = reasonOf(end);
    Mail mail =
        reason == EndReason.ENDED ? new Mail.End() : new Mail.Break(reason, tunnel.brokenMessage());
    finish(reason);
    other().deliver(mail);
  }

  private EndReason reasonOf(SubstreamEnd end) {
    boolean answered = !isTarget || tunnel.isAnswered();
    return switch (end) {
      case SubstreamEnd.Clean clean -> answered ? EndReason.ENDED : EndReason.NOT_TAKEN;
      case SubstreamEnd.Failed failed -> answered ? EndReason.BROKEN_OFF : EndReason.NOT_TAKEN;
      case SubstreamEnd.ConnectionLost lost -> EndReason.PEER_GONE;
    };
  }

  // ---- what the other leg hands over

  private void deliver(Mail mail) {
    if (connection.loop().eventLoop().inEventLoop()) {
      drain();
      open(mail);
    } else {
      mailbox.add(mail);
      if (drainScheduled.compareAndSet(false, true)) {
        connection.loop().eventLoop().execute(this::drain);
      }
    }
  }

  private void drain() {
    drainScheduled.set(false);
    for (Mail mail = mailbox.poll(); mail != null; mail = mailbox.poll()) {
      open(mail);
    }
  }

  private void open(Mail mail) {
    switch (mail) {
      case Mail.Open opening -> callTarget();
      case Mail.Bytes bytes -> take(bytes.bytes());
      case Mail.Body body -> take(body.type(), body.body());
      case Mail.End end -> endAfterData();
      case Mail.Break broken -> breakOff(broken.reason(), broken.message());
      case Mail.MakeWay slow -> makeWay(slow.reason());
    }
  }

  private boolean takesData() {
    return state == State.OPEN || state == State.OPENING;
  }

  private void take(byte[] buffer, int offset, int length) {
    if (takesData()) {
      queue.append(buffer, offset, length);
      wake();
    } else {
      release(length);
    }
  }

  private void take(ByteBuf bytes) {
    if (takesData()) {
      queue.append(bytes);
      wake();
    } else {
      release(bytes.readableBytes());
      bytes.release();
    }
  }

  private void take(BodyType type, ByteBuf body) {
    if (takesData()) {
      queue.append(type, body);
      wake();
    } else {
      release(body.readableBytes() + OutgoingQueue.BODY_OVERHEAD);
    }
  }

  private void wake() {
    if (!waitsForTurn && state != State.OPENING && !queue.isEmpty()) {
      waitsForTurn = true;
      connection.outbox().ready(this);
    }
  }

  @Override
  public boolean send(BoxPacker packer) {
    if (!queue.isEmpty()) {
      release(queue.send(packer, Objects.requireNonNull(substream).requestNumber()));
    }
    waitsForTurn = !queue.isEmpty();
    if (!waitsForTurn && state == State.ENDING) {
      Objects.requireNonNull(substream).end();
      finish(EndReason.ENDED);
    }
    return waitsForTurn;
  }

  @Override
  public void written(int bytes) {
    reader.took(bytes);
    release(bytes);
  }

  private void release(long bytes) {
    if (bytes == 0) {
      return;
    }
    flow.subtract(bytes);
    if (flow.mayResume()) {
      TunnelLeg source = other();
      if (sameLoop()) {
        source.pause().resume();
      } else {
        source.connection.loop().eventLoop().execute(source.pause()::resume);
      }
    }
  }

  private void endAfterData() {
    if (state == State.OPENING || (queue.isEmpty() && state == State.OPEN)) {
      if (substream != null) {
        substream.end();
      }
      finish(EndReason.ENDED);
    } else if (state == State.OPEN) {
      state = State.ENDING;
    }
  }

  private void breakOff(EndReason reason, String message) {
    if (state == State.ENDED) {
      return;
    }
    if (substream != null) {
      substream.fail(message);
    }
    finish(reason);
  }

  /** This leg is over: drops what it still had to send, and lets its peer's other tunnels go on. */
  private void finish(EndReason reason) {
    if (state == State.ENDED) {
      return;
    }
    if (state != State.OPENING) {
      load.remove(this);
    }
    state = State.ENDED;
    pause().end();
    connection.loop().remove(this);
    release(queue.size());
    queue.clear();
    tunnel.legEnded(reason);
  }

  /** The caller's leg breaks the tunnel if it may not lead any more where it does. */
  void rejudge(BiPredicate<FeedId, FeedId> mayLead) {
    if (!isTarget && !mayLead.test(connection.peer(), other().connection.peer())) {
      breakBoth(EndReason.NO_LONGER_ALLOWED);
    }
  }

  /** Ends the tunnel for another unless its target has answered it meanwhile; any thread. */
  void giveUpPlace() {
    connection
        .loop()
        .run(
            () -> {
              if (state != State.ENDED && !tunnel.isAnswered()) {
                breakBoth(EndReason.PLACE_TAKEN);
              }
            });
  }

  private void breakBoth(EndReason reason) {
    String message = tunnel.brokenMessage();
    breakOff(reason, message);
    other().deliver(new Mail.Break(reason, message));
  }

  /** Ends the tunnel if others still wait: another that was in their way may just have ended. */
  private void makeWay(EndReason reason) {
    if (pause().isPausing() && load.othersWait()) {
      breakBoth(reason);
    }
  }

  @Override
  public void tick(long now) {
    if (state == State.ENDED) {
      return;
    }
    load.awaited(connection.isAwaited());
    renewPause();
    if (isTarget && !tunnel.isAnswered() && now - began > tunnels.limits().answer().toNanos()) {
      breakBoth(EndReason.UNANSWERED);
      return;
    }
    EndReason slow =
        reader.look(flow, other().load.othersWait(), connection.outbox().lastProgress(), now);
    if (slow != null) {
      other().deliver(new Mail.MakeWay(slow));
    }
  }
}
