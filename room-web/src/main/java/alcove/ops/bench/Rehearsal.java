package alcove.ops.bench;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.ops.terminal.CommandException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A bit of everything that peers do, for a JVM that is to learn what a room's life is like. Nobody
 * looks at the figures.
 */
public final class Rehearsal {
  private static final int AT_ONCE = 16;
  private static final int MANY = 1_000_000;
  private static final int PAIRS = 4;
  private static final int MESSAGES = 20_000;
  private static final int MESSAGE = 200;
  private static final int ATTENDANTS = 100;
  private static final long BYTES = 500_000_000;
  private static final Duration LONG = Duration.ofSeconds(3);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Rehearsal() {}

  /**
   * Loads a room for about ten seconds, however slow the machine is.
   *
   * @param net where the room is, open to strangers
   * @param webSocket where it is by WebSocket
   * @param failed told what could not be done
   */
  public static void run(String net, String webSocket, Crypto crypto, Consumer<String> failed) {
    run(
        net,
        crypto,
        failed,
        List.of(
            new Handshakes(MANY, AT_ONCE, LONG),
            new Bulk(PAIRS, PAIRS, false, BYTES, SHORT),
            new Bulk(1, 1, true, BYTES, SHORT),
            new Messages(PAIRS, PAIRS, false, MESSAGE, MESSAGES, SHORT),
            new PresenceLoad(ATTENDANTS, PATIENCE)));
    run(
        webSocket,
        crypto,
        failed,
        List.of(new Handshakes(MANY, AT_ONCE, SHORT), new Bulk(PAIRS, PAIRS, false, BYTES, SHORT)));
  }

  private static void run(
      String address, Crypto crypto, Consumer<String> failed, List<Measurement> all) {
    for (Measurement each : all) {
      try {
        RoomAddress room = RoomAddress.parse(address);
        try (Swarm swarm = new Swarm(room, crypto, AppKey.MAIN, PATIENCE)) {
          each.measure(swarm, null);
        }
      } catch (CommandException problem) {
        failed.accept(each.getClass().getSimpleName() + ": " + problem.getMessage());
      }
    }
  }
}
