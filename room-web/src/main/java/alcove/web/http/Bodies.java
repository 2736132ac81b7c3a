package alcove.web.http;

import alcove.web.page.ErrorPage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The reader of a request's body, up to a length and in a limited time. Confined to the event loop.
 */
final class Bodies {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** How long it may still take when the server is about to stop. */
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final int limit;
  private final Duration patience;
  private final Promise<Buffer> done = Promise.promise();
  private final Buffer body = Buffer.buffer();

  private Bodies(Vertx vertx, HttpServerRequest request, int limit, Duration patience) {
    this.vertx = vertx;
    this.request = request;
    this.limit = limit;
    this.patience = patience;
  }

  /**
   * Begins to read; on the request's event loop, before it is left.
   *
   * @param limit the longest body, in bytes
   * @return the body as UTF-8; fails with a {@link HttpError} if it is longer or comes too slowly
   */
  static Future<String> read(RoutingContext context, int limit) {
    return readBytes(context, limit, PATIENCE).map(body -> body.toString(StandardCharsets.UTF_8));
  }

  /** The same as bytes, with another patience. */
  static Future<Buffer> readBytes(RoutingContext context, int limit, Duration patience) {
    Bodies body = new Bodies(context.vertx(), context.request(), limit, patience);
    Context loop = context.vertx().getOrCreateContext();
    Closing.tell(context, () -> loop.runOnContext(_ -> body.hurry()));
    return body.read();
  }

  private void hurry() {
    vertx.setTimer(LAST_PATIENCE.toMillis(), _ -> reject(ErrorPage.TOO_SLOW));
  }

  private Future<Buffer> read() {
    if (announced() > limit) {
      reject(ErrorPage.TOO_LARGE);
      return done.future();
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    long timer = vertx.setTimer(patience.toMillis(), _ -> reject(ErrorPage.TOO_SLOW));
    request
        .handler(this::add)
        .exceptionHandler(_ -> giveUp())
        .endHandler(_ -> done.tryComplete(body));
    return done.future().onComplete(_ -> vertx.cancelTimer(timer));
  }

  private long announced() {
    try {
      String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException malformed) {
      return Long.MAX_VALUE;
    }
  }

  private void add(Buffer part) {
    if (done.future().isComplete()) {
      return;
    }
    if (body.length() + part.length() > limit) {
      reject(ErrorPage.TOO_LARGE);
    } else {
      body.appendBuffer(part);
    }
  }

  /**
   * The client has gone, or what it sends is no body. The connection ends when this returns, so a
   * page would come too late; and whoever waits for the body may answer on another thread, so they
   * hear of it last.
   */
  private void giveUp() {
    if (done.future().isComplete()) {
      return;
    }
    if (!request.response().headWritten()) {
      Conformance.endConnection(request);
      request.response().setStatusCode(400).end();
    }
    done.tryFail(new HttpError(ErrorPage.MALFORMED));
  }

  /**
   * What is left of the body is worth nothing, so the connection ends soon, and takes no other
   * request until then.
   */
  private void reject(ErrorPage page) {
    if (!done.future().isComplete()) {
      Conformance.endConnection(request);
      done.fail(new HttpError(page));
    }
  }
}
