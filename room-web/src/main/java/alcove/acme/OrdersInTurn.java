package alcove.acme;

import alcove.cluster.shared.NodeTurns;
import alcove.tls.HostCertificate;
import alcove.tls.ServerKeys;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * The orders of this node, each in its turn among the nodes of the room: the proofs of two for one
 * host would be in each other's way. Blocks; used by one thread.
 */
record OrdersInTurn(
    String domain,
    ServerKeys keys,
    Orders orders,
    TakenCertificates taken,
    SharedCertificates shared,
    NodeTurns turns) {
  /**
   * Orders a certificate, and tells the other nodes of it, if it is this node's turn. Whoever had
   * it before has told of what it got, which comes first then: nothing is ordered.
   *
   * @param present the one that there is, as far as the caller knows
   * @param taker gets the new one
   * @return whether it was this node's turn
   */
  boolean order(
      String host,
      List<String> names,
      Optional<HostCertificate> present,
      Consumer<HostCertificate> taker)
      throws InterruptedException {
    if (!isOurTurn(host)) {
      return false;
    }
    try {
      if (!taken.isWaiting(host) && present(host).equals(present)) {
        var got = orders.order(host, names, present);
        got.ifPresent(taker);
        got.ifPresent(each -> shared.tell(host, each));
      }
      return true;
    } finally {
      turns.giveBack(host);
    }
  }

  private Optional<HostCertificate> present(String host) {
    return host.equals(domain) ? keys.main() : keys.of(host);
  }

  private boolean isOurTurn(String host) throws InterruptedException {
    try {
      return turns.take(host).toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
