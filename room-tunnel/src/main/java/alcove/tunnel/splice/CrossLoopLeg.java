package alcove.tunnel.splice;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.net.PeerLoop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.internal.PlatformDependent;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A leg that lives on another event loop than its source: what is meant for it waits in a mailbox,
 * a whole read's worth of bytes as one piece, and one drain is scheduled for all that has gathered.
 * Confined to the source's event loop.
 */
final class CrossLoopLeg implements Leg {
  private final Leg leg;
  private final EventLoop eventLoop;
  private final Queue<Runnable> mailbox = PlatformDependent.newMpscQueue();
  private final AtomicBoolean drainScheduled = new AtomicBoolean();
  private final ReadStage stage;

  /**
   * A way to {@code leg}.
   *
   * @param loop where it lives
   * @param afterRead runs something when what the source reads now has been handed over
   */
  CrossLoopLeg(Leg leg, PeerLoop loop, Consumer<Runnable> afterRead) {
    this.leg = leg;
    this.eventLoop = loop.eventLoop();
    this.stage =
        new ReadStage(
            OutgoingQueue.CHUNK,
            OutgoingQueue::allocate,
            afterRead,
            staged -> mail(() -> leg.take(staged)));
  }

  @Override
  public FeedId peer() {
    return leg.peer();
  }

  @Override
  public Flow flow() {
    return leg.flow();
  }

  @Override
  public Waiting othersWait() {
    return leg.othersWait();
  }

  @Override
  public void take(byte[] buffer, int offset, int length) {
    stage.add(buffer, offset, length);
  }

  @Override
  public void take(ByteBuf bytes) {
    afterStaged(() -> leg.take(bytes));
  }

  @Override
  public void open() {
    afterStaged(leg::open);
  }

  @Override
  public void take(BodyType type, ByteBuf body) {
    afterStaged(() -> leg.take(type, body));
  }

  @Override
  public void end() {
    afterStaged(leg::end);
  }

  @Override
  public void breakOff(EndReason reason, String message) {
    afterStaged(() -> leg.breakOff(reason, message));
  }

  @Override
  public void makeWay(EndReason reason) {
    afterStaged(() -> leg.makeWay(reason));
  }

  @Override
  public void resume() {
    eventLoop.execute(leg::resume);
  }

  private void afterStaged(Runnable letter) {
    stage.handOver();
    mail(letter);
  }

  private void mail(Runnable letter) {
    mailbox.add(letter);
    if (drainScheduled.compareAndSet(false, true)) {
      eventLoop.execute(this::drain);
    }
  }

  private void drain() {
    drainScheduled.set(false);
    for (Runnable letter = mailbox.poll(); letter != null; letter = mailbox.poll()) {
      letter.run();
    }
  }
}
