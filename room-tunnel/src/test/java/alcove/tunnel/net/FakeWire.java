package alcove.tunnel.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A wire whose other end is the test. */
public final class FakeWire implements Wire {
  private final EventLoop eventLoop;
  private final List<byte[]> writes = new ArrayList<>();
  private final ArrayDeque<Runnable> unfinished = new ArrayDeque<>();
  private @Nullable Receiver receiver;
  private boolean slow;
  private boolean paused;
  private boolean closed;
  private long progress;
  private boolean reset;

  public FakeWire(EventLoop eventLoop) {
    this.eventLoop = eventLoop;
  }

  /** From now on writes take until {@link #finishWrites}. */
  public void takeNothing() {
    slow = true;
  }

  /** From now on writes are done at once again, and those that are not yet are done. */
  public void takeAtOnce() {
    slow = false;
    finishWrites();
  }

  public void finishWrites() {
    List<Runnable> all = List.copyOf(unfinished);
    unfinished.clear();
    all.forEach(Runnable::run);
  }

  /** The peer's system takes something, although no write is over. */
  public void takeALittle() {
    progress++;
  }

  /** All that was written since the last call, write by write. */
  public List<byte[]> takeWrites() {
    List<byte[]> taken = List.copyOf(writes);
    writes.clear();
    return taken;
  }

  public boolean isPaused() {
    return paused;
  }

  public boolean isClosed() {
    return closed;
  }

  public boolean isReset() {
    return reset;
  }

  public Receiver receiver() {
    return Objects.requireNonNull(receiver);
  }

  @Override
  public EventLoop eventLoop() {
    return eventLoop;
  }

  @Override
  public String transport() {
    return "fake";
  }

  @Override
  public void start(Receiver by) {
    receiver = by;
  }

  @Override
  public void write(ByteBuf bytes, Runnable done) {
    writes.add(ByteBufUtil.getBytes(bytes));
    bytes.release();
    if (slow) {
      unfinished.add(done);
    } else {
      done.run();
    }
  }

  @Override
  public long progress() {
    return progress;
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
  }

  @Override
  public void probe() {}

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public void reset() {
    reset = true;
  }
}
