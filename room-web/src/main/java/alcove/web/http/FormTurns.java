package alcove.web.http;

import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.cluster.shared.NodeCalls;
import alcove.limits.ExpiringPlaces;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The turns of nodes at forms: each form is carried out by one, which the node that decides ({@link
 * NodeCalls#arbiter}) has noted, and the others get its answer from that one. Thread-safe; never
 * blocks.
 *
 * <pre>operation(1) hash; 0 takes the turn, and the answer is the id(16) of whoever has it,
 * 1 gives it back, and 2 asks for the answer</pre>
 */
final class FormTurns {
  private static final byte TAKE = 0;
  private static final byte GIVE_BACK = 1;
  private static final byte ASK = 2;
  private static final byte[] NOTHING = {};
  private static final int ID = 16;
  private static final int MOST = 4096;

  /** How long the other node may take to carry out a form. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final NodeCalls nodes;
  private final InstantSource clock;
  private final Duration life;
  private final Function<String, Optional<Future<FormAnswer>>> answers;
  private final ExpiringPlaces<NodeId> turns;

  /**
   * @param life how long it is noted who has carried out a form
   * @param answers the answers of this node
   */
  FormTurns(
      NodeCalls nodes,
      InstantSource clock,
      Duration life,
      Function<String, Optional<Future<FormAnswer>>> answers) {
    this.nodes = nodes;
    this.clock = clock;
    this.life = life;
    this.answers = answers;
    this.turns = new ExpiringPlaces<>(MOST, clock);
    nodes.answer(NodeCalls.Subject.FORMS, this::hear);
  }

  /** Whether all forms come to this node. */
  boolean isAlone() {
    return nodes.isAlone();
  }

  /**
   * Takes the turn at a form.
   *
   * @return who has it, if that is another node; if nobody can say it is this one. On any thread
   */
  Future<Optional<NodeId>> take(String hash) {
    NodeId self = nodes.self().orElseThrow();
    return nodes
        .arbiter()
        .map(
            arbiter ->
                nodes
                    .call(arbiter.id(), NodeCalls.Subject.FORMS, body(TAKE, hash))
                    .map(FormTurns::id))
        .orElseGet(() -> Future.succeededFuture(Optional.of(note(hash, self))))
        .otherwise(Optional.empty())
        .map(holder -> holder.filter(each -> !each.equals(self)));
  }

  /** Gives the turn back: nothing was done. */
  void giveBack(String hash) {
    nodes
        .arbiter()
        .ifPresentOrElse(
            arbiter -> nodes.call(arbiter.id(), NodeCalls.Subject.FORMS, body(GIVE_BACK, hash)),
            () -> nodes.self().ifPresent(self -> forget(hash, self)));
  }

  /** What another node answers to a form; empty if nothing was done. On any thread. */
  Future<Optional<FormAnswer>> answer(NodeId node, String hash) {
    return nodes
        .call(node, NodeCalls.Subject.FORMS, body(ASK, hash), LONGEST)
        .compose(FormAnswer::decode);
  }

  private static byte[] body(byte operation, String hash) {
    byte[] text = hash.getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(1 + text.length).put(operation).put(text).array();
  }

  private static Optional<NodeId> id(byte[] answer) {
    ByteBuffer bytes = ByteBuffer.wrap(answer);
    return answer.length < ID
        ? Optional.empty()
        : Optional.of(new NodeId(new UUID(bytes.getLong(), bytes.getLong())));
  }

  private static byte[] bytes(NodeId id) {
    return ByteBuffer.allocate(ID)
        .putLong(id.value().getMostSignificantBits())
        .putLong(id.value().getLeastSignificantBits())
        .array();
  }

  /** Who has the turn: whoever was first, as long as it is in sight. */
  private NodeId note(String hash, NodeId caller) {
    synchronized (turns) {
      Optional<NodeId> holder = turns.find(hash).filter(nodes::sees);
      if (holder.isEmpty()) {
        turns.put(hash, caller, clock.instant().plus(life), null);
      }
      return holder.orElse(caller);
    }
  }

  private void forget(String hash, NodeId caller) {
    synchronized (turns) {
      if (turns.find(hash).filter(caller::equals).isPresent()) {
        turns.remove(hash);
      }
    }
  }

  private Future<byte[]> hear(Node caller, ByteBuffer body) {
    if (!body.hasRemaining()) {
      return Future.succeededFuture(NOTHING);
    }
    byte operation = body.get();
    String hash = StandardCharsets.ISO_8859_1.decode(body).toString();
    return switch (operation) {
      case TAKE -> Future.succeededFuture(bytes(note(hash, caller.id())));
      case ASK ->
          answers
              .apply(hash)
              .map(answer -> answer.map(FormAnswer::encode).otherwise(NOTHING))
              .orElseGet(() -> Future.succeededFuture(NOTHING));
      case GIVE_BACK -> {
        forget(hash, caller.id());
        yield Future.succeededFuture(NOTHING);
      }
      default -> Future.succeededFuture(NOTHING);
    };
  }
}
