package alcove.door;

import alcove.limits.TokenBucket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The bounds of one connection by HTTP/2 that Netty and Vert.x do not keep, from its first SETTINGS
 * frame on. A stream counts as a request that is under way until it is closed, so until its answer
 * was taken. Confined to the channel's event loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113</a>, sections 5.1.2, 8.1 and 10.5
 */
public final class Http2Guard extends Http2FrameListenerDecorator {
  /** Looks so often in the time that an answer has. */
  private static final int LOOKS = 4;

  /** Shorter DATA frames cost more than they carry. */
  private static final int SMALL = 64;

  private final Http2ConnectionHandler handler;
  private final ChannelHandlerContext context;
  private final HttpSocket socket;
  private final Http2Limits limits;
  private final TokenBucket frames;
  private final Http2Connection.PropertyKey counted;
  private final Http2Connection.PropertyKey looks;
  private boolean looking;

  private Http2Guard(
      Http2ConnectionHandler handler,
      ChannelHandlerContext context,
      HttpSocket socket,
      Http2Limits limits) {
    super(handler.decoder().frameListener());
    this.handler = handler;
    this.context = context;
    this.socket = socket;
    this.limits = limits;
    this.frames =
        new TokenBucket(
            limits.framesPerSecond(), limits.frames(), context.executor().ticker()::nanoTime);
    this.counted = handler.connection().newKey();
    this.looks = handler.connection().newKey();
  }

  /**
   * Guards a connection from now on, if it is one by HTTP/2; on its event loop. One that no door
   * has counted is closed.
   */
  public static void guard(HttpConnection connection, Http2Limits limits) {
    if (connection.protocolVersion() != HttpVersion.HTTP_2
        || !(connection instanceof HttpServerConnection server)) {
      return;
    }
    var context = server.channelHandlerContext();
    // What becomes of a connection is its other side's business, and Netty closes it.
    connection.exceptionHandler(_ -> {});
    HttpSocket.of(context.channel())
        .ifPresentOrElse(
            socket -> guard((Http2ConnectionHandler) context.handler(), context, socket, limits),
            connection::close);
  }

  /** The same for what is below. */
  static void guard(
      Http2ConnectionHandler handler,
      ChannelHandlerContext context,
      HttpSocket socket,
      Http2Limits limits) {
    var guard = new Http2Guard(handler, context, socket, limits);
    handler.decoder().frameListener(guard);
    handler.connection().addListener(guard.new Streams());
    // Otherwise it would hold only once the other side has acknowledged our settings.
    handler.connection().remote().maxActiveStreams(limits.streams());
    guard.forgetHeaders();
    socket.multiplex(limits.quiet());
  }

  /** However much the other side would remember of our headers, we need not. */
  private void forgetHeaders() {
    var headers = handler.encoder().configuration().headersConfiguration();
    if (headers.maxHeaderTableSize() > Http2Limits.HEADER_TABLE) {
      try {
        headers.maxHeaderTableSize(Http2Limits.HEADER_TABLE);
      } catch (Http2Exception outOfRange) {
        throw new IllegalStateException(outOfRange);
      }
    }
  }

  private void admit(int id) throws Http2Exception {
    var stream = handler.connection().stream(id);
    if (stream == null || stream.getProperty(counted) != null) {
      return;
    }
    if (!socket.streams().take(stream)) {
      throw Http2Exception.streamError(id, Http2Error.REFUSED_STREAM, "too many requests at once");
    }
    stream.setProperty(counted, true);
    socket.begin();
    lookLater();
  }

  private void spend() throws Http2Exception {
    if (!frames.tryTake()) {
      throw Http2Exception.connectionError(
          Http2Error.ENHANCE_YOUR_CALM, "too many frames that carry no request");
    }
  }

  private void lookLater() {
    if (!looking) {
      looking = true;
      var _ =
          context
              .executor()
              .schedule(this::look, limits.taking().toNanos() / LOOKS, TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    looking = false;
    for (Http2Stream stream : streams()) {
      boolean waits = waits(stream);
      int before = stream.getProperty(looks) instanceof Integer times ? times : 0;
      stream.setProperty(looks, waits ? before + 1 : 0);
      if (waits && before == LOOKS) {
        reset(stream, Http2Error.CANCEL);
      }
    }
    if (handler.connection().numActiveStreams() > 0) {
      ping();
      lookLater();
    }
  }

  /** Who takes an answer that goes on and on says nothing else by which it is known to be there. */
  private void ping() {
    var _ = handler.encoder().writePing(context, false, 0, context.newPromise());
    context.flush();
  }

  /**
   * Whether its reader lets an answer wait that has begun. What may not be written at all stays in
   * the queues of Vert.x, where Netty knows nothing of it.
   */
  private boolean waits(Http2Stream stream) {
    var flow = handler.encoder().flowController();
    return flow.hasFlowControlled(stream) || (stream.isHeadersSent() && !flow.isWritable(stream));
  }

  private List<Http2Stream> streams() {
    List<Http2Stream> all = new ArrayList<>();
    try {
      handler.connection().forEachActiveStream(all::add);
    } catch (Http2Exception never) {
      throw new IllegalStateException(never);
    }
    return all;
  }

  private void reset(Http2Stream stream, Http2Error why) {
    var _ = handler.resetStream(context, stream.id(), why.code(), context.newPromise());
    context.flush();
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean end)
      throws Http2Exception {
    admit(id);
    super.onHeadersRead(ctx, id, headers, padding, end);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int id,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean end)
      throws Http2Exception {
    admit(id);
    super.onHeadersRead(ctx, id, headers, dependency, weight, exclusive, padding, end);
  }

  @Override
  public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end)
      throws Http2Exception {
    if (data.readableBytes() < SMALL && !end) {
      spend();
    }
    return super.onDataRead(ctx, id, data, padding, end);
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext ctx, int id, int dependency, short weight, boolean exclusive)
      throws Http2Exception {
    spend();
    super.onPriorityRead(ctx, id, dependency, weight, exclusive);
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int id, long code) throws Http2Exception {
    spend();
    super.onRstStreamRead(ctx, id, code);
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext ctx) throws Http2Exception {
    spend();
    super.onSettingsAckRead(ctx);
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
      throws Http2Exception {
    spend();
    forgetHeaders();
    super.onSettingsRead(ctx, settings);
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    spend();
    super.onPingRead(ctx, data);
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    spend();
    super.onPingAckRead(ctx, data);
  }

  @Override
  public void onGoAwayRead(ChannelHandlerContext ctx, int last, long code, ByteBuf why)
      throws Http2Exception {
    spend();
    super.onGoAwayRead(ctx, last, code, why);
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext ctx, int id, int increment)
      throws Http2Exception {
    spend();
    super.onWindowUpdateRead(ctx, id, increment);
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext ctx, byte type, int id, Http2Flags flags, ByteBuf payload)
      throws Http2Exception {
    spend();
  }

  /** Hears what becomes of streams. */
  private final class Streams extends Http2ConnectionAdapter {
    /** Who has got its whole answer need not send the rest of what was asked. */
    @Override
    public void onStreamHalfClosed(Http2Stream stream) {
      if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
        context
            .executor()
            .execute(
                () -> {
                  if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
                    reset(stream, Http2Error.NO_ERROR);
                  }
                });
      }
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
      if (stream.getProperty(counted) != null) {
        socket.streams().leave(stream);
        socket.end();
      }
    }
  }
}
