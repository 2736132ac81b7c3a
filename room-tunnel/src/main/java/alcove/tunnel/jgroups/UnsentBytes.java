package alcove.tunnel.jgroups;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that wait for the other side of a connection to take them, in their order. Who writes never
 * waits: beyond {@value #MOST} bytes, or when nothing was taken for {@value #SECONDS} seconds,
 * writing fails. One thread takes. Thread-safe.
 */
final class UnsentBytes extends OutputStream {
  /** As much as may wait in a {@link NodeOutbox}. */
  static final int MOST = 32 << 20;

  private static final int SECONDS = 5;

  private final LongSupplier nanos;
  private final Deque<byte[]> queue = new ArrayDeque<>();

  /** Those in the queue, and those that were handed out and are not yet taken. */
  private int bytes;

  /** When bytes began to wait or were last taken. */
  private long moved;

  private boolean ended;

  /**
   * None yet.
   *
   * @param nanos a clock as {@link System#nanoTime}
   */
  UnsentBytes(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  /**
   * Puts a copy behind all others.
   *
   * @throws SocketException if the other side takes nothing, or after {@link #end}
   */
  @Override
  public synchronized void write(byte[] from, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, from.length);
    long now = nanos.getAsLong();
    if (ended) {
      throw new SocketException("closed");
    }
    if (length > MOST - bytes || isStuck(now)) {
      throw new SocketException(bytes + " bytes are not taken");
    }
    if (length > 0) {
      moved = bytes == 0 ? now : moved;
      bytes += length;
      queue.add(Arrays.copyOfRange(from, offset, offset + length));
      notifyAll();
    }
  }

  private boolean isStuck(long now) {
    return bytes > 0 && now - moved > TimeUnit.SECONDS.toNanos(SECONDS);
  }

  /** The next ones, or null after the last; waits for them. */
  synchronized byte @Nullable [] next() throws InterruptedException {
    while (queue.isEmpty() && !ended) {
      wait();
    }
    return queue.poll();
  }

  /** Gives room for as many bytes again: the other side took them. */
  synchronized void taken(int length) {
    bytes -= length;
    moved = nanos.getAsLong();
  }

  /** Takes no more; those that wait still go out. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public void close() {
    end();
  }
}
