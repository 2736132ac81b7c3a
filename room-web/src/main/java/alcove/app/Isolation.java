package alcove.app;

import alcove.store.Database;
import alcove.tunnel.TunnelServer;
import alcove.web.http.Closing;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rule for a node that sees neither the registry nor another node, and so hears of no block: it
 * takes in no newcomers after ten seconds, and says goodbye to everybody after sixty. From the
 * first of these seconds on, only the registry tells what it has missed; other nodes that come in
 * sight again do not. Seconds are those in which it has looked, so one that was frozen looks first.
 * Confined to whoever calls it once a second.
 */
final class Isolation {
  static final int SECONDS_WITH_NEWCOMERS = 10;
  static final int SECONDS_WITH_PEERS = 60;

  /** Longer than a node takes from one look at the registry to the next. */
  private static final Duration OUT_OF_SIGHT = Duration.ofSeconds(3);

  private static final Logger log = LoggerFactory.getLogger(Isolation.class);

  private final BooleanSupplier seesRegistry;
  private final BooleanSupplier seesOthers;
  private final Effects effects;
  private int seconds;

  /** Effects on a server. */
  interface Effects {
    /** Newcomers are refused from now on. */
    void refuseNewcomers();

    /** Those who are in have to go. */
    void turnOutAll();

    /** All is as before. */
    void admitNewcomers();
  }

  /**
   * A node that has just seen the registry.
   *
   * @param seesRegistry whether it knows what others have changed up to now, or a moment ago; never
   *     blocks
   * @param seesOthers whether another node is in sight; never blocks
   */
  Isolation(BooleanSupplier seesRegistry, BooleanSupplier seesOthers, Effects effects) {
    this.seesRegistry = seesRegistry;
    this.seesOthers = seesOthers;
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
        () -> database.sinceFollowed().compareTo(OUT_OF_SIGHT) < 0,
        () -> nodes.isPresent() && nodes.get().seesOthers(),
        new ServerEffects(peers, site));
  }

  /** To be called once a second. */
  void everySecond() {
    if (seesRegistry.getAsBoolean()) {
      recover();
    } else if (seconds > 0 || !seesOthers.getAsBoolean()) {
      seconds++;
      suffer();
    }
  }

  private void suffer() {
    if (seconds == SECONDS_WITH_NEWCOMERS) {
      log.error("neither the registry nor another node is in sight: takes in nobody new");
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

  /** What it does to peers, and what balancers hear. */
  private record ServerEffects(TunnelServer peers, Closing site) implements Effects {
    @Override
    public void refuseNewcomers() {
      site.cutOff(true);
      peers.refuseNewcomers();
    }

    @Override
    public void turnOutAll() {
      peers.turnOutAll();
    }

    @Override
    public void admitNewcomers() {
      peers.admitNewcomers();
      site.cutOff(false);
    }
  }
}
