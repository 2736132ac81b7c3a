package alcove.tunnel.splice;

import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.net.BoxPacker;
import alcove.tunnel.net.Outbox;
import alcove.tunnel.net.Sender;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a {@link PeerLeg}: keeps what the other end hands over, and sends it to the
 * peer in turn with its other tunnels. Confined to the peer's event loop, but for its {@link Flow}.
 *
 * <p>A clean end waits behind the data before it; a broken tunnel discards it. After the end it
 * sends nothing: the peer would take it for a new call.
 */
final class ToPeer implements Sender {
  private enum State {
    OPENING,
    OPEN,
    ENDING,
    ENDED
  }

  private final Outbox outbox;
  private final Flow flow;
  private final SlowReader reader;
  private final Runnable onTaken;
  private final Runnable onEnded;
  private final OutgoingQueue queue = new OutgoingQueue();
  private State state = State.OPENING;
  private @Nullable Substream substream;
  private boolean waitsForTurn;

  /**
   * A half that keeps what it gets until {@link #open}.
   *
   * @param onTaken runs when so much was taken that the source may be read from again
   * @param onEnded runs when the end that waited behind the data is sent
   */
  ToPeer(Outbox outbox, Flow flow, SlowReader reader, Runnable onTaken, Runnable onEnded) {
    this.outbox = outbox;
    this.flow = flow;
    this.reader = reader;
    this.onTaken = onTaken;
    this.onEnded = onEnded;
  }

  /** What is held for the peer. */
  Flow flow() {
    return flow;
  }

  /** Whether it was opened, or has ended before that. */
  boolean isBegun() {
    return state != State.OPENING;
  }

  boolean isEnded() {
    return state == State.ENDED;
  }

  /** Sends on {@code to} from now on. */
  void open(Substream to, long now) {
    substream = to;
    state = State.OPEN;
    reader.begin(now);
    wake();
  }

  private boolean takesData() {
    return state == State.OPEN || state == State.OPENING;
  }

  /** Copies binary bytes in. */
  void take(byte[] buffer, int offset, int length) {
    if (takesData()) {
      queue.append(buffer, offset, length);
      wake();
    } else {
      release(length);
    }
  }

  /** Takes binary bytes over. */
  void take(ByteBuf bytes) {
    if (takesData()) {
      queue.append(bytes);
      wake();
    } else {
      release(bytes.readableBytes());
      bytes.release();
    }
  }

  /** Takes one whole string or JSON body over. */
  void take(BodyType type, ByteBuf body) {
    if (takesData()) {
      queue.append(type, body);
      wake();
    } else {
      release(body.readableBytes() + OutgoingQueue.BODY_OVERHEAD);
      body.release();
    }
  }

  private void wake() {
    if (!waitsForTurn && state != State.OPENING && !queue.isEmpty()) {
      waitsForTurn = true;
      outbox.ready(this);
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
      onEnded.run();
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
      onTaken.run();
    }
  }

  /** Ends in good order when the data is sent; says whether that is now. */
  boolean endAfterData() {
    if (state == State.OPENING || (queue.isEmpty() && state == State.OPEN)) {
      if (substream != null) {
        substream.end();
      }
      return true;
    }
    if (state == State.OPEN) {
      state = State.ENDING;
    }
    return false;
  }

  /** Ends with an error that the peer gets to read, if it was called at all. */
  void fail(String message) {
    if (substream != null) {
      substream.fail(message);
    }
  }

  /** Drops what is not sent, and takes nothing any more. */
  void close() {
    state = State.ENDED;
    release(queue.size());
    queue.clear();
  }

  /**
   * Judges the peer by what it takes, once a second.
   *
   * @param others who else waits for the source
   * @return why the tunnel has to make way, as long as it does; otherwise null
   */
  @Nullable EndReason judgeReader(Waiting others, long now) {
    return reader.judge(flow, others, outbox.lastProgress(), now);
  }
}
