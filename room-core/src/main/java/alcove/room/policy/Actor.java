package alcove.room.policy;

import alcove.identity.FeedId;
import java.util.Optional;

/** A peer, visitor or operator who does something to the room. */
public sealed interface Actor {
  /** Whoever runs the server, by the command line: nobody ranks higher. */
  record Operator() implements Actor {}

  /** Somebody who opened the web site of an open room and did not say who they are. */
  record Visitor() implements Actor {}

  /** A peer whose key is proved. */
  record Peer(FeedId peer) implements Actor {}

  /** The operator. */
  static Actor operator() {
    return new Operator();
  }

  /** A visitor. */
  static Actor visitor() {
    return new Visitor();
  }

  /** A peer. */
  static Actor of(FeedId peer) {
    return new Peer(peer);
  }

  /** The peer's key, if it is one. */
  default Optional<FeedId> id() {
    return this instanceof Peer(FeedId peer) ? Optional.of(peer) : Optional.empty();
  }

  /** What it is to a room: the operator counts as admin, visitors as external. */
  default Standing standing(Standings standings) {
    return switch (this) {
      case Operator operator -> Standing.ADMIN;
      case Visitor visitor -> Standing.EXTERNAL;
      case Peer(FeedId peer) -> standings.of(peer);
    };
  }

  /** The word for its kind, as the database writes it. */
  default String kind() {
    return switch (this) {
      case Operator operator -> "operator";
      case Visitor visitor -> "visitor";
      case Peer peer -> "peer";
    };
  }

  /** The id in full, or the kind of who has none. */
  default String shown() {
    return id().map(FeedId::toString).orElseGet(this::kind);
  }
}
