package alcove.tunnel.net;

import alcove.tunnel.boxstream.BoxEncoder;
import alcove.tunnel.muxrpc.codec.Packet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that waits to be sent on one connection. Confined to its event loop.
 *
 * <p>Packets of calls go first, then the lists of attendants, then tunnels in turn, one packet of
 * 16 KiB at most each. Boxes are sealed only while less than 64 KiB are on their way to the
 * operating system, so the turns are felt on the wire; what is begun just below that may fill one
 * box more, or as many as a string or JSON body of a tunnel takes. Whatever is asked for within one
 * run of the event loop leaves in one write.
 */
public final class Outbox {
  static final int MAX_CONTROL = 256 << 10;
  private static final int AHEAD = 64 << 10;
  private static final int SMALLEST_BUFFER = 512;
  private static final int LARGEST_BUFFER = AHEAD + 2 * (BoxEncoder.HEADER + BoxEncoder.MAX_BODY);
  private static final int BATCHES_PER_RUN = 4;

  private final Wire wire;
  private final PeerLoop loop;
  private final BoxEncoder encoder;
  private final Runnable onPileUp;

  private final ArrayDeque<Packet> control = new ArrayDeque<>(2);
  private final ArrayDeque<Sender> urgent = new ArrayDeque<>(1);
  private final ArrayDeque<Sender> ready = new ArrayDeque<>(1);
  private int headPosition;
  private long controlBytes;
  private int bufferLength = SMALLEST_BUFFER;
  private int ahead;
  private long lastProgress;
  private long wireProgress;
  private boolean scheduled;
  private boolean piledUp;
  private boolean closed;
  private @Nullable Runnable afterGoodbye;

  Outbox(Wire wire, PeerLoop loop, BoxEncoder encoder, Runnable onPileUp) {
    this.wire = wire;
    this.loop = loop;
    this.encoder = encoder;
    this.onPileUp = onPileUp;
    this.lastProgress = loop.now();
  }

  /**
   * Queues one packet of a call, ahead of all tunnels. Too many of them waiting are a pile-up, told
   * once, after which no more are taken; the one that is just being sent does not count, for a list
   * of all attendants may be long.
   */
  public void control(Packet packet) {
    if (closed || piledUp || afterGoodbye != null) {
      return;
    }
    Packet head = control.peek();
    if (head != null && controlBytes - (head.length() - headPosition) > MAX_CONTROL) {
      piledUp = true;
      onPileUp.run();
      return;
    }
    queue(packet);
  }

  private void queue(Packet packet) {
    noteWork();
    control.add(packet);
    controlBytes += packet.length();
    schedule();
  }

  /** Whether packets of calls wait because the peer does not take what was sent before. */
  public boolean isBehind() {
    return !control.isEmpty() && ahead > 0;
  }

  /** Gives {@code sender} a turn among the tunnels; it must not be waiting for one already. */
  public void ready(Sender sender) {
    enqueue(ready, sender);
  }

  /** Gives {@code sender} a turn before all tunnels; it must not be waiting for one already. */
  public void urgent(Sender sender) {
    enqueue(urgent, sender);
  }

  private void enqueue(ArrayDeque<Sender> queue, Sender sender) {
    if (!closed && afterGoodbye == null) {
      noteWork();
      queue.add(sender);
      schedule();
    }
  }

  /** Sends the goodbyes of both layers after all calls' packets, then runs {@code then}. */
  void goodbye(Runnable then) {
    if (!closed && afterGoodbye == null) {
      ready.clear();
      urgent.clear();
      queue(Packet.goodbye());
      afterGoodbye = then;
    }
  }

  /** Drops everything. */
  void close() {
    closed = true;
    control.clear();
    urgent.clear();
    ready.clear();
  }

  /** When the peer last took something, by the loop's clock in nanoseconds. */
  public long lastProgress() {
    return lastProgress;
  }

  /**
   * Whether something waits and the peer, its system included, has taken nothing {@code within}
   * that time. To be asked once a second.
   */
  boolean isStalled(Duration within, long now) {
    if (ahead > 0 && wireProgress != (wireProgress = wire.progress())) {
      lastProgress = loop.now();
    }
    return (!isIdle() || ahead > 0) && now - lastProgress > within.toNanos();
  }

  private boolean isIdle() {
    return control.isEmpty() && urgent.isEmpty() && ready.isEmpty();
  }

  private void noteWork() {
    if (isIdle() && ahead == 0) {
      lastProgress = loop.now();
    }
  }

  private void schedule() {
    if (!scheduled && ahead < AHEAD) {
      scheduled = true;
      loop.eventLoop().execute(this::pump);
    }
  }

  private void pump() {
    scheduled = false;
    for (int batch = 0; batch < BATCHES_PER_RUN && !closed && ahead < AHEAD && !isIdle(); batch++) {
      sendBatch();
    }
    if (!closed && !isIdle()) {
      schedule();
    }
  }

  private void sendBatch() {
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(bufferLength);
    try {
      sendBatch(out);
    } catch (RuntimeException | Error fault) {
      // What was sealed is lost, and the peer could open nothing that is sealed after it.
      close();
      out.release();
      wire.reset();
      throw fault;
    }
  }

  private void sendBatch(ByteBuf out) {
    BoxPacker packer = new BoxPacker(encoder, loop, out, AHEAD - ahead);
    List<Turn> turns = new ArrayList<>(4);
    while (!packer.isFull() && !closed) {
      if (!control.isEmpty()) {
        packControl(packer);
      } else if (!urgent.isEmpty()) {
        take(urgent, packer, turns);
      } else if (!ready.isEmpty()) {
        take(ready, packer, turns);
      } else {
        break;
      }
    }
    boolean last = afterGoodbye != null && isIdle();
    if (last) {
      packer.goodbye();
    }
    int length = out.readableBytes();
    if (length == 0) {
      // Those who had a turn had nothing to say after all.
      out.release();
      return;
    }
    bufferLength = Math.clamp(Integer.highestOneBit(length) * 2L, SMALLEST_BUFFER, LARGEST_BUFFER);
    ahead += length;
    Runnable then = last ? afterGoodbye : null;
    wire.write(out, () -> written(length, turns, then));
  }

  private void packControl(BoxPacker packer) {
    Packet head = control.element();
    int reached = packer.packet(head, headPosition);
    controlBytes -= reached - headPosition;
    headPosition = reached;
    if (reached == head.length()) {
      control.remove();
      headPosition = 0;
    }
  }

  private static void take(ArrayDeque<Sender> queue, BoxPacker packer, List<Turn> turns) {
    Sender sender = queue.remove();
    int before = packer.packed();
    if (sender.send(packer)) {
      queue.add(sender);
    }
    Turn.add(turns, sender, packer.packed() - before);
  }

  private void written(int length, List<Turn> turns, @Nullable Runnable then) {
    ahead -= length;
    lastProgress = loop.now();
    for (Turn turn : turns) {
      turn.sender().written(turn.bytes());
    }
    if (then != null) {
      then.run();
    } else if (!closed && !isIdle()) {
      schedule();
    }
  }

  /** What one sender put into a batch. */
  private record Turn(Sender sender, int bytes) {
    static void add(List<Turn> turns, Sender sender, int bytes) {
      if (bytes == 0) {
        return;
      }
      Turn last = turns.isEmpty() ? null : turns.getLast();
      if (last != null && last.sender.equals(sender)) {
        turns.set(turns.size() - 1, new Turn(sender, last.bytes + bytes));
      } else {
        turns.add(new Turn(sender, bytes));
      }
    }
  }
}
