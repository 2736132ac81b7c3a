package alcove.acme;

import alcove.cluster.NodeId;
import alcove.tls.HostCertificate;
import alcove.tls.ServerKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The certificates that prove hosts to authorities (TLS-ALPN-01), of this node and of others: each
 * node has one for a host, and ends no other's. One that another node has told of is over when that
 * node is out of sight, and each after a quarter of an hour. The latest is shown. Thread-safe.
 */
final class HostProofs implements ServerKeys.Proofs {
  /** Longer than an order takes. */
  static final Duration LIFE = Duration.ofMinutes(15);

  /** How many there are at once: the oldest make way. */
  static final int MOST = 256;

  private final Predicate<NodeId> sees;
  private final InstantSource clock;

  /** The latest first; replaced, never changed. */
  private volatile List<Proof> proofs = List.of();

  /** One of them; this node's own are of no node. */
  private record Proof(
      Optional<NodeId> owner, String host, HostCertificate certificate, Instant end) {
    boolean isOf(Optional<NodeId> node, String name) {
      return owner.equals(node) && host.equals(name);
    }
  }

  /** None. */
  HostProofs(Predicate<NodeId> sees, InstantSource clock) {
    this.sees = sees;
    this.clock = clock;
  }

  /** Has one shown, instead of the one of that host by the same node; empty for this node. */
  synchronized void show(Optional<NodeId> owner, String host, HostCertificate certificate) {
    List<Proof> next = new ArrayList<>();
    next.add(new Proof(owner, host, certificate, clock.instant().plus(LIFE)));
    lasting().filter(each -> !each.isOf(owner, host)).limit(MOST - 1).forEach(next::add);
    proofs = List.copyOf(next);
  }

  /** Ends the one of that node. */
  synchronized void end(Optional<NodeId> owner, String host) {
    proofs = proofs.stream().filter(each -> !each.isOf(owner, host)).toList();
  }

  private Stream<Proof> lasting() {
    Instant now = clock.instant();
    return proofs.stream()
        .filter(each -> now.isBefore(each.end()))
        .filter(each -> each.owner().isEmpty() || sees.test(each.owner().get()));
  }

  @Override
  public boolean any() {
    return !proofs.isEmpty() && lasting().findAny().isPresent();
  }

  @Override
  public List<HostCertificate> of(String host) {
    return lasting().filter(each -> each.host().equals(host)).map(Proof::certificate).toList();
  }
}
