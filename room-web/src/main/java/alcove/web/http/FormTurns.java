package alcove.web.http;

import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.cluster.shared.Arbiters;
import alcove.cluster.shared.NodeCalls;
import alcove.limits.ExpiringPlaces;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The turns of nodes at forms: each form is carried out by one, and the others get its answer from
 * that one. The node that decides ({@link Arbiters}) gives the turn. Whoever has got one tells all
 * others, and whoever comes in sight, so each of them can be the next that decides. Thread-safe;
 * never blocks.
 *
 * <pre>operation(1) hash(64): 0 takes the turn, and the answer is the id(16) of whoever has it,
 * 1 gives it back, and 2 asks for the answer;
 * 3, then each turn that the caller has: left(8) hash(64)</pre>
 */
final class FormTurns {
  private static final byte TAKE = 0;
  private static final byte GIVE_BACK = 1;
  private static final byte ASK = 2;
  private static final byte HAVE = 3;
  private static final byte[] NOTHING = {};
  private static final int ID = 16;
  private static final int HASH = 64;
  private static final int TURN = Long.BYTES + HASH;
  private static final int MOST = 4096;

  /** How long the other node may take to carry out a form. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final NodeCalls nodes;
  private final InstantSource clock;
  private final Duration life;
  private final Function<String, Optional<Future<FormAnswer>>> answers;
  private final ExpiringPlaces<Turn> turns;

  /**
   * The turn at a form.
   *
   * @param other who has it; empty if that is this node
   */
  private record Turn(String hash, Instant end, Optional<NodeId> other) {
    boolean isOwn() {
      return other.isEmpty();
    }
  }

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
    nodes.onArrival(this::tellOwnTo);
  }

  /** Takes the turn at a form, and says whether it did, if all forms come to this node. */
  boolean takeAlone(String hash) {
    return nodes.isAlone() && takeHere(hash).isEmpty();
  }

  /**
   * Takes the turn at a form.
   *
   * @return who has it, if that is another node; if nobody can say it is this one. On any thread
   */
  Future<Optional<NodeId>> take(String hash) {
    Optional<NodeId> known = find(hash).flatMap(Turn::other);
    return known.isPresent()
        ? Future.succeededFuture(known)
        : Arbiters.ask(nodes, NodeCalls.Subject.FORMS, body(TAKE, hash))
            .map(
                said ->
                    said.flatMap(FormTurns::id)
                        .filter(holder -> !isSelf(holder))
                        .or(() -> takeHere(hash)));
  }

  /**
   * Takes the turn at a form without asking anybody: two nodes that get it at the same moment carry
   * it out both. Never waits.
   *
   * @return who has it, if another node is known to
   */
  Optional<NodeId> takeAtOnce(String hash) {
    return takeHere(hash);
  }

  private boolean isSelf(NodeId node) {
    return nodes.self().filter(node::equals).isPresent();
  }

  /** Who has the turn, if that is another node; else this one has it, and all others hear that. */
  private Optional<NodeId> takeHere(String hash) {
    Turn turn = note(hash, Optional.empty());
    if (turn.isOwn()) {
      var _ = nodes.tellAll(NodeCalls.Subject.FORMS, own(List.of(turn)));
    }
    return turn.other();
  }

  /** Gives the turn back: nothing was done. */
  void giveBack(String hash) {
    forget(hash, Optional.empty());
    var _ = nodes.tellAll(NodeCalls.Subject.FORMS, body(GIVE_BACK, hash));
  }

  private void tellOwnTo(NodeId node) {
    List<Turn> own = turns.all(Turn::isOwn);
    if (!own.isEmpty()) {
      var _ = nodes.call(node, NodeCalls.Subject.FORMS, own(own));
    }
  }

  private byte[] own(List<Turn> own) {
    ByteBuffer body = ByteBuffer.allocate(1 + own.size() * TURN).put(HAVE);
    own.forEach(
        each ->
            body.putLong(turns.left(each.end()).toMillis())
                .put(each.hash().getBytes(StandardCharsets.ISO_8859_1)));
    return body.array();
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
  private Turn note(String hash, Optional<NodeId> caller) {
    synchronized (turns) {
      return find(hash).orElseGet(() -> put(hash, life, caller));
    }
  }

  private Optional<Turn> find(String hash) {
    return turns.find(hash).filter(turn -> turn.other().map(nodes::sees).orElse(true));
  }

  private Turn put(String hash, Duration left, Optional<NodeId> holder) {
    Turn turn = new Turn(hash, clock.instant().plus(left), holder);
    turns.put(hash, turn, turn.end(), null);
    return turn;
  }

  private void forget(String hash, Optional<NodeId> holder) {
    synchronized (turns) {
      if (turns.find(hash).filter(turn -> turn.other().equals(holder)).isPresent()) {
        turns.remove(hash);
      }
    }
  }

  /** Notes the turns of a node, but for those that this one has itself. */
  private void hearOf(NodeId holder, ByteBuffer told) {
    while (told.remaining() >= TURN) {
      Duration left = Duration.ofMillis(Math.clamp(told.getLong(), 0, life.toMillis()));
      byte[] hash = new byte[HASH];
      told.get(hash);
      String text = new String(hash, StandardCharsets.ISO_8859_1);
      synchronized (turns) {
        if (turns.find(text).filter(Turn::isOwn).isEmpty()) {
          put(text, left, Optional.of(holder));
        }
      }
    }
  }

  private Future<byte[]> hear(Node caller, ByteBuffer body) {
    if (!body.hasRemaining()) {
      return Future.succeededFuture(NOTHING);
    }
    byte operation = body.get();
    if (operation == HAVE) {
      hearOf(caller.id(), body);
      return Future.succeededFuture(NOTHING);
    }
    String hash = StandardCharsets.ISO_8859_1.decode(body).toString();
    return switch (operation) {
      case TAKE ->
          Future.succeededFuture(
              note(hash, Optional.of(caller.id()))
                  .other()
                  .or(nodes::self)
                  .map(FormTurns::bytes)
                  .orElse(NOTHING));
      case ASK ->
          answers
              .apply(hash)
              .map(answer -> answer.map(FormAnswer::encode).otherwise(NOTHING))
              .orElseGet(() -> Future.succeededFuture(NOTHING));
      case GIVE_BACK -> {
        forget(hash, Optional.of(caller.id()));
        yield Future.succeededFuture(NOTHING);
      }
      default -> Future.succeededFuture(NOTHING);
    };
  }
}
