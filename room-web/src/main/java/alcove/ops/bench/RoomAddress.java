package alcove.ops.bench;

import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.identity.MultiserverAddress;
import alcove.ops.terminal.CommandException;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.PeerDialer;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.Optional;

/**
 * The address of the room: {@code net:HOST:PORT~shs:KEY}, {@code ws://HOST:PORT~shs:KEY} or {@code
 * wss}.
 *
 * @param place the address without the key
 */
record RoomAddress(String transport, String place, String host, int port, FeedId key) {
  private static final String LOOPBACK = "127.0.0.1";

  static RoomAddress parse(String text) throws CommandException {
    MultiserverAddress address;
    try {
      address = MultiserverAddress.parse(text);
    } catch (MalformedException malformed) {
      throw new CommandException(malformed.getMessage(), malformed);
    }
    if (address.host().isEmpty() || address.port().isEmpty() || address.key().isEmpty()) {
      throw new CommandException(
          "address " + text + " (expected net:HOST:PORT~shs:KEY, ws://HOST:PORT~shs:KEY or wss)");
    }
    MultiserverAddress.Protocol outermost = address.protocols().getFirst();
    return new RoomAddress(
        address.transport(),
        address.transport() + ":" + String.join(":", outermost.data()),
        address.host().get(),
        address.port().getAsInt(),
        address.key().get());
  }

  /**
   * The same room by the loopback address, if it is on this machine: there it sets no limits to one
   * address. It need not listen there.
   */
  Optional<RoomAddress> onThisMachine() {
    try {
      InetAddress address = InetAddress.getByName(host);
      boolean here =
          !address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) != null;
      return here && !transport.equals("wss") ? Optional.of(at(LOOPBACK)) : Optional.empty();
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  private RoomAddress at(String other) {
    String separator = transport.equals("net") ? ":" : "://";
    return new RoomAddress(transport, transport + separator + other + ":" + port, other, port, key);
  }

  /**
   * Connects {@code peer}; on the event loop where the connection shall live.
   *
   * @param patience how long the handshake may take
   */
  Future<PeerConnection> connect(PeerClient peer, Duration patience) {
    return transport.equals("net")
        ? peer.connect(host, port, key, patience)
        : peer.connectWebSocket(place, key, patience);
  }

  /** Why the room was not reached, or what it did not do, for the person at the terminal. */
  CommandException explain(Throwable cause) {
    return switch (cause) {
      case CommandException known -> known;
      case PeerDialer.ConnectException refused ->
          new CommandException(
              place
                  + ": the room broke the handshake off ("
                  + refused.reason()
                  + "): are its key and network the right ones, and does it let in strangers?",
              refused);
      case IOException unreachable ->
          new CommandException(
              "cannot reach %s: %s".formatted(place, unreachable.getMessage()), unreachable);
      default -> new CommandException(String.valueOf(cause.getMessage()), cause);
    };
  }

  @Override
  public String toString() {
    return place + "~shs:" + key.base64();
  }
}
