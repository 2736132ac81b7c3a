package alcove.web.http;

import alcove.web.page.ErrorPage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Server-sent events to pages, to a thousand at once. Thread-safe.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, Server-sent
 *     events</a>
 */
public final class EventStreams {
  /** So that proxies do not take a stream for dead; a comment, which scripts do not see. */
  private static final long HEARTBEAT = Duration.ofSeconds(10).toMillis();

  /** Of a page that does not take what it is sent, in bytes. */
  private static final int MOST_WAITING = 64 << 10;

  private static final int MOST = 1000;

  private final Vertx vertx;
  private final Semaphore places = new Semaphore(MOST);

  public EventStreams(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Begins to answer {@code visit} with events, until its page goes away; on its event loop.
   *
   * @throws Rejection if there are too many already
   */
  public Stream open(Visit visit) throws Rejection {
    if (!places.tryAcquire()) {
      throw new Rejection(503, ErrorPage.BUSY);
    }
    Stream stream = new Stream(vertx.getOrCreateContext(), visit.response());
    long timer = vertx.setPeriodic(HEARTBEAT, _ -> stream.write(":\n\n"));
    visit.atItsEnd(
        () -> {
          vertx.cancelTimer(timer);
          places.release();
        });
    stream.begin();
    visit.atTheEndOfTheSite(stream::end);
    return stream;
  }

  /**
   * Answers {@code visit} with the event {@code done} when something has happened, well or not, or
   * is not waited for any more; on its event loop. Fails with {@link Rejection} if there are too
   * many already.
   */
  public Future<Answer> tellOf(Future<?> something, Duration patience, Visit visit) {
    try {
      Stream stream = open(visit);
      something
          .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
          .onComplete(
              _ -> {
                stream.send("done", "");
                stream.end();
              });
      return Future.succeededFuture(new Answer.Sent());
    } catch (Rejection busy) {
      return Future.failedFuture(busy);
    }
  }

  /** The events to one page. Thread-safe. */
  public static final class Stream {
    private final Context context;
    private final HttpServerResponse response;

    private Stream(Context context, HttpServerResponse response) {
      this.context = context;
      this.response = response;
    }

    private void begin() {
      response
          .setChunked(true)
          .setWriteQueueMaxSize(MOST_WAITING)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
          .putHeader(HttpHeaders.CACHE_CONTROL, Answer.NO_STORE)
          .putHeader("X-Accel-Buffering", "no");
      write(":\n\n");
    }

    /** Sends an event with one line of data. */
    public void send(String event, String data) {
      context.runOnContext(_ -> write("event: %s\ndata: %s\n\n".formatted(event, data)));
    }

    /** Sends nothing more. The page may come again. */
    public void end() {
      context.runOnContext(
          _ -> {
            if (isOpen()) {
              response.end();
            }
          });
    }

    private boolean isOpen() {
      return !response.ended() && !response.closed();
    }

    private void write(String text) {
      if (!isOpen()) {
        return;
      }
      if (response.writeQueueFull()) {
        response.reset();
      } else {
        response.write(text);
      }
    }
  }
}
