package alcove.tunnel.presence;

import alcove.identity.FeedId;
import alcove.limits.TokenBuckets;
import alcove.room.policy.Action;
import alcove.room.policy.Standings;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.PeerLoop;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Those who are told who attends, and what they were told last. Confined to presence's event loop.
 *
 * <p>Changes are gathered and told at once, at a {@link Pace}; a snapshot and the subscription
 * behind it are one step.
 */
final class Audience {
  private final PeerLoop loop;
  private final EventLoop eventLoop;
  private final Standings standings;
  private final Predicate<FeedId> attends;
  private final Predicate<FeedId> mayReturn;

  private final Set<FeedId> told = new LinkedHashSet<>();
  private final Set<FeedId> changed = new LinkedHashSet<>();
  private final ChangeLog log = new ChangeLog();
  private final Subscriptions<AttendantsSubscriber> subscribers = new Subscriptions<>();
  private final Subscriptions<EndpointsSubscriber> endpoints = new Subscriptions<>();

  /** How often everybody is told of one peer, however often it comes and goes. */
  private final TokenBuckets news;

  private final Pace pace;
  private boolean scheduled;

  /**
   * An empty audience.
   *
   * @param attends who is here
   * @param mayReturn who went a moment ago and is not gone for the others yet
   * @param crowded whether handshakes wait in line; any thread
   */
  Audience(
      PeerLoop loop,
      Standings standings,
      Predicate<FeedId> attends,
      Predicate<FeedId> mayReturn,
      BooleanSupplier crowded) {
    this.loop = loop;
    this.eventLoop = loop.eventLoop();
    this.standings = standings;
    this.attends = attends;
    this.mayReturn = mayReturn;
    this.news = new TokenBuckets(1.0 / 3, 3, ChangeLog.MOST, loop::now);
    this.pace = new Pace(loop::now, crowded);
  }

  void add(Subscriber subscriber) {
    switch (subscriber) {
      case AttendantsSubscriber one -> add(one, subscribers);
      case EndpointsSubscriber one -> add(one, endpoints);
    }
  }

  private <S extends Subscriber> void add(S subscriber, Subscriptions<S> others) {
    if (refuses(subscriber)) {
      return;
    }
    if (others.add(subscriber)) {
      schedule();
    } else {
      subscriber.fail(Subscriptions.MOST + " subscriptions on this connection already");
    }
  }

  private boolean refuses(Subscriber subscriber) {
    boolean refused = !standings.allow(subscriber.connection().peer(), Action.SEE_ATTENDANTS);
    if (refused) {
      subscriber.refuse();
    }
    return refused;
  }

  void remove(Subscriber subscriber) {
    switch (subscriber) {
      case AttendantsSubscriber one -> subscribers.remove(one);
      case EndpointsSubscriber one -> endpoints.remove(one);
    }
  }

  /** Takes out all subscriptions of {@code connection}. */
  void removeAll(PeerConnection connection) {
    subscribers.removeAll(connection);
    endpoints.removeAll(connection);
  }

  /** Ends the subscriptions of those who may not see who attends any more. */
  void rejudge() {
    subscribers.removeIf(this::refuses);
    endpoints.removeIf(this::refuses);
  }

  /** Something has changed about {@code who}, or they are to be told of again. */
  void note(FeedId who) {
    changed.add(who);
    schedule();
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      var _ = eventLoop.schedule(this::tellWhenDue, pace.untilNext(), TimeUnit.NANOSECONDS);
    }
  }

  /** To be called once a second. */
  void everySecond() {
    news.sweep();
    forgetWhatAllWereTold();
    if (!changed.isEmpty()) {
      schedule();
    }
    if (!scheduled) {
      sendEndpoints();
    }
  }

  /** Those who are too slow lose their subscription. */
  private void forgetWhatAllWereTold() {
    subscribers.removeIf(
        each -> {
          boolean tooSlow = each.hasBegun() && log.isTooFarBehind(each.reached());
          if (tooSlow) {
            each.fail("too many changes have not been read");
          }
          return tooSlow;
        });
    log.forget(
        subscribers
            .all()
            .filter(AttendantsSubscriber::hasBegun)
            .mapToLong(each -> each.reached().number())
            .min()
            .orElse(log.end().number()));
  }

  private void tellWhenDue() {
    scheduled = false;
    if (!pace.now()) {
      schedule();
      return;
    }
    if (takeChanges()) {
      endpoints.all().forEach(EndpointsSubscriber::changed);
    }
    tell();
    sendEndpoints();
  }

  /**
   * Logs the difference between what is and what was told last; who came back counts as joined. Of
   * whom too much was told lately, it is told later.
   *
   * @return whether there is any
   */
  private boolean takeChanges() {
    long before = log.end().number();
    changed.removeIf(
        who -> {
          boolean joined = attends.test(who);
          boolean left = !joined && !mayReturn.test(who) && told.contains(who);
          boolean tells = (joined || left) && news.tryTake(who.toString());
          if (tells && joined) {
            told.add(who);
            log.add(Change.joined(who));
          } else if (tells) {
            told.remove(who);
            log.add(Change.left(who));
          }
          return tells || !(joined || left);
        });
    return log.end().number() > before;
  }

  /** Each event loop tells its own. */
  private void tell() {
    Map<PeerLoop, List<AttendantsSubscriber>> byLoop = new LinkedHashMap<>();
    boolean[] begins = new boolean[1];
    subscribers
        .all()
        .forEach(
            each -> {
              byLoop.computeIfAbsent(each.connection().loop(), key -> new ArrayList<>()).add(each);
              begins[0] |= each.begin(log.end());
            });
    byte[] state = begins[0] ? Change.state(told) : new byte[0];
    Runnable done = pace.begun(byLoop.size());
    byLoop.forEach((theirs, all) -> theirs.run(() -> tell(theirs, all, state, done)));
  }

  private void tell(PeerLoop theirs, List<AttendantsSubscriber> all, byte[] state, Runnable done) {
    for (AttendantsSubscriber each : all) {
      each.tell(state);
    }
    // Behind what they have begun to send by that.
    theirs.eventLoop().execute(() -> loop.run(done));
  }

  private void sendEndpoints() {
    long now = loop.now();
    List<EndpointsSubscriber> waiting = endpoints.all().filter(each -> each.mayHave(now)).toList();
    if (!waiting.isEmpty()) {
      byte[] list = Json.encode(Change.ids(told));
      waiting.forEach(each -> each.send(list, now));
    }
  }
}
