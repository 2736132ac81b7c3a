package alcove.tunnel.net;

import alcove.limits.TokenBucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A count of sockets by the address they come from, and of handshakes that are not done.
 *
 * <p>A newcomer is never refused because others are pending: when there are too many, the oldest
 * socket that has not even sent its clientHello makes way, from the address that has the most
 * handshakes pending. Thread-safe; every step is short. Addresses live only here and only as long
 * as they are in use or their rate limit is not full again.
 */
public final class ConnectionLimiter {
  /**
   * How many connections a room takes on.
   *
   * @param pending handshakes under way at once; beyond it the oldest silent socket makes way
   * @param connections of all kinds at once
   * @param perAddress connections from one address at once; loopback and trusted proxies that speak
   *     for nobody are exempt
   * @param perSecond new connections from one address each second, in the long run
   * @param burst new connections from one address at once
   */
  public record Limits(int pending, int connections, int perAddress, int perSecond, int burst) {
    /** What a room takes on unless its operator says otherwise. */
    public static final Limits DEFAULT = new Limits(4096, 10_000, 32, 4, 64);
  }

  private static final int SWEEP_EVERY = 1024;

  private final Limits limits;
  private final LongSupplier nanoTime;
  private final Map<String, Source> sources = new HashMap<>();
  private final Map<PeerConnection, Source> connections = new HashMap<>();
  private int pending;
  private long admitted;
  private int sinceSweep;

  /** All sockets from one address; null as its name stands for those that no limit applies to. */
  private static final class Source {
    private final @Nullable String address;
    private final TokenBucket rate;
    private final LinkedHashMap<PeerConnection, Long> shaking = new LinkedHashMap<>();
    private int connections;

    Source(@Nullable String address, TokenBucket rate) {
      this.address = address;
      this.rate = rate;
    }
  }

  private final Source exempt;

  ConnectionLimiter(Limits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.exempt = new Source(null, new TokenBucket(0, 0, nanoTime));
  }

  /** What {@link #admit} decided. */
  sealed interface Verdict {
    /** Come in; {@code evicted} has to go for it, unless it is null. */
    record Admitted(@Nullable PeerConnection evicted) implements Verdict {}

    /** Too many from there, or too many altogether. */
    record TooMany() implements Verdict {}
  }

  /**
   * Counts {@code connection} in, if the limits on its {@code address} (null: none apply) allow it.
   */
  synchronized Verdict admit(PeerConnection connection, @Nullable String address) {
    Source source = sourceOf(address);
    if (connections.size() >= limits.connections() || isFull(source)) {
      return new Verdict.TooMany();
    }
    PeerConnection evicted = pending >= limits.pending() ? oldestSilent() : null;
    if (evicted != null) {
      handshakeOver(evicted);
    }
    source.connections++;
    source.shaking.put(connection, ++admitted);
    connections.put(connection, source);
    pending++;
    return new Verdict.Admitted(evicted);
  }

  /**
   * Counts {@code connection}, which was counted in under another address, under the one it really
   * comes from (null: no limits apply).
   *
   * @return whether the limits on that address allow it; if not, nothing has changed
   */
  synchronized boolean move(PeerConnection connection, @Nullable String address) {
    Source before = connections.get(connection);
    Source now = sourceOf(address);
    if (before == null || (now != before && isFull(now))) {
      return false;
    }
    Long number = before.shaking.remove(connection);
    if (number != null) {
      now.shaking.put(connection, number);
    }
    now.connections++;
    connections.put(connection, now);
    before.connections--;
    forgetIfUnused(before);
    return true;
  }

  /** The handshake is done, or has failed. */
  synchronized void handshakeOver(PeerConnection connection) {
    Source source = connections.get(connection);
    if (source != null && source.shaking.remove(connection) != null) {
      pending--;
    }
  }

  /** The connection is gone. */
  synchronized void closed(PeerConnection connection) {
    handshakeOver(connection);
    Source source = connections.remove(connection);
    if (source != null) {
      source.connections--;
      forgetIfUnused(source);
    }
  }

  /** Handshakes under way. */
  synchronized int pending() {
    return pending;
  }

  /** Connections of all kinds. */
  synchronized int connections() {
    return connections.size();
  }

  /** All whose handshake is under way. */
  synchronized List<PeerConnection> shaking() {
    List<PeerConnection> all = new ArrayList<>(exempt.shaking.keySet());
    sources.values().forEach(source -> all.addAll(source.shaking.keySet()));
    return all;
  }

  /** Addresses that are remembered. */
  synchronized int addresses() {
    return sources.size();
  }

  /** Takes one from the source's rate, too. */
  private boolean isFull(Source source) {
    return source != exempt
        && (source.connections >= limits.perAddress() || !source.rate.tryTake());
  }

  private Source sourceOf(@Nullable String address) {
    if (address == null) {
      return exempt;
    }
    sweepNowAndThen();
    return sources.computeIfAbsent(
        address,
        name -> new Source(name, new TokenBucket(limits.perSecond(), limits.burst(), nanoTime)));
  }

  private void sweepNowAndThen() {
    if (++sinceSweep >= SWEEP_EVERY) {
      sinceSweep = 0;
      sources.values().removeIf(source -> source.connections == 0 && source.rate.isFull());
    }
  }

  private void forgetIfUnused(Source source) {
    if (source.address != null && source.connections == 0 && source.rate.isFull()) {
      sources.remove(source.address);
    }
  }

  /** A socket that has not said hello, and when it came in relation to others. */
  private record Silent(PeerConnection connection, int neighbours, long number) {
    boolean goesBefore(@Nullable Silent other) {
      return other == null
          || neighbours > other.neighbours
          || (neighbours == other.neighbours && number < other.number);
    }
  }

  /** The oldest of those from the address that has the most of them, or null if all are polite. */
  private @Nullable PeerConnection oldestSilent() {
    Silent first = oldestSilent(exempt);
    for (Source source : sources.values()) {
      Silent silent = oldestSilent(source);
      if (silent != null && silent.goesBefore(first)) {
        first = silent;
      }
    }
    return first == null ? null : first.connection;
  }

  private static @Nullable Silent oldestSilent(Source source) {
    for (Map.Entry<PeerConnection, Long> each : source.shaking.entrySet()) {
      if (!each.getKey().hasSaidHello()) {
        return new Silent(each.getKey(), source.shaking.size(), each.getValue());
      }
    }
    return null;
  }
}
