package alcove.web.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The end of the site: what was begun is finished and answered, what comes later is turned away,
 * and what only waits stops waiting. Before that, a site that others take over may drain: it
 * answers everybody, and only tells watchers to lead nobody new here; so does one that is cut off,
 * for as long as it is. One that cannot know any more who is a member turns members away.
 * Thread-safe.
 */
public final class Closing {
  private static final String KEY = "closing";

  private final AtomicInteger underWay = new AtomicInteger();
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
  private final Set<Runnable> forMembers = ConcurrentHashMap.newKeySet();
  private final Promise<Void> done = Promise.promise();
  private volatile boolean begun;
  private volatile boolean draining;
  private volatile boolean cutOff;
  private volatile boolean membersOut;

  /** Takes no new requests from now on. */
  public void begin() {
    begun = true;
    waiting.forEach(Runnable::run);
    if (underWay.get() == 0) {
      done.tryComplete();
    }
  }

  /** Tells watchers from now on that newcomers have to be led elsewhere. */
  public void drain() {
    draining = true;
  }

  /** Whether newcomers have to be led elsewhere, since it is about to end. */
  public boolean isDraining() {
    return draining;
  }

  /** Tells watchers that newcomers have to be led elsewhere, or not any more. */
  public void cutOff(boolean isCutOff) {
    cutOff = isCutOff;
  }

  /** Whether newcomers have to be led elsewhere for the time being. */
  public boolean isCutOff() {
    return cutOff;
  }

  /**
   * Turns those away who are signed in, until {@link #admitMembers}, and ends what tells them
   * something.
   */
  public void turnOutMembers() {
    membersOut = true;
    forMembers.forEach(Runnable::run);
  }

  /** Those who are signed in may come again. */
  public void admitMembers() {
    membersOut = false;
  }

  /** Whether nobody counts as signed in for the time being. */
  public boolean areMembersOut() {
    return membersOut;
  }

  /** Runs {@code action} whenever members are turned out; on any thread. */
  public void whenMembersAreOut(Runnable action) {
    forMembers.add(action);
  }

  /** Completes, on any thread, when all are answered that were under way when it began. */
  public Future<Void> done() {
    return done.future();
  }

  /** Whether it has begun. */
  public boolean hasBegun() {
    return begun;
  }

  /**
   * Counts a request as under way until it is answered, or its client is gone.
   *
   * @return whether it may go on; not if it comes too late
   */
  public boolean admit(RoutingContext request) {
    // Counted before it is looked at: one that gets in is waited for.
    underWay.incrementAndGet();
    if (begun) {
      leave();
      return false;
    }
    request.addEndHandler(
        _ -> {
          // Its end is told once: what begins to wait for that later would never be forgotten.
          request.remove(KEY);
          leave();
        });
    request.put(KEY, this);
    return true;
  }

  private void leave() {
    if (underWay.decrementAndGet() == 0 && begun) {
      done.tryComplete();
    }
  }

  /**
   * Runs {@code action} when the site that {@code request} is for begins to close, if it is still
   * under way then; on any thread.
   */
  static void tell(RoutingContext request, Runnable action) {
    if (request.get(KEY) instanceof Closing closing) {
      closing.tellOnce(request, action);
    }
  }

  private void tellOnce(RoutingContext request, Runnable action) {
    waiting.add(action);
    request.addEndHandler(_ -> waiting.remove(action));
    if (begun) {
      action.run();
    }
  }

  /**
   * Waits for something that {@code exchange} is to hear of, but not for longer than {@code time},
   * nor beyond the end of the site; on the visit's event loop, where it goes on as well.
   *
   * @param time completes when there is no more patience
   * @return never fails
   */
  public static Future<Void> await(Exchange exchange, Future<?> something, Future<Void> time) {
    Promise<Void> over = exchange.promise();
    something.onSuccess(_ -> over.tryComplete());
    time.onComplete(_ -> over.tryComplete());
    exchange.atTheEndOfTheSite(over::tryComplete);
    return over.future();
  }
}
