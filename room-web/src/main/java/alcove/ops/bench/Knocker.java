package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Random;

/** Somebody who opens a socket and never gets through a handshake: says nothing, or noise. */
record Knocker(RoomAddress room) implements Life {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int MOST_NOISE = 300;

  @Override
  public void once(Random random) throws CommandException, InterruptedException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(room.host(), room.port()), PATIENCE_MILLIS);
      if (random.nextInt(3) > 0) {
        byte[] noise = new byte[random.nextInt(1, MOST_NOISE)];
        random.nextBytes(noise);
        say(socket, noise);
      }
      Thread.sleep(Lives.time(random, 1, 2000));
      socket.setSoLinger(random.nextBoolean(), 0);
    } catch (IOException unreachable) {
      throw new CommandException("cannot reach the room: " + unreachable.getMessage(), unreachable);
    }
    Thread.sleep(Lives.time(random, 100, 2000));
  }

  /** The room may have had enough of it meanwhile. */
  private static void say(Socket socket, byte[] noise) {
    try {
      socket.getOutputStream().write(noise);
    } catch (IOException turnedAway) {
      // As it should.
    }
  }
}
