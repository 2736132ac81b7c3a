package alcove.tunnel.simulation;

import alcove.tunnel.net.SimulatedEnd;
import alcove.tunnel.net.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A socket of the room whose other end is a {@link SimulatedPeer}, with the two systems in between:
 * what the peer has sent comes in pieces of any length, and what the room writes is taken as far as
 * the peer's system has room. As with Netty's sockets, one that is found closed while it is paused
 * tells so at once, and the bytes before that when it is resumed.
 */
final class SimulatedWire implements Wire, Mover {
  /** The way in which the peer has ended the stream. */
  enum End {
    NONE,
    IN_ORDER,
    RESET
  }

  private record Write(ByteBuf bytes, Runnable done) {}

  private final World world;
  private final SimulatedLoop loop;
  private final String name;
  private final String transport;
  private final int capacity;
  private final int largestRead;

  private final ByteBuf incoming = Unpooled.buffer();
  private End end = End.NONE;
  private boolean isCut;
  private @Nullable Receiver receiver;
  private boolean paused;
  private int readsBehindPause;
  private final ByteBuf held = Unpooled.buffer();
  private @Nullable SimulatedEnd endAfterData;
  private boolean hungUpTold;
  private boolean closedTold;

  private final ArrayDeque<Write> outgoing = new ArrayDeque<>();
  private final ArrayDeque<Runnable> failed = new ArrayDeque<>();
  private int outgoingBytes;
  private final ByteBuf toPeer = Unpooled.buffer();
  private boolean closing;
  private boolean isReset;
  private boolean isDown;
  private long downAt;
  private long progress;
  private int mostOutgoing;

  /**
   * A socket on {@code loop}.
   *
   * @param capacity what the peer's system takes before the peer reads
   * @param largestRead what the room reads at once, at most
   */
  SimulatedWire(
      World world,
      SimulatedLoop loop,
      String name,
      String transport,
      int capacity,
      int largestRead) {
    this.world = world;
    this.loop = loop;
    this.name = name;
    this.transport = transport;
    this.capacity = capacity;
    this.largestRead = largestRead;
    world.add(this);
    loop.add(this);
  }

  // What the peer does.

  void send(ByteBuf bytes) {
    if (end == End.NONE && !isCut) {
      incoming.discardSomeReadBytes();
      incoming.writeBytes(bytes);
    }
  }

  /** Ends the stream; what was sent before is lost with {@link End#RESET}. */
  void end(End how) {
    if (end == End.NONE && !isCut) {
      end = how;
      toPeer.clear();
      if (how == End.RESET) {
        incoming.clear();
      }
    }
  }

  /** From now on nothing gets through in either direction. */
  void cut() {
    isCut = true;
  }

  /** What is sent gets through again. */
  void mend() {
    isCut = false;
  }

  int unread() {
    return isCut ? 0 : toPeer.readableBytes();
  }

  /** At most {@code most} of the bytes that have come. */
  byte[] take(int most) {
    byte[] bytes = new byte[Math.min(most, unread())];
    toPeer.readBytes(bytes);
    toPeer.discardSomeReadBytes();
    progress += bytes.length;
    return bytes;
  }

  /** What the peer has sent and the room has not read. */
  int unreadByRoom() {
    return incoming.readableBytes();
  }

  /** Whether the room has closed it, and the peer has read everything. */
  boolean isOverForPeer() {
    return isDown && unread() == 0 && end == End.NONE && !isCut;
  }

  /** Whether the room's socket is closed, or will be. */
  boolean isClosedByRoom() {
    return isDown || closing;
  }

  boolean isDown() {
    return isDown;
  }

  /** Whether the room has done with it, but for what is on its way to the peer. */
  boolean isForgotten() {
    return closedTold || closing || isReset;
  }

  /** Whether the room knows that it is gone, by when it is not counted any more. */
  boolean isGone() {
    return closedTold || (isReset && receiver == null);
  }

  /** When the room's socket was closed, if it is. */
  long downAt() {
    return downAt;
  }

  boolean isPaused() {
    return paused;
  }

  SimulatedLoop loop() {
    return loop;
  }

  /** The most that waited here for the peer's system at once, in bytes. */
  int mostOutgoing() {
    return mostOutgoing;
  }

  int outgoingBytes() {
    return outgoingBytes;
  }

  // What the room's system does.

  @Override
  public boolean isReady() {
    return !loop.isBlocked()
        && !world.isBusy(loop)
        && receiver != null
        && !closedTold
        && (canRead() || canFlush() || canTellEnd() || !failed.isEmpty());
  }

  private boolean canRead() {
    return incoming.isReadable() && (!paused || readsBehindPause > 0) && !isDown;
  }

  private boolean canFlush() {
    return !isDown
        && !isCut
        && ((!outgoing.isEmpty() && (toPeer.readableBytes() < capacity || end != End.NONE))
            || (closing && outgoing.isEmpty()));
  }

  private boolean canTellEnd() {
    return !hungUpTold && (isDown || (end != End.NONE && (paused || !incoming.isReadable())));
  }

  @Override
  public void step(Chance chance) {
    int kind = chance.below(4);
    if (!failed.isEmpty() && kind == 0) {
      world.run(loop, Objects.requireNonNull(failed.poll()));
    } else if (canRead() && kind < 3) {
      read(chance.oneIn(3) ? chance.between(1, 40) : chance.between(1, largestRead));
    } else if (canFlush()) {
      world.run(loop, () -> flush(chance.length(capacity)));
    } else if (canTellEnd()) {
      tellEnd();
    } else if (canRead()) {
      read(largestRead);
    } else if (!failed.isEmpty()) {
      world.run(loop, Objects.requireNonNull(failed.poll()));
    }
  }

  /** Reads as much as there is, up to what is read at once. */
  void readWhole() {
    if (receiver != null && !closedTold && canRead()) {
      read(largestRead);
    }
  }

  private void read(int most) {
    if (paused) {
      readsBehindPause--;
    }
    handOver(incoming, Math.min(most, incoming.readableBytes()));
  }

  private void handOver(ByteBuf from, int length) {
    ByteBuf bytes =
        transport.equals("tcp")
            ? PooledByteBufAllocator.DEFAULT.directBuffer(length)
            : Unpooled.buffer(length);
    bytes.writeBytes(from, length);
    world.run(loop, () -> Objects.requireNonNull(receiver).bytes(bytes));
    bytes.release();
  }

  private void flush(int most) {
    int left = most;
    while (left > 0 && !outgoing.isEmpty()) {
      Write head = outgoing.element();
      int room = end == End.NONE ? capacity - toPeer.readableBytes() : Integer.MAX_VALUE;
      int length = Math.min(Math.min(left, room), head.bytes.readableBytes());
      if (length == 0 && head.bytes.isReadable()) {
        return;
      }
      if (end == End.NONE) {
        toPeer.writeBytes(head.bytes, length);
      } else {
        head.bytes.skipBytes(length);
      }
      left -= length;
      progress += length;
      outgoingBytes -= length;
      if (!head.bytes.isReadable()) {
        outgoing.remove();
        head.bytes.release();
        head.done.run();
      }
    }
    if (closing && outgoing.isEmpty()) {
      isDown = true;
      downAt = world.now();
    }
  }

  /** What cannot be sent any more is over a little later. */
  private void fail(int length, Runnable done) {
    failed.add(
        () -> {
          outgoingBytes -= length;
          done.run();
        });
  }

  private void goDown() {
    isDown = true;
    downAt = world.now();
    for (Write each : outgoing) {
      int length = each.bytes.readableBytes();
      each.bytes.release();
      fail(length, each.done);
    }
    outgoing.clear();
  }

  /** What the system still has is read whole when the end is found, and held back if paused. */
  private void tellEnd() {
    if (!isDown) {
      held.writeBytes(incoming);
      goDown();
    }
    hungUpTold = true;
    world.run(loop, Objects.requireNonNull(endAfterData)::closed);
  }

  private void handOverHeld() {
    while (!paused && held.isReadable()) {
      handOver(held, Math.min(largestRead, held.readableBytes()));
    }
  }

  /** Notes that the receiver knows the end, by when all bytes must have been handed over. */
  private final class Front implements Receiver {
    private final Receiver behind;

    Front(Receiver behind) {
      this.behind = behind;
    }

    @Override
    public void bytes(ByteBuf bytes) {
      behind.bytes(bytes);
    }

    @Override
    public void hungUp() {
      behind.hungUp();
    }

    @Override
    public void closed() {
      if (closedTold || paused || held.isReadable()) {
        world.violate("the end of a wire was told too early, or twice");
      }
      closedTold = true;
      behind.closed();
      failed.forEach(done -> world.run(loop, done));
      loop.remove(SimulatedWire.this);
      world.remove(SimulatedWire.this);
    }
  }

  // What the room does.

  private void requireLoop() {
    if (world.running() != loop) {
      world.violate("a wire was touched away from its event loop");
    }
  }

  @Override
  public SimulatedLoop eventLoop() {
    return loop;
  }

  @Override
  public String transport() {
    return transport;
  }

  @Override
  public void start(Receiver by) {
    requireLoop();
    receiver = new Front(by);
    endAfterData = new SimulatedEnd(loop, receiver);
  }

  @Override
  public void write(ByteBuf bytes, Runnable done) {
    requireLoop();
    if (!bytes.isReadable()) {
      world.violate("nothing was written");
    }
    if (isDown) {
      int length = bytes.readableBytes();
      bytes.release();
      outgoingBytes += length;
      fail(length, done);
      return;
    }
    if (closing) {
      world.violate("something was written after the end");
    }
    outgoing.add(new Write(bytes, done));
    outgoingBytes += bytes.readableBytes();
    mostOutgoing = Math.max(mostOutgoing, outgoingBytes);
    if (!isCut && !world.chance().oneIn(4)) {
      flush(Integer.MAX_VALUE);
    }
  }

  @Override
  public long progress() {
    return progress;
  }

  @Override
  public void pause() {
    requireLoop();
    paused = true;
    readsBehindPause = world.chance().oneIn(4) ? 1 : 0;
    Objects.requireNonNull(endAfterData).paused();
  }

  @Override
  public void resume() {
    requireLoop();
    paused = false;
    if (held.isReadable()) {
      loop.execute(this::handOverHeld);
    }
    Objects.requireNonNull(endAfterData).resumed();
  }

  @Override
  public void probe() {
    requireLoop();
  }

  @Override
  public void close() {
    requireLoop();
    world.note("the room closes " + name);
    if (!isDown) {
      closing = true;
    }
  }

  @Override
  public void reset() {
    requireLoop();
    world.note("the room resets " + name);
    isReset = true;
    if (!isDown) {
      goDown();
      if (world.chance().oneIn(2)) {
        toPeer.clear();
      }
    }
  }
}
