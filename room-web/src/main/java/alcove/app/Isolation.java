package alcove.app;

import alcove.store.Database;
import alcove.tunnel.TunnelServer;
import alcove.web.http.Closing;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rule for a node that does not see the registry, and may not hear of a block: it sees no other
 * node, or does not see one that there was when the registry was read last, or has lost sight of
 * one, without a word, since then. That one may be where the registry is, and those that are left
 * with this one cut off as well. It takes in no newcomers after ten seconds, and after sixty says
 * goodbye to everybody and knows nobody who is signed in. From the first of these seconds on, only
 * the registry tells what it has missed; other nodes that come in sight again do not. Seconds are
 * those in which it has looked, so one that was frozen looks first. Confined to whoever calls it
 * once a second.
 */
final class Isolation {
  static final int SECONDS_WITH_NEWCOMERS = 10;
  static final int SECONDS_WITH_PEERS = 60;

  /** Longer than a node takes from one look at the registry to the next. */
  static final Duration OUT_OF_SIGHT = Duration.ofSeconds(3);

  private static final Logger log = LoggerFactory.getLogger(Isolation.class);

  private final Supplier<Duration> sinceRegistry;
  private final Predicate<Duration> seesOthersSince;
  private final Effects effects;
  private int seconds;

  /** Effects on a server. */
  interface Effects {
    /** Newcomers are refused from now on. */
    void refuseNewcomers();

    /** Those who are in have to go, and those who are signed in are turned away. */
    void turnOutAll();

    /** All is as before. */
    void admitNewcomers();
  }

  /**
   * A node that has just seen the registry.
   *
   * @param sinceRegistry the time since it last knew what others have changed; never blocks
   * @param seesOthersSince whether another node is in sight, and none is lost or was within this
   *     time; never blocks, and is asked each second
   */
  Isolation(
      Supplier<Duration> sinceRegistry, Predicate<Duration> seesOthersSince, Effects effects) {
    this.sinceRegistry = sinceRegistry;
    this.seesOthersSince = seesOthersSince;
    this.effects = effects;
  }

  /**
   * That of a node's server.
   *
   * @param nodes by which it sees others, if it can
   */
  static Isolation of(
      Database database, Optional<NodeMembership> nodes, TunnelServer peers, Closing site) {
    return new Isolation(
        database::sinceFollowed,
        time -> nodes.isPresent() && nodes.get().seesAllOthersSince(time),
        new ServerEffects(peers, site));
  }

  /** To be called once a second. */
  void everySecond() {
    Duration time = sinceRegistry.get();
    // a connection to a node may break a moment before the one to the registry
    boolean hearsOthers = seesOthersSince.test(time.plus(OUT_OF_SIGHT));
    if (time.compareTo(OUT_OF_SIGHT) < 0) {
      recover();
    } else if (seconds > 0 || !hearsOthers) {
      seconds++;
      suffer();
    }
  }

  private void suffer() {
    if (seconds == SECONDS_WITH_NEWCOMERS) {
      log.error("the registry is not in sight, nor are all other nodes: takes in nobody new");
      effects.refuseNewcomers();
    } else if (seconds == SECONDS_WITH_PEERS) {
      log.error("says goodbye to everybody, since it hears of no blocks, and waits");
      effects.turnOutAll();
    }
  }

  private void recover() {
    if (seconds >= SECONDS_WITH_NEWCOMERS) {
      log.info("the registry is in sight again, and newcomers are welcome");
      effects.admitNewcomers();
    }
    seconds = 0;
  }

  /** What it does to peers and pages, and what balancers hear. */
  private record ServerEffects(TunnelServer peers, Closing site) implements Effects {
    @Override
    public void refuseNewcomers() {
      site.cutOff(true);
      peers.refuseNewcomers();
    }

    @Override
    public void turnOutAll() {
      peers.turnOutAll();
      site.turnOutMembers();
    }

    @Override
    public void admitNewcomers() {
      peers.admitNewcomers();
      site.admitMembers();
      site.cutOff(false);
    }
  }
}
