package alcove.tunnel.presence;

import alcove.identity.FeedId;
import alcove.tunnel.presence.PeerReport.State;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A report of a node on those who attend there: on all, or on those of whom something has changed
 * since its last report. Immutable.
 *
 * <pre>sequence(8) count(4) peers, each key(32) state(1) ages(1) and as often age(4)</pre>
 *
 * <p>The state is 0, 1 or 2 as in {@link State}, and 4 more for {@code again}; ages are
 * milliseconds, unsigned. What stands behind that is passed over.
 *
 * @param sequence counts the reports of changes of a node. A whole one has that of the last report
 *     whose changes are in it, and so has one without changes, by which others notice what they
 *     missed
 */
record PresenceReport(long sequence, List<PeerReport> peers) {
  private static final int HEADER = 12;
  private static final int KEY = 32;
  private static final int SHORTEST = KEY + 2;
  private static final int AGAIN = 4;
  private static final long LONGEST_AGE = 0xffffffffL;
  private static final List<State> STATES = List.of(State.GONE, State.AWAY, State.HERE);

  PresenceReport {
    peers = List.copyOf(peers);
  }

  byte[] encode() {
    int length = peers.stream().mapToInt(each -> SHORTEST + 4 * each.ages().size()).sum();
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + length);
    bytes.putLong(sequence).putInt(peers.size());
    for (PeerReport each : peers) {
      bytes.put(each.who().bytes());
      bytes.put((byte) (STATES.indexOf(each.state()) + (each.again() ? AGAIN : 0)));
      bytes.put((byte) each.ages().size());
      each.ages().forEach(age -> bytes.putInt((int) Math.clamp(age, 0, LONGEST_AGE)));
    }
    return bytes.array();
  }

  /** Reads one; empty if it is malformed. */
  static Optional<PresenceReport> decode(byte[] encoded) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(encoded);
      long sequence = bytes.getLong();
      int count = bytes.getInt();
      if (sequence < 0 || count < 0 || count > bytes.remaining() / SHORTEST) {
        return Optional.empty();
      }
      List<PeerReport> peers = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        peers.add(peer(bytes));
      }
      return Optional.of(new PresenceReport(sequence, peers));
    } catch (BufferUnderflowException | MalformedReport malformed) {
      return Optional.empty();
    }
  }

  private static PeerReport peer(ByteBuffer bytes) throws MalformedReport {
    byte[] key = new byte[KEY];
    bytes.get(key);
    int state = bytes.get();
    int count = bytes.get();
    boolean isHere = (state & ~AGAIN) == STATES.indexOf(State.HERE);
    if ((state & ~AGAIN) < 0
        || (state & ~AGAIN) >= STATES.size()
        || count < (isHere ? 1 : 0)
        || count > (isHere ? PeerReport.MOST_AGES : 0)) {
      throw new MalformedReport();
    }
    List<Long> ages = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ages.add(bytes.getInt() & LONGEST_AGE);
    }
    return new PeerReport(FeedId.of(key), STATES.get(state & ~AGAIN), (state & AGAIN) != 0, ages);
  }

  private static final class MalformedReport extends Exception {}
}
