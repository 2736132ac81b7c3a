package alcove.door;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.http.WebSocketInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One socket at an HTTP door, from the moment it is accepted: it has to be done with a request's
 * header, and with TLS before that, in a limited time, which single bytes do not extend. Stands
 * first in the channel's pipeline, and leaves it when the socket becomes a peer's. Confined to the
 * channel's event loop, where nothing else is said.
 */
public final class HttpSocket extends ChannelInboundHandlerAdapter {
  /** A loop that comes round later than this was away, and cannot tell what came in time. */
  private static final long LATE = Duration.ofSeconds(1).toNanos();

  private final Channel channel;
  private final long patience;
  private final StreamShare streams;
  private final Consumer<HttpSocket> leaving;
  private @Nullable ScheduledFuture<?> deadline;
  private int requests;
  private @Nullable Duration quiet;
  private volatile boolean waiting = true;

  /**
   * A socket that was just accepted.
   *
   * @param patience for each header
   * @param streams for the time when it speaks HTTP/2
   * @param leaving told once, when it is closed or has become something else
   */
  HttpSocket(
      Channel channel, Duration patience, StreamShare streams, Consumer<HttpSocket> leaving) {
    this.channel = channel;
    this.patience = patience.toNanos();
    this.streams = streams;
    this.leaving = leaving;
  }

  /** That of a channel, if it is at an HTTP door. */
  static Optional<HttpSocket> of(Channel channel) {
    return Optional.ofNullable(channel.pipeline().get(HttpSocket.class));
  }

  /** That of a request, if it came through an HTTP door. */
  public static Optional<HttpSocket> of(HttpServerRequest request) {
    return request.connection() instanceof HttpServerConnection connection
        ? of(connection.channelHandlerContext().channel())
        : Optional.empty();
  }

  /** That of a WebSocket, if it came through an HTTP door and has not left it. */
  public static Optional<HttpSocket> of(ServerWebSocket socket) {
    return socket instanceof WebSocketInternal one
        ? of(one.channelHandlerContext().channel())
        : Optional.empty();
  }

  /** The header of a request is there. */
  public void begin() {
    requests++;
    waiting = false;
    cancel();
  }

  /** A request has got its answer. */
  public void end() {
    requests--;
    waiting = requests == 0;
    if (waiting && quiet != null && channel.isActive()) {
      closeIn(quiet.toNanos());
    }
  }

  /**
   * It speaks HTTP/2 from now on, where bytes need not begin a request: when none is under way it
   * may stay for a while, whatever else it says. While it does not take what it was sent, it is not
   * listened to either, so that nothing piles up by what it asks.
   */
  void multiplex(Duration inPeace) {
    quiet = inPeace;
  }

  /** The requests by HTTP/2 of its address. */
  StreamShare streams() {
    return streams;
  }

  /** It is a peer's WebSocket from now on, and counts as that. */
  public void leave() {
    if (channel.pipeline().context(this) != null) {
      channel.pipeline().remove(this);
    }
  }

  /** Whether nobody waits for an answer on it. Any thread. */
  boolean waits() {
    return waiting;
  }

  /** Closes it; any thread. */
  void close() {
    var _ = channel.close();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    closeIn(patience);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cancel();
    leaving.accept(this);
  }

  /** The first bytes after a request begin the next, unless they are the rest of its body. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (deadline == null && quiet == null && waits()) {
      closeIn(patience);
    }
    context.fireChannelRead(message);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (quiet != null) {
      channel.config().setAutoRead(channel.isWritable());
    }
    context.fireChannelWritabilityChanged();
  }

  private void closeIn(long nanos) {
    cancel();
    long due = channel.eventLoop().ticker().nanoTime() + nanos;
    deadline = channel.eventLoop().schedule(() -> tooLate(due, nanos), nanos, TimeUnit.NANOSECONDS);
  }

  private void tooLate(long due, long nanos) {
    if (channel.eventLoop().ticker().nanoTime() - due > LATE) {
      closeIn(nanos);
    } else {
      close();
    }
  }

  private void cancel() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}
