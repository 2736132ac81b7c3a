package alcove.tunnel.presence;

import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.net.PeerConnection;
import java.time.Duration;

/**
 * One subscription to {@code tunnel.endpoints}, which repeats the whole list at each change: at
 * most once a second, and no more than 16 KiB a second. Its dates belong to {@link Attendance}, its
 * substream to its connection's event loop.
 */
final class EndpointsSubscriber implements Subscriber {
  private static final long SHORTEST = Duration.ofSeconds(1).toNanos();
  private static final int BYTES_PER_SECOND = 16 << 10;
  private static final byte[] NOBODY = Json.encode(Json.array());

  private final PeerConnection connection;
  private final Substream substream;
  private long notBefore = Long.MIN_VALUE;
  private volatile boolean due = true;

  EndpointsSubscriber(PeerConnection connection, Substream substream) {
    this.connection = connection;
    this.substream = substream;
  }

  @Override
  public PeerConnection connection() {
    return connection;
  }

  @Override
  public Substream substream() {
    return substream;
  }

  /**
   * Not an error: the clients of the first rooms have nobody to catch it, and it ends their
   * process.
   */
  @Override
  public void refuse() {
    connection
        .loop()
        .eventLoop()
        .execute(
            () -> {
              substream.send(BodyType.JSON, NOBODY);
              substream.end();
            });
  }

  void changed() {
    due = true;
  }

  /** Whether it waits for a list and may have one {@code now}, in nanoseconds. */
  boolean mayHave(long now) {
    return due && now >= notBefore;
  }

  void send(byte[] list, long now) {
    due = false;
    long pace = SHORTEST * list.length / BYTES_PER_SECOND;
    notBefore = now + Math.max(SHORTEST, pace);
    connection.loop().eventLoop().execute(() -> sendUnlessBehind(list));
  }

  /** One that is still reading an earlier list gets the newest one later instead of all. */
  private void sendUnlessBehind(byte[] list) {
    if (substream.isOpen() && connection.outbox().isBehind()) {
      due = true;
    } else {
      substream.send(BodyType.JSON, list);
    }
  }
}
