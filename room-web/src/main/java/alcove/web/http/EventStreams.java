package alcove.web.http;

import alcove.limits.FairPlaces;
import alcove.room.policy.Action;
import alcove.web.page.ErrorPage;
import alcove.web.page.SignedIn;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events to pages, to a thousand at once, of which each member and each address has a
 * share, and to some hundreds of pages of visitors. Streams of members end with their session.
 * Thread-safe.
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

  /** With many windows; the page asks by hand then. */
  private static final int MOST_OF_A_MEMBER = 20;

  private static final int MOST_OF_AN_ADDRESS = 50;
  private static final int MOST_OF_VISITORS = 300;
  private static final int MOST_OF_A_VISITOR = 8;

  /** After something has changed in the room; changes that come quickly are looked at together. */
  private static final long BEFORE_REVIEW = 200;

  private final Vertx vertx;
  private final WebContext web;
  private final FairPlaces<Stream> places = new FairPlaces<>(MOST);

  /** Those of pages that lose nothing but a number by being alone; they take no place of others. */
  private final FairPlaces<Stream> placesOfVisitors = new FairPlaces<>(MOST_OF_VISITORS);

  private final Set<Stream> ofMembers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean reviewing = new AtomicBoolean();

  public EventStreams(Vertx vertx, WebContext web) {
    this.vertx = vertx;
    this.web = web;
  }

  /**
   * Begins to answer {@code exchange} with events, until its page goes away; on its event loop.
   *
   * @throws HttpError if there are too many already, or the page has gone away
   */
  public Stream open(Exchange exchange) throws HttpError {
    int share = exchange.signedIn().isPresent() ? MOST_OF_A_MEMBER : MOST_OF_AN_ADDRESS;
    return open(exchange, places, share);
  }

  /**
   * The same for a page that anybody may open, as often as they like, and that can do without: for
   * such ones there are fewer places, apart from those of others.
   *
   * @throws HttpError if there are too many already
   */
  public Stream openToVisitor(Exchange exchange) throws HttpError {
    return open(exchange, placesOfVisitors, MOST_OF_A_VISITOR);
  }

  private Stream open(Exchange exchange, FairPlaces<Stream> among, int share) throws HttpError {
    if (exchange.response().closed()) {
      // The page went while it was looked up whose it is: nobody would hear of its end any more.
      throw new HttpError(ErrorPage.BUSY);
    }
    Stream stream =
        new Stream(
            vertx.getOrCreateContext(),
            exchange.response(),
            exchange.signedIn(),
            web.sessions().token(exchange));
    take(stream, exchange, among, share).ifPresent(Stream::end);
    long timer = vertx.setPeriodic(HEARTBEAT, _ -> stream.write(":\n\n"));
    exchange.atItsEnd(
        () -> {
          vertx.cancelTimer(timer);
          leave(stream, among);
        });
    stream.begin();
    exchange.atTheEndOfTheSite(stream::end);
    if (exchange.signedIn().isPresent()) {
      ofMembers.add(stream);
      // What ended the session since the page was let in was too early to find it.
      reviewSoon();
    }
    return stream;
  }

  /** Who has to go for it, if anybody. */
  private Optional<Stream> take(
      Stream stream, Exchange exchange, FairPlaces<Stream> among, int share) throws HttpError {
    Optional<String> member = exchange.signedIn().map(who -> who.id().toString());
    @Nullable String origin =
        member.isPresent() ? member.get() : web.clients().of(exchange.request()).limitKey();
    synchronized (among) {
      boolean hasItsShare = origin != null && among.of(origin) >= share;
      boolean full = among.isFull();
      if (hasItsShare || (full && !among.anybodyHasMoreThan(origin))) {
        throw new HttpError(ErrorPage.BUSY);
      }
      Optional<Stream> gone = full ? among.makeWay(origin, _ -> true) : Optional.empty();
      among.add(stream, origin);
      return gone;
    }
  }

  private void leave(Stream stream, FairPlaces<Stream> among) {
    ofMembers.remove(stream);
    synchronized (among) {
      among.remove(stream);
    }
  }

  /**
   * Ends, before long, the streams of members whose session is over, or is not known. Any thread.
   */
  public void reviewSoon() {
    if (!ofMembers.isEmpty() && reviewing.compareAndSet(false, true)) {
      vertx.setTimer(
          BEFORE_REVIEW,
          _ -> {
            ofMembers.stream().filter(each -> !mayWatch(each.member)).forEach(Stream::end);
            web.storage().run(Executors.callable(this::review)).onFailure(_ -> reviewAgain());
          });
    }
  }

  /** In memory: a block holds whatever has become of the registry. */
  private boolean mayWatch(Optional<SignedIn> member) {
    return !web.closing().areMembersOut()
        && member.filter(who -> web.room().standings().allow(who.id(), Action.SIGN_IN)).isPresent();
  }

  private void review() {
    reviewing.set(false);
    ofMembers.stream()
        .filter(each -> web.sessions().find(each.token).isEmpty())
        .forEach(Stream::end);
  }

  private void reviewAgain() {
    reviewing.set(false);
    reviewSoon();
  }

  /**
   * Answers {@code exchange} with the event {@code done} when something has happened, well or not,
   * or is not waited for any more; on its event loop.
   *
   * @throws HttpError if there are too many already
   */
  public Future<Response> tellOf(Future<?> something, Duration patience, Exchange exchange)
      throws HttpError {
    Stream stream = open(exchange);
    something
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(
            _ -> {
              stream.send("done", "");
              stream.end();
            });
    return Future.succeededFuture(new Response.Sent());
  }

  /** The events to one page. Thread-safe. */
  public static final class Stream {
    private final Context context;
    private final HttpServerResponse response;
    private final Optional<SignedIn> member;
    private final String token;

    private Stream(
        Context context, HttpServerResponse response, Optional<SignedIn> member, String token) {
      this.context = context;
      this.response = response;
      this.member = member;
      this.token = token;
    }

    private void begin() {
      response
          .setChunked(true)
          .setWriteQueueMaxSize(MOST_WAITING)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
          .putHeader(HttpHeaders.CACHE_CONTROL, Response.NO_STORE)
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
