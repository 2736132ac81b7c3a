package alcove.tunnel.link;

import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.net.PeerLoop;
import alcove.tunnel.net.Ticking;
import alcove.tunnel.net.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The carrier of one tunnel between two nodes: asked for by the one, accepted or refused by the
 * other, then records both ways until either ends it. Confined to its event loop, but for {@link
 * #lose}.
 *
 * <p>Whoever has ended it in good order reads past what still comes until the other closes: closing
 * first would reset the connection, and take along what the other has not read yet. One that is
 * broken while something waits to be sent is reset at once, without a word.
 */
public abstract sealed class Link implements Wire.Receiver, Ticking permits AskingLink, AskedLink {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  private final PeerLoop loop;
  private final Consumer<Link> onClosed;
  private final RecordDecoder decoder = new RecordDecoder(new Records());
  private LinkState state;
  private long since;
  private long lastProgress;
  private @Nullable Wire wire;
  private @Nullable RecordWriter writer;

  /** Who hears what comes; null before somebody does, and once nobody is to any more. */
  @Nullable LinkReceiver receiver;

  private @Nullable Runnable afterRead;
  private boolean paused;

  /** One in its first state; {@code onClosed} hears once, when nothing is left of it. */
  Link(PeerLoop loop, LinkState state, Consumer<Link> onClosed) {
    this.loop = loop;
    this.state = state;
    this.onClosed = onClosed;
    this.since = loop.now();
  }

  /** Has it looked at the clock from now on. */
  final void begin() {
    loop.add(this);
  }

  /** What the other node says before the tunnel is open. */
  abstract void opening(RecordType type, byte[] body) throws LinkException;

  /** Takes what arrives on {@code on} from now on. */
  final void start(Wire on) {
    wire = on;
    writer = new RecordWriter(on);
    on.start(this);
  }

  final void enter(LinkState next) {
    state = next;
    since = loop.now();
    lastProgress = next == LinkState.LINGERING ? wire().progress() : 0;
  }

  private Wire wire() {
    return Objects.requireNonNull(wire);
  }

  final RecordWriter writer() {
    return Objects.requireNonNull(writer);
  }

  /** The loop that it lives on. */
  public final PeerLoop loop() {
    return loop;
  }

  final boolean isIn(LinkState one) {
    return state == one;
  }

  final void requireState(LinkState expected, RecordType type) throws LinkException {
    if (state != expected) {
      throw new LinkException("%s in state %s (only in %s)".formatted(type, state, expected));
    }
  }

  /** A buffer for {@code length} bytes that can be sent without being copied. */
  public static ByteBuf buffer(int length) {
    return RecordWriter.buffer(length);
  }

  /**
   * Sends bytes of the tunnel, or one whole body, once it was accepted. Takes over {@code bytes}.
   *
   * @param done runs when our system has taken them, or when it is clear that it never will
   */
  public final void send(BodyType type, ByteBuf bytes, Runnable done) {
    if (state == LinkState.OPEN) {
      writer().write(RecordType.of(type), bytes, done);
    } else {
      bytes.release();
      done.run();
    }
  }

  /**
   * Ends it in good order, after all that was sent.
   *
   * @param done runs when our system has taken all of it, or when it is clear that it never will
   */
  public final void end(Runnable done) {
    if (state != LinkState.OPEN) {
      done.run();
      return;
    }
    enter(LinkState.ENDING);
    receiver = null;
    resume();
    writer()
        .write(
            RecordType.END,
            Unpooled.EMPTY_BUFFER,
            () -> {
              if (state == LinkState.ENDING) {
                enter(LinkState.LINGERING);
              }
              done.run();
            });
  }

  /** Breaks it off, at once: what is not sent yet never is. */
  public final void breakOff(String why) {
    receiver = null;
    switch (state) {
      case ASKING, OPEN -> {
        if (writer().isBusy()) {
          reset();
        } else {
          writer().write(RecordType.BROKEN, why);
          enter(LinkState.BREAKING);
          resume();
        }
      }
      case CONNECTING, WAITING, JUDGING, ENDING -> reset();
      case LINGERING, BREAKING, CLOSING, CLOSED -> {}
    }
  }

  /** Hands nothing over until {@link #resume}; what is on its way may still come. */
  public final void pause() {
    if (state == LinkState.OPEN && !paused) {
      paused = true;
      wire().pause();
    }
  }

  /** Tells the other node that the reader takes something, while nothing is read. */
  public final void sayTaken() {
    if (paused && state == LinkState.OPEN && !writer().isBusy()) {
      writer().write(RecordType.TAKEN);
    }
  }

  /** Reads again. */
  public final void resume() {
    if (paused && state != LinkState.CLOSED) {
      paused = false;
      wire().resume();
    }
  }

  /** A number that changes whenever the other node's system has taken something. */
  public final long progress() {
    return state == LinkState.OPEN || state == LinkState.ENDING ? wire().progress() : 0;
  }

  /** Drops it, because its node is gone or cannot be reached; any thread. */
  final void lose() {
    loop.run(() -> finish(new LinkEnd.Lost()));
  }

  private void reset() {
    if (state != LinkState.CLOSED) {
      enter(LinkState.CLOSED);
      loop.remove(this);
      if (wire != null) {
        wire.reset();
      }
      onClosed.accept(this);
    }
  }

  /** Our receiver hears of an end that is not our own. */
  private void finish(LinkEnd end) {
    reset();
    tell(end);
  }

  private void tell(LinkEnd end) {
    LinkReceiver told = receiver;
    receiver = null;
    if (told != null) {
      told.ended(end);
    }
  }

  @Override
  public final void bytes(ByteBuf bytes) {
    try {
      if (state != LinkState.CLOSED) {
        decoder.read(bytes);
      }
    } catch (LinkException broken) {
      LOG.debug("a link carried what is none: {}", broken.getMessage());
      finish(new LinkEnd.Lost());
    } catch (RuntimeException fault) {
      LOG.error("fault in a link", fault);
      finish(new LinkEnd.Lost());
    }
    Runnable then = afterRead;
    if (then != null) {
      afterRead = null;
      then.run();
    }
  }

  /** Runs {@code action}, the only one, when the bytes that are being read are all looked at. */
  public final void afterRead(Runnable action) {
    afterRead = action;
  }

  /** Nobody closes before the other has read the end, so what is held back does not have one. */
  @Override
  public final void hungUp() {
    if (paused) {
      finish(new LinkEnd.Lost());
    }
  }

  @Override
  public final void closed() {
    finish(new LinkEnd.Lost());
  }

  @Override
  public final void tick(long now) {
    if (state == LinkState.LINGERING && wire().progress() != lastProgress) {
      enter(state);
    }
    if (state.isOverdue(now - since)) {
      finish(new LinkEnd.Lost());
    }
  }

  /** The other has said its last, and waits for us to close. */
  final void close() {
    if (state != LinkState.CLOSING && state != LinkState.CLOSED) {
      enter(LinkState.CLOSING);
      wire().close();
    }
  }

  /** What the other node sends, in the states in which it may. */
  private final class Records implements RecordDecoder.Receiver {
    @Override
    public void bytes(ByteBuf part) throws LinkException {
      if (wantsData(RecordType.BINARY)) {
        Objects.requireNonNull(receiver).bytes(part);
      }
    }

    @Override
    public void record(RecordType type, byte[] body) throws LinkException {
      switch (type) {
        case BINARY -> throw new IllegalStateException("a whole record of bytes");
        case STRING -> body(BodyType.STRING, body);
        case JSON -> body(BodyType.JSON, body);
        case OPEN, ACCEPTED, REFUSED -> opening(type, body);
        case TAKEN -> {
          if (!wantsData(type) && state == LinkState.LINGERING) {
            enter(state);
          }
        }
        case END -> {
          wantsData(type);
          close();
          tell(new LinkEnd.Clean());
        }
        case BROKEN -> {
          close();
          tell(new LinkEnd.Broken(new String(body, StandardCharsets.UTF_8)));
        }
      }
    }

    private void body(BodyType type, byte[] body) throws LinkException {
      if (wantsData(RecordType.of(type))) {
        Objects.requireNonNull(receiver).body(type, body);
      }
    }

    /** Whether it is to be handed over; what comes behind our own end is read past. */
    private boolean wantsData(RecordType type) throws LinkException {
      return switch (state) {
        case OPEN -> true;
        case ENDING, LINGERING, BREAKING, CLOSING, CLOSED -> false;
        case CONNECTING, ASKING, WAITING, JUDGING ->
            throw new LinkException(type + " in state " + state);
      };
    }
  }
}
