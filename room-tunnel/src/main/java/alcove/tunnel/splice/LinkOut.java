package alcove.tunnel.splice;

import alcove.tunnel.link.Link;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a {@link LinkLeg}: keeps what it gets until the other node has accepted the
 * tunnel, and then sends it as it comes. Confined to the link's event loop.
 */
final class LinkOut {
  /** A piece that has not gone out. */
  record Piece(BodyType type, ByteBuf bytes) {
    /** Hands it to {@code receiver}, and is used up. */
    void moveTo(SubstreamReceiver receiver) {
      byte[] all = ByteBufUtil.getBytes(bytes);
      bytes.release();
      if (type == BodyType.BINARY) {
        receiver.part(all, 0, all.length);
      } else {
        receiver.body(type, all);
      }
    }
  }

  private final ReadStage stage;
  private final LongConsumer onTaken;
  private final ArrayDeque<Piece> waiting = new ArrayDeque<>(1);
  private @Nullable Link link;
  private boolean ending;
  private boolean closed;

  /**
   * A half that keeps what it gets until {@link #open}.
   *
   * @param piece how many bytes are sent as one record
   * @param onTaken hears how much our system has taken, or is dropped
   */
  LinkOut(int piece, Consumer<Runnable> afterRead, LongConsumer onTaken) {
    this.onTaken = onTaken;
    this.stage =
        new ReadStage(piece, Link::buffer, afterRead, staged -> send(BodyType.BINARY, staged));
  }

  boolean isOpen() {
    return link != null;
  }

  /** Whether the end was asked for before it was open. */
  boolean isEnding() {
    return ending;
  }

  /** Sends by {@code by} from now on. */
  void open(Link by) {
    link = by;
    for (Piece piece = waiting.poll(); piece != null; piece = waiting.poll()) {
      send(piece.type(), piece.bytes());
    }
  }

  /** Copies bytes in. */
  void take(byte[] buffer, int offset, int length) {
    if (ending || closed) {
      onTaken.accept(length);
    } else {
      stage.add(buffer, offset, length);
    }
  }

  /** Takes bytes over, or one whole string or JSON body. */
  void take(BodyType type, ByteBuf body) {
    stage.handOver();
    if (ending || closed) {
      drop(type, body);
    } else {
      send(type, body);
    }
  }

  private void send(BodyType type, ByteBuf bytes) {
    if (closed) {
      drop(type, bytes);
    } else if (link == null) {
      waiting.add(new Piece(type, bytes));
    } else {
      long cost = cost(type, bytes);
      link.send(type, bytes, () -> onTaken.accept(cost));
    }
  }

  private void drop(BodyType type, ByteBuf bytes) {
    long cost = cost(type, bytes);
    bytes.release();
    onTaken.accept(cost);
  }

  private static long cost(BodyType type, ByteBuf bytes) {
    long overhead = type == BodyType.BINARY ? 0 : OutgoingQueue.BODY_OVERHEAD;
    return overhead + bytes.readableBytes();
  }

  /**
   * Ends in good order behind all that was taken.
   *
   * @param done runs when that is out, or never will be
   */
  void end(Runnable done) {
    stage.handOver();
    ending = true;
    if (link != null) {
      link.end(done);
    }
  }

  /** Gives back what has not gone out, and counts it as taken. */
  List<Piece> giveBack() {
    stage.handOver();
    List<Piece> all = new ArrayList<>(waiting);
    waiting.clear();
    all.forEach(each -> onTaken.accept(cost(each.type(), each.bytes())));
    return all;
  }

  /** Takes nothing any more, and drops what waits for the other node to accept. */
  void close() {
    closed = true;
    stage.handOver();
    for (Piece piece = waiting.poll(); piece != null; piece = waiting.poll()) {
      drop(piece.type(), piece.bytes());
    }
  }
}
