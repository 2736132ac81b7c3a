package alcove.acme;

import alcove.tls.ServerKeys;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of certificates whose hosts are no more. Used by the thread of {@code work}. */
record FormerHosts(
    String domain,
    HttpsFolder folder,
    ServerKeys keys,
    Orders orders,
    HostRules rules,
    CalledHosts called,
    Executor work) {
  private static final Logger LOG = LoggerFactory.getLogger(FormerHosts.class);

  /** Looks which hosts are no more; their certificates and keys are deleted. */
  void review() {
    try {
      for (var host : folder.hosts()) {
        if (!host.equals(domain)) {
          rules.exists(host).onSuccess(exists -> deleteUnless(exists, host));
        }
      }
    } catch (IOException e) {
      LOG.warn("cannot look for certificates of hosts that are no more: {}", Reason.of(e));
    }
  }

  private void deleteUnless(boolean exists, String host) {
    if (exists) {
      return;
    }
    keys.remove(host);
    called.restNoMore(host);
    try {
      work.execute(() -> delete(host));
    } catch (RejectedExecutionException closed) {
      LOG.debug("no more certificates: it ends");
    }
  }

  private void delete(String host) {
    try {
      folder.delete(host);
      orders.ledger().forget(host);
      orders.keepLedger();
      LOG.info("{} is no more, and so is its certificate", orders.inLog(host));
    } catch (IOException e) {
      LOG.warn("the certificate of {} cannot be deleted: {}", orders.inLog(host), Reason.of(e));
    }
  }
}
