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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The word that nodes give each other of certificates, so that a room asks its authority for each
 * once, however many nodes it has: those that one has got, with their keys, to all others and to
 * each that comes in sight; and that hosts may be no more. Thread-safe.
 *
 * <pre>length(4) host, length(4) directory of the authority, certificate and key in PEM</pre>
 */
final class SharedCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(SharedCertificates.class);
  private static final byte[] NOTHING = {};
  private static final int LONGEST = 64 << 10;

  private final NodeCalls nodes;
  private final Taker taker;
  private final UnaryOperator<String> directories;

  /** A taker of certificates of others; must not block. */
  @FunctionalInterface
  interface Taker {
    /** Hears of one, in PEM with its key; the directory is empty if it is not known. */
    void offer(String host, String directory, Buffer pem);
  }

  /**
   * @param own those that this node has, by host; never blocks
   * @param directories the authority of each, by host, empty if it is not known; never blocks
   * @param taker hears of those of others
   * @param onHosts runs when hosts may be no more; must not block
   */
  SharedCertificates(
      NodeCalls nodes,
      Supplier<Map<String, HostCertificate>> own,
      UnaryOperator<String> directories,
      Taker taker,
      Runnable onHosts) {
    this.nodes = nodes;
    this.taker = taker;
    this.directories = directories;
    nodes.answer(NodeCalls.Subject.CERTIFICATES, this::hear);
    nodes.answer(
        NodeCalls.Subject.HOSTS,
        (_, _) -> {
          onHosts.run();
          return Future.succeededFuture(NOTHING);
        });
    nodes.onArrival(
        node -> {
          own.get().forEach((host, each) -> tell(node, host, each));
          nodes.call(node, NodeCalls.Subject.HOSTS, NOTHING);
        });
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

  private Optional<byte[]> body(String host, HostCertificate certificate) {
    byte[] name = host.getBytes(StandardCharsets.UTF_8);
    byte[] directory = directories.apply(host).getBytes(StandardCharsets.UTF_8);
    byte[] pem;
    try {
      pem = certificate.pem();
    } catch (GeneralSecurityException e) {
      LOG.warn("a certificate is not shared with other nodes: {}", Reason.of(e));
      return Optional.empty();
    }
    return Optional.of(
        ByteBuffer.allocate(2 * Integer.BYTES + name.length + directory.length + pem.length)
            .putInt(name.length)
            .put(name)
            .putInt(directory.length)
            .put(directory)
            .put(pem)
            .array());
  }

  private Future<byte[]> hear(Node caller, ByteBuffer body) {
    if (body.remaining() <= LONGEST) {
      Optional<String> host = text(body);
      Optional<String> directory = host.flatMap(_ -> text(body));
      if (host.isPresent() && directory.isPresent()) {
        byte[] pem = new byte[body.remaining()];
        body.get(pem);
        taker.offer(host.get(), directory.get(), Buffer.buffer(pem));
      }
    }
    return Future.succeededFuture(NOTHING);
  }

  private static Optional<String> text(ByteBuffer body) {
    if (body.remaining() < Integer.BYTES) {
      return Optional.empty();
    }
    int length = body.getInt();
    if (length < 0 || length > body.remaining()) {
      return Optional.empty();
    }
    byte[] text = new byte[length];
    body.get(text);
    return Optional.of(new String(text, StandardCharsets.UTF_8));
  }
}
