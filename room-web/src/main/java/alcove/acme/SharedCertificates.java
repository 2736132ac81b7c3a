package alcove.acme;

import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.cluster.shared.NodeCalls;
import alcove.tls.HostCertificate;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The word that nodes give each other of certificates, so that a room asks its authority for each
 * once, however many nodes it has: those that one has got, with their keys, to all others and to
 * each that comes in sight; and that hosts may be no more. Thread-safe.
 *
 * <pre>length(4) host, certificate and key in PEM</pre>
 */
final class SharedCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(SharedCertificates.class);
  private static final byte[] NOTHING = {};
  private static final int LONGEST = 64 << 10;

  private final NodeCalls nodes;
  private final BiConsumer<String, Buffer> taker;

  /**
   * @param own those that this node has, by host; never blocks
   * @param taker hears of those of others; must not block
   * @param onHosts runs when hosts may be no more; must not block
   */
  SharedCertificates(
      NodeCalls nodes,
      Supplier<Map<String, HostCertificate>> own,
      BiConsumer<String, Buffer> taker,
      Runnable onHosts) {
    this.nodes = nodes;
    this.taker = taker;
    nodes.answer(NodeCalls.Subject.CERTIFICATES, this::hear);
    nodes.answer(
        NodeCalls.Subject.HOSTS,
        (_, _) -> {
          onHosts.run();
          return Future.succeededFuture(NOTHING);
        });
    nodes.onArrival(node -> own.get().forEach((host, each) -> tell(node, host, each)));
  }

  /** Tells all of one that was got just now. */
  void tell(String host, HostCertificate certificate) {
    if (!nodes.isAlone()) {
      body(host, certificate)
          .ifPresent(body -> nodes.tellAll(NodeCalls.Subject.CERTIFICATES, body));
    }
  }

  private void tell(NodeId node, String host, HostCertificate certificate) {
    body(host, certificate)
        .ifPresent(body -> nodes.call(node, NodeCalls.Subject.CERTIFICATES, body));
  }

  /** Tells all that hosts may be no more. */
  void tellOfHosts() {
    nodes.tellAll(NodeCalls.Subject.HOSTS, NOTHING);
  }

  private static Optional<byte[]> body(String host, HostCertificate certificate) {
    byte[] name = host.getBytes(StandardCharsets.UTF_8);
    byte[] pem;
    try {
      pem = certificate.pem();
    } catch (GeneralSecurityException e) {
      LOG.warn("a certificate is not shared with other nodes: {}", Reason.of(e));
      return Optional.empty();
    }
    return Optional.of(
        ByteBuffer.allocate(Integer.BYTES + name.length + pem.length)
            .putInt(name.length)
            .put(name)
            .put(pem)
            .array());
  }

  private Future<byte[]> hear(Node caller, ByteBuffer body) {
    if (body.remaining() > Integer.BYTES && body.remaining() <= LONGEST) {
      int length = body.getInt();
      if (length >= 0 && length <= body.remaining()) {
        byte[] name = new byte[length];
        byte[] pem = new byte[body.remaining() - length];
        body.get(name).get(pem);
        taker.accept(new String(name, StandardCharsets.UTF_8), Buffer.buffer(pem));
      }
    }
    return Future.succeededFuture(NOTHING);
  }
}
