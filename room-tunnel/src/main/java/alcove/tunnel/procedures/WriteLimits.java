package alcove.tunnel.procedures;

import alcove.identity.FeedId;
import alcove.limits.TokenBucket;
import alcove.limits.TokenBuckets;
import alcove.room.policy.Standing;
import alcove.room.policy.Standings;
import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.net.PeerConnection;
import io.vertx.core.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The limits on how often the registry is changed by calls that anybody can make in an open room:
 * by one key, however it is connected, from one address, and by all together. People never meet
 * these limits; without them a machine could take all names, and fill the disk. Thread-safe.
 *
 * <p>Addresses of this machine and of proxies that speak for nobody have no limit of their own.
 * Moderators and admins do not depend on what all others do.
 */
final class WriteLimits {
  private static final int MOST_REMEMBERED = 8192;

  private final TokenBuckets keys;
  private final TokenBuckets addresses;
  private final TokenBucket all;
  private final Standings standings;

  WriteLimits(Standings standings, LongSupplier nanoTime) {
    this.standings = standings;
    this.keys = new TokenBuckets(1.0 / 30, 20, MOST_REMEMBERED, nanoTime);
    this.addresses = new TokenBuckets(1.0 / 60, 60, MOST_REMEMBERED, nanoTime);
    this.all = new TokenBucket(1.0 / 20, 500, nanoTime);
  }

  /**
   * Carries out a change that {@code caller} asks for by {@code procedure}. It counts if it was
   * made: who tries names that are taken has changed nothing.
   */
  Future<Reply> count(String procedure, PeerConnection caller, Supplier<Future<Reply>> change)
      throws CallException {
    FeedId key = caller.peer();
    String address = caller.limitKey();
    if (!admit(key, address)) {
      throw tooMany(procedure);
    }
    return change.get().onFailure(refused -> giveBack(key, address));
  }

  /** The same for a caller whose key is not its own but everybody's. */
  void requireOfGuest(String procedure, PeerConnection caller) throws CallException {
    if (!admitGuest(caller.limitKey())) {
      throw tooMany(procedure);
    }
  }

  private static CallException tooMany(String procedure) {
    return new CallException(procedure + ": too many changes in a short time, try again later");
  }

  synchronized boolean admit(FeedId key, @Nullable String address) {
    if (!keys.tryTake(key.toString())) {
      return false;
    }
    boolean admitted = admit(address, isStaff(key));
    if (!admitted) {
      keys.giveBack(key.toString());
    }
    return admitted;
  }

  private boolean admit(@Nullable String address, boolean staff) {
    if (address != null && !addresses.tryTake(address)) {
      return false;
    }
    boolean admitted = staff || all.tryTake();
    if (!admitted && address != null) {
      addresses.giveBack(address);
    }
    return admitted;
  }

  synchronized void giveBack(FeedId key, @Nullable String address) {
    keys.giveBack(key.toString());
    if (address != null) {
      addresses.giveBack(address);
    }
    if (!isStaff(key)) {
      all.giveBack();
    }
  }

  synchronized boolean admitGuest(@Nullable String address) {
    return admit(address, false);
  }

  private boolean isStaff(FeedId key) {
    return standings.of(key).compareTo(Standing.MODERATOR) >= 0;
  }
}
