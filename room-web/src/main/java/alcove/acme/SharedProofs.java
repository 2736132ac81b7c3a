package alcove.acme;

import alcove.cluster.Node;
import alcove.cluster.shared.NodeCalls;
import alcove.limits.ExpiringPlaces;
import alcove.tls.HostCertificate;
import alcove.tls.ServerKeys;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * The proofs of all nodes of a room: an authority may come to any of them, whichever has ordered.
 * Those of HTTP-01 are short texts at known paths, in the clear; those of TLS-ALPN-01 certificates
 * for nobody but the authority. Those of another node are kept for a quarter of an hour at most,
 * and certificates for as long as it is in sight. Thread-safe.
 *
 * <pre>
 * operation(1) length(4) name, rest; 1 has a text for a path, 2 ends it, 3 has a certificate in
 * PEM for a host, 4 ends it</pre>
 */
final class SharedProofs {
  private static final byte TEXT = 1;
  private static final byte TEXT_OVER = 2;
  private static final byte CERTIFICATE = 3;
  private static final byte CERTIFICATE_OVER = 4;
  private static final byte[] NOTHING = {};

  private static final int MOST = 256;

  private final NodeCalls nodes;
  private final HostProofs certificates;
  private final InstantSource clock;
  private final Reading reading;
  private final ExpiringPlaces<String> texts;

  /** What is told of the proofs of this node, by their names. */
  private final Map<String, byte[]> own = new ConcurrentHashMap<>();

  /** The way from PEM to a certificate. */
  @FunctionalInterface
  interface Reading {
    Optional<HostCertificate> of(Buffer pem);
  }

  /**
   * @param keys where handshakes find proofs
   * @param reading reads a certificate with its key
   */
  SharedProofs(NodeCalls nodes, ServerKeys keys, Reading reading, InstantSource clock) {
    this.nodes = nodes;
    this.certificates = new HostProofs(nodes::sees, clock);
    keys.proveBy(certificates);
    this.clock = clock;
    this.reading = reading;
    this.texts = new ExpiringPlaces<>(MOST, clock);
    nodes.answer(NodeCalls.Subject.PROOFS, this::hear);
    nodes.onArrival(
        node -> own.values().forEach(each -> nodes.call(node, NodeCalls.Subject.PROOFS, each)));
  }

  /** The text for a path of HTTP-01 that is asked for by {@code token}, if there is one now. */
  Optional<String> text(String token) {
    return texts.find(token);
  }

  /** Has a text ready on all nodes. Waits for a second at most. */
  void present(String token, String text) throws InterruptedException {
    keep(token, text);
    tell(TEXT, token, text.getBytes(StandardCharsets.US_ASCII));
  }

  private void keep(String token, String text) {
    texts.put(token, text, clock.instant().plus(HostProofs.LIFE), null);
  }

  void endText(String token) {
    own.remove(token);
    texts.remove(token);
    nodes.tellAll(NodeCalls.Subject.PROOFS, body(TEXT_OVER, token, NOTHING));
  }

  /** Has a certificate ready on all nodes. Waits for a second at most. */
  void present(String host, HostCertificate proof)
      throws InterruptedException, GeneralSecurityException {
    certificates.show(Optional.empty(), host, proof);
    tell(CERTIFICATE, host, proof.pem());
  }

  void endCertificate(String host) {
    own.remove(host);
    certificates.end(Optional.empty(), host);
    nodes.tellAll(NodeCalls.Subject.PROOFS, body(CERTIFICATE_OVER, host, NOTHING));
  }

  private void tell(byte operation, String name, byte[] rest) throws InterruptedException {
    byte[] told = body(operation, name, rest);
    own.put(name, told);
    try {
      nodes.tellAll(NodeCalls.Subject.PROOFS, told).toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] body(byte operation, String name, byte[] rest) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + Integer.BYTES + text.length + rest.length)
        .put(operation)
        .putInt(text.length)
        .put(text)
        .put(rest)
        .array();
  }

  private Future<byte[]> hear(Node caller, ByteBuffer body) {
    if (body.remaining() > Integer.BYTES) {
      byte operation = body.get();
      int length = body.getInt();
      if (length >= 0 && length <= body.remaining()) {
        byte[] name = new byte[length];
        byte[] rest = new byte[body.remaining() - length];
        body.get(name).get(rest);
        take(caller, operation, new String(name, StandardCharsets.UTF_8), rest);
      }
    }
    return Future.succeededFuture(NOTHING);
  }

  private void take(Node caller, byte operation, String name, byte[] rest) {
    switch (operation) {
      case TEXT -> keep(name, new String(rest, StandardCharsets.US_ASCII));
      case TEXT_OVER -> texts.remove(name);
      case CERTIFICATE ->
          reading
              .of(Buffer.buffer(rest))
              .ifPresent(proof -> certificates.show(Optional.of(caller.id()), name, proof));
      case CERTIFICATE_OVER -> certificates.end(Optional.of(caller.id()), name);
      default -> {
        // of a later release
      }
    }
  }
}
