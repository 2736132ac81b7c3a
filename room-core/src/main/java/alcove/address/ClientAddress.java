package alcove.address;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The address that a client comes from: what limits go by. Immutable; does not print what it knows,
 * since that belongs into no log.
 *
 * @param address empty when it cannot be told
 * @param direct it is the other end of the socket itself, and no proxy spoke for it
 * @param exempt limits on single addresses do not apply to it
 */
public record ClientAddress(Optional<IpAddress> address, boolean direct, boolean exempt) {
  private static final String UNKNOWN = "unknown";

  /**
   * What limits count it under, together with its neighbours in an IPv6 network; null when none
   * apply. Those that cannot be told share one key.
   */
  public @Nullable String limitKey() {
    return exempt ? null : address.map(IpAddress::limitKey).orElse(UNKNOWN);
  }

  /** Whether it is on this machine, as far as the socket tells; no header can claim it. */
  public boolean isLocal() {
    return direct && address.filter(IpAddress::isLoopback).isPresent();
  }

  @Override
  public String toString() {
    return "[client address]";
  }
}
