package alcove.tunnel.net;

import alcove.tunnel.shs.HandshakeException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of a connection before its keys are known: gathers each message of the handshake from
 * however many pieces it comes in, has it answered on the {@link HandshakePool}, and keeps what the
 * peer sent too early. Confined to the connection's event loop.
 *
 * <p>Nothing is computed for a peer that has hung up, or that we have kept waiting so long that it
 * will have given up.
 */
final class HandshakePhase {
  private static final Logger LOG = LoggerFactory.getLogger(HandshakePhase.class);

  private final Wire wire;
  private final HandshakeSteps steps;
  private final HandshakePool pool;
  private final LongSupplier nanoTime;
  private final long longestWait;
  private final long longestPhase;
  private final Consumer<HandshakeSteps> onDone;
  private final Consumer<CloseReason> onFailure;

  private byte[] message;
  private int gathered;
  private int taken;
  private int phase;
  private long phaseBegan;
  private long waited;
  private boolean working;
  private volatile boolean over;
  private ByteBuf early = Unpooled.EMPTY_BUFFER;

  HandshakePhase(
      Wire wire,
      HandshakeSteps steps,
      HandshakePool pool,
      PeerLoop loop,
      Deadlines deadlines,
      Consumer<HandshakeSteps> onDone,
      Consumer<CloseReason> onFailure) {
    this.wire = wire;
    this.steps = steps;
    this.pool = pool;
    this.nanoTime = loop.clock();
    this.longestWait = deadlines.handshakeWait().toNanos();
    this.longestPhase = deadlines.handshakePhase().toNanos();
    this.phaseBegan = loop.now();
    this.onDone = onDone;
    this.onFailure = onFailure;
    this.message = new byte[steps.expected()];
  }

  void start() {
    byte[] first = steps.first();
    if (first != null) {
      send(first);
    }
  }

  /** Whole messages of the peer so far. */
  int messagesTaken() {
    return taken;
  }

  /** Whether the peer's next message should have been here; to be asked once a second. */
  boolean isLate(long now) {
    if (taken != phase || working) {
      phase = taken;
      phaseBegan = now;
    }
    return now - phaseBegan > longestPhase;
  }

  /** What arrived behind the peer's last message. */
  ByteBuf early() {
    return early;
  }

  /** Nothing that is still under way has an effect any more. */
  void abandon() {
    over = true;
  }

  void bytes(ByteBuf bytes) {
    if (working) {
      early = Unpooled.wrappedBuffer(early, Unpooled.wrappedBuffer(ByteBufUtil.getBytes(bytes)));
      return;
    }
    int length = Math.min(message.length - gathered, bytes.readableBytes());
    bytes.readBytes(message, gathered, length);
    gathered += length;
    if (gathered == message.length) {
      early = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(bytes));
      work();
    }
  }

  private void work() {
    working = true;
    taken++;
    wire.pause();
    byte[] complete = message;
    long before = waited;
    long since = nanoTime.getAsLong();
    pool.execute(taken, () -> step(complete, before + nanoTime.getAsLong() - since));
  }

  /** One step, of a handshake whose peer we have kept waiting for {@code inLine} nanoseconds. */
  private void step(byte[] complete, long inLine) {
    if (over) {
      // It was closed while it waited in line.
      return;
    }
    if (inLine > longestWait) {
      fail(CloseReason.HANDSHAKE_TIMEOUT);
      return;
    }
    try {
      byte[] answer = steps.take(complete);
      wire.eventLoop().execute(() -> answered(answer, inLine));
    } catch (HandshakeException wrong) {
      LOG.debug("handshake failed: {}", wrong.reason());
      fail(CloseReason.HANDSHAKE_FAILED);
    } catch (HandshakeSteps.RefusedException refused) {
      fail(CloseReason.REFUSED);
    } catch (RuntimeException fault) {
      LOG.error("fault in a handshake", fault);
      fail(CloseReason.INTERNAL_ERROR);
    }
  }

  private void fail(CloseReason reason) {
    wire.eventLoop()
        .execute(
            () -> {
              if (!over) {
                over = true;
                onFailure.accept(reason);
              }
            });
  }

  private void answered(byte @Nullable [] answer, long inLine) {
    if (over) {
      return;
    }
    waited = inLine;
    if (answer != null) {
      send(answer);
    }
    working = false;
    gathered = 0;
    message = new byte[steps.expected()];
    if (message.length == 0) {
      over = true;
      onDone.accept(steps);
    } else if (early.isReadable()) {
      ByteBuf pending = early;
      early = Unpooled.EMPTY_BUFFER;
      wire.resume();
      bytes(pending);
    } else {
      wire.resume();
    }
  }

  private void send(byte[] bytes) {
    wire.write(Unpooled.wrappedBuffer(bytes), () -> {});
  }
}
