package alcove.ops.bench;

import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One attendant's view of who is there. Confined to the event loop of its connection, except for
 * what says otherwise.
 */
final class Watcher implements SubstreamReceiver {
  /** What a room of the second kind tells: {@code state} once, then {@code joined, left}. */
  static final String ATTENDANTS = "room.attendants";

  /** What a room of the first kind tells: the whole list each time. */
  static final String ENDPOINTS = "tunnel.endpoints";

  private static final String LEFT = "\"left\"";
  private static final int BEGINNING = 120;

  private final SwarmPeer peer;
  private final String procedure;
  private final IdIndex index;
  private final LongAdder bytes;
  private final BitSet known = new BitSet();
  private @Nullable Substream substream;
  private int expected = Integer.MAX_VALUE;
  private Runnable onComplete = () -> {};

  /** A watcher that has not subscribed; it adds to {@code bytes} what it receives. */
  Watcher(SwarmPeer peer, String procedure, IdIndex index, LongAdder bytes) {
    this.peer = peer;
    this.procedure = procedure;
    this.index = index;
    this.bytes = bytes;
  }

  private void run(Runnable action) {
    peer.connection().loop().eventLoop().execute(action);
  }

  /** Subscribes, which makes the peer an attendant. Any thread. */
  void start() {
    run(
        () ->
            substream = peer.connection().session().open(procedure, Json.array(), "source", this));
  }

  /** Runs {@code then} once as soon as {@code count} attendants are known. Any thread. */
  void expect(int count, Runnable then) {
    run(
        () -> {
          expected = count;
          onComplete = then;
          check();
        });
  }

  /** Ends the subscription. Any thread. */
  void stop() {
    run(
        () -> {
          if (substream != null) {
            substream.end();
          }
        });
  }

  @Override
  public Input input() {
    return Input.BODIES;
  }

  @Override
  public void body(BodyType type, byte[] body) {
    bytes.add(body.length);
    if (procedure.equals(ENDPOINTS)) {
      known.clear();
    }
    boolean joined = !isDeparture(body);
    for (int i = 0; i < body.length; i++) {
      if (body[i] == '@') {
        int number = index.number(body, i);
        if (number >= 0) {
          known.set(number, joined);
        }
      }
    }
    check();
  }

  /** Whether somebody has left: the type of an event stands near its beginning. */
  private static boolean isDeparture(byte[] body) {
    return new String(body, 0, Math.min(body.length, BEGINNING), StandardCharsets.ISO_8859_1)
        .contains(LEFT);
  }

  private void check() {
    if (known.cardinality() >= expected) {
      expected = Integer.MAX_VALUE;
      onComplete.run();
    }
  }

  @Override
  public void ended(SubstreamEnd end) {
    // Whoever waits for the list to be complete waits in vain.
  }
}
