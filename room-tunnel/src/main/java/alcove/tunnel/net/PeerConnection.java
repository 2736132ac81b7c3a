package alcove.tunnel.net;

import alcove.identity.FeedId;
import alcove.tunnel.boxstream.BoxStreamException;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.RpcSession;
import alcove.tunnel.muxrpc.codec.PacketException;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to one peer, from its first byte to its last: handshake, then box stream, packets
 * and session in a row. The same class serves every transport and both roles.
 *
 * <p>Confined to its event loop, except for {@link #peer}, {@link #loop} and {@link #transport},
 * which any thread may read once the connection has been handed to its {@link ConnectionOwner}. It
 * closes in one place, {@link #finish}, and nothing that a peer sends reaches further than that.
 */
public final class PeerConnection implements Wire.Receiver, Ticking {
  private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);

  private enum State {
    HANDSHAKE,
    OPEN,
    SAYING_GOODBYE,
    CLOSED
  }

  private final Wire wire;
  private final PeerLoop loop;
  private final ConnectionSetup setup;
  private @Nullable HandshakePhase handshake;

  private State state = State.HANDSHAKE;
  private @Nullable OpenLayers opened;

  private int pauses;
  private volatile @Nullable String limitKey;
  private long goodbyeBegan;
  private int questions;
  private final SignsOfLife life;

  PeerConnection(Wire wire, PeerLoop loop, ConnectionSetup setup, HandshakeSteps steps) {
    this.wire = wire;
    this.loop = loop;
    this.setup = setup;
    this.handshake =
        new HandshakePhase(
            wire, steps, setup.pool(), loop, setup.deadlines(), this::open, this::drop);
    this.life = new SignsOfLife(setup.deadlines(), wire::probe, this::askForLife, loop.now());
  }

  void start() {
    start(this);
  }

  /** The same with a receiver that hands on to this one what comes. */
  void start(Wire.Receiver front) {
    loop.add(this);
    wire.start(front);
    Objects.requireNonNull(handshake).start();
  }

  /** Who is at the other end; known from {@link ConnectionOwner#opened} on. */
  public FeedId peer() {
    return opened().peer();
  }

  /** When the handshake was done, by the monotonic clock of all loops, in nanoseconds. */
  public long since() {
    return opened().since();
  }

  /** Whether the handshake was done, so that there is a {@link #peer}. */
  public boolean isKnown() {
    return opened != null;
  }

  /** The event loop that everything about this connection happens on. */
  public PeerLoop loop() {
    return loop;
  }

  /** The word for the transport: {@code tcp}, {@code ws} or {@code tunnel}. */
  public String transport() {
    return wire.transport();
  }

  /** What limits on the address it comes from go by; null when none apply. Any thread. */
  public @Nullable String limitKey() {
    return limitKey;
  }

  /** Says where it comes from: once, or again when its proxy tells. */
  void limitBy(@Nullable String key) {
    limitKey = key;
  }

  /** The calls on this connection. */
  public RpcSession<PeerConnection> session() {
    return opened().session();
  }

  /** What waits to be sent. */
  public Outbox outbox() {
    return opened().outbox();
  }

  private OpenLayers opened() {
    return Objects.requireNonNull(opened, "the handshake is not done");
  }

  /** Whether calls can be made. */
  public boolean isOpen() {
    return state == State.OPEN;
  }

  /** Whether a whole clientHello has arrived, so that this is more than a silent socket. */
  boolean hasSaidHello() {
    HandshakePhase current = handshake;
    return current == null || current.messagesTaken() > 0;
  }

  /** Whether calls of ours wait for an answer, beside questions whether the peer is alive. */
  public boolean isAwaited() {
    return session().awaited() > questions;
  }

  /** Runs {@code action} once, when the bytes that are being read now have all been looked at. */
  public void afterRead(Runnable action) {
    opened().reader().afterRead(action);
  }

  /** Reads nothing more until as many {@link #resumeReading} calls have come. */
  public void pauseReading() {
    if (pauses++ == 0 && state == State.OPEN) {
      wire.pause();
    }
  }

  /** Takes back one {@link #pauseReading}. */
  public void resumeReading() {
    if (--pauses == 0 && state == State.OPEN) {
      life.heard(loop.now());
      wire.resume();
    }
  }

  /**
   * Resets the connection as replaced unless the peer gives a sign of life within {@code nanos}.
   * While we do not read from it, none could be heard.
   */
  public void probe(long nanos) {
    if (state == State.OPEN && pauses == 0) {
      life.probe(loop.now(), nanos);
    }
  }

  /**
   * Whether it was asked by {@link #probe} and has not answered yet, or cannot be heard since we do
   * not read from it.
   */
  public boolean owesSignOfLife() {
    return state == State.OPEN && (pauses > 0 || life.isOwed());
  }

  private void open(HandshakeSteps done) {
    ByteBuf early = Objects.requireNonNull(handshake).early();
    handshake = null;
    opened = OpenLayers.of(this, wire, setup, done, this::onOverflow);
    state = State.OPEN;
    life.heard(loop.now());
    setup.owner().opened(this);
    if (early.isReadable()) {
      bytes(early);
    }
    if (state == State.OPEN && pauses == 0) {
      wire.resume();
    }
  }

  /** What it has sent beyond that is not looked at any more. */
  private void onOverflow() {
    opened().reader().ignoreRest();
    loop.eventLoop().execute(() -> drop(CloseReason.REPLIES_PILED_UP));
  }

  @Override
  public void bytes(ByteBuf bytes) {
    life.heard(loop.now());
    switch (state) {
      case HANDSHAKE -> Objects.requireNonNull(handshake).bytes(bytes);
      case OPEN -> decode(bytes);
      case SAYING_GOODBYE, CLOSED -> {}
    }
  }

  private void decode(ByteBuf bytes) {
    PacketReader reader = opened().reader();
    try {
      reader.read(bytes);
    } catch (BoxStreamException | PacketException broken) {
      LOG.debug("{}: {}", peer().shortName(), broken.getMessage());
      drop(CloseReason.PROTOCOL_ERROR);
    } catch (RuntimeException fault) {
      LOG.error("fault while reading", fault);
      drop(CloseReason.INTERNAL_ERROR);
    }
    reader.readIsOver();
  }

  @Override
  public void hungUp() {
    if (state != State.OPEN) {
      closed();
    } else if (pauses > 0) {
      setup.owner().hungUp(this);
    }
  }

  @Override
  public void closed() {
    finish(CloseReason.HUNG_UP);
    cleanUp();
  }

  private void cleanUp() {
    state = State.CLOSED;
    if (opened != null) {
      opened.outbox().close();
    }
    if (loop.remove(this)) {
      setup.owner().gone(this);
    }
  }

  /** Says goodbye in both layers and closes; what was under way ends. */
  public void close(CloseReason reason) {
    switch (state) {
      case HANDSHAKE -> drop(reason);
      case OPEN -> {
        Outbox out = outbox();
        finish(reason);
        state = State.SAYING_GOODBYE;
        goodbyeBegan = loop.now();
        out.goodbye(wire::close);
      }
      case SAYING_GOODBYE, CLOSED -> {}
    }
  }

  /** Closes at once and without a word. */
  public void drop(CloseReason reason) {
    finish(reason);
    cleanUp();
    wire.reset();
  }

  /** Drops it unless the handshake was done in the meantime. */
  void evict(CloseReason reason) {
    if (state == State.HANDSHAKE) {
      drop(reason);
    }
  }

  /** The one place where a connection ends, for whatever reason; only the first one counts. */
  private void finish(CloseReason reason) {
    if (state == State.SAYING_GOODBYE || state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    if (handshake != null) {
      handshake.abandon();
    }
    LOG.debug("{} closed: {}", opened == null ? "a newcomer" : opened.peer().shortName(), reason);
    setup.owner().closed(this, reason);
    if (opened != null) {
      opened.session().close();
    }
  }

  @Override
  public void tick(long now) {
    switch (state) {
      case HANDSHAKE -> {
        if (Objects.requireNonNull(handshake).isLate(now)) {
          drop(CloseReason.HANDSHAKE_TIMEOUT);
        }
      }
      case OPEN -> tickOpen(now);
      case SAYING_GOODBYE -> {
        if (now - goodbyeBegan > setup.deadlines().goodbye().toNanos()) {
          drop(CloseReason.STOPPED);
        }
      }
      case CLOSED -> {}
    }
  }

  private void tickOpen(long now) {
    CloseReason missing =
        outbox().isStalled(setup.deadlines().writeStall(), now)
            ? CloseReason.WRITE_STALLED
            : life.tick(now, pauses > 0);
    if (missing != null) {
      drop(missing);
    }
  }

  /** Any answer will do, also an error; it is the bytes that count. */
  private void askForLife() {
    questions++;
    session().call("tunnel.ping", Json.array()).onComplete(answer -> questions--);
  }
}
