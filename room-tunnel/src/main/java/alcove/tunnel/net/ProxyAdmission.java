package alcove.tunnel.net;

import alcove.address.ClientAddress;
import alcove.address.TrustedProxies;
import alcove.tunnel.net.ProxyHeader.MalformedHeaderException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds connections that come through a proxy to the limits of the address that the proxy names.
 * Until then a connection counts as the proxy's own: under no such limit, but among the handshakes
 * that are not done. Thread-safe.
 */
final class ProxyAdmission {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyAdmission.class);

  private final TrustedProxies trusted;
  private final ConnectionLimiter limiter;
  private final AtomicBoolean toldOfStranger = new AtomicBoolean();
  private final AtomicBoolean toldOfHeader = new AtomicBoolean();

  ProxyAdmission(TrustedProxies trusted, ConnectionLimiter limiter) {
    this.trusted = trusted;
    this.limiter = limiter;
  }

  /** Whether a connection that really comes from {@code socket} may say whom it speaks for. */
  boolean mayConnect(ClientAddress socket) {
    boolean may = trusted.isTrusted(socket);
    if (!may && toldOfStranger.compareAndSet(false, true)) {
      LOG.warn(
          "refused a connection that came past the proxies: with --proxy-protocol only those that"
              + " --trusted-proxy names may connect; said once");
    }
    return may;
  }

  /** The gate of {@code connection}, whose proxy is at {@code proxy}. */
  ProxiedReceiver.Gate gate(PeerConnection connection, ClientAddress proxy) {
    return new ProxiedReceiver.Gate() {
      @Override
      public boolean passes(ProxyHeader header) {
        String limitKey = client(header, proxy).limitKey();
        boolean welcome = limiter.move(connection, limitKey);
        if (welcome) {
          connection.limitBy(limitKey);
        } else {
          connection.drop(CloseReason.TOO_MANY);
        }
        return welcome;
      }

      @Override
      public void malformed(MalformedHeaderException wrong) {
        if (toldOfHeader.compareAndSet(false, true)) {
          LOG.warn(
              "a proxy does not speak PROXY protocol version 2: {}; said once", wrong.getMessage());
        }
        connection.drop(CloseReason.BAD_PROXY_HEADER);
      }
    };
  }

  /** Peers whose addresses the proxy does not tell are limited together, under its own. */
  private ClientAddress client(ProxyHeader header, ClientAddress proxy) {
    return header.isLocal()
        ? proxy
        : trusted.named(header.source().or(proxy::address).orElseThrow());
  }
}
