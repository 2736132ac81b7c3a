package alcove.tunnel.splice;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A stage on which the bytes of one read of a source gather, to be handed over as one piece.
 * Confined to the source's event loop.
 */
final class ReadStage {
  private static final int FIRST = 1 << 10;

  private final int pieceLength;
  private final IntFunction<ByteBuf> buffers;
  private final Consumer<Runnable> afterRead;
  private final Consumer<ByteBuf> next;
  private @Nullable ByteBuf staged;
  private boolean usedInThisRead;

  /**
   * An empty stage.
   *
   * @param pieceLength how much is handed over at once, unless less has come or more at once
   * @param buffers gives one with room for so many bytes
   * @param afterRead runs something when the read is over
   * @param next takes over what has gathered
   */
  ReadStage(
      int pieceLength,
      IntFunction<ByteBuf> buffers,
      Consumer<Runnable> afterRead,
      Consumer<ByteBuf> next) {
    this.pieceLength = pieceLength;
    this.buffers = buffers;
    this.afterRead = afterRead;
    this.next = next;
  }

  /** Copies bytes in. */
  void add(byte[] buffer, int offset, int length) {
    ByteBuf stage = staged;
    if (stage != null && stage.writableBytes() < length) {
      handOver();
      stage = null;
    }
    if (stage == null) {
      stage = buffers.apply(Math.max(usedInThisRead ? pieceLength : FIRST, length));
      staged = stage;
      if (!usedInThisRead) {
        usedInThisRead = true;
        afterRead.accept(this::readIsOver);
      }
    }
    stage.writeBytes(buffer, offset, length);
  }

  private void readIsOver() {
    usedInThisRead = false;
    handOver();
  }

  /** Hands over what has gathered, now. */
  void handOver() {
    ByteBuf stage = staged;
    if (stage != null) {
      staged = null;
      next.accept(stage);
    }
  }
}
