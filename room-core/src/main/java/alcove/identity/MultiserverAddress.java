package alcove.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * One way to reach a peer: protocols stacked on one another, such as {@code net:host:8008~shs:KEY}.
 * Immutable.
 *
 * <p>Grammar (multiserver-address): {@code name = [a-z][a-z0-9-]+}, {@code protocol =
 * name(:data)*}, {@code address = protocol(~protocol)*}; several addresses are joined by {@code ;}.
 * Data is printable ASCII without space, in which {@code ! : ; ~} are escaped by a {@code !}.
 *
 * <p>The first protocol says how bytes travel:
 *
 * <pre>
 * net:HOST:PORT~shs:KEY                              TCP; an IPv6 host may come with its colons unescaped
 * ws://HOST:PORT~shs:KEY                             the name ws with the data "//HOST" and "PORT"
 * tunnel:@ROOM.ed25519:@TARGET.ed25519~shs:KEY       through a room
 * </pre>
 *
 * @param protocols stacked on one another, outermost first
 */
public record MultiserverAddress(List<Protocol> protocols) {
  /** Longest text that is looked at, in characters. */
  public static final int MAX_LENGTH = 2048;

  private static final int WS_PORT = 80;
  private static final int WSS_PORT = 443;

  /** A protocol's name and its data, unescaped. */
  public record Protocol(String name, List<String> data) {
    /** Copies the data. */
    public Protocol {
      data = List.copyOf(data);
    }

    private Optional<String> data(int index) {
      return index < data.size() ? Optional.of(data.get(index)) : Optional.empty();
    }

    private String text() {
      return data.stream()
          .map(d -> ":" + AddressGrammar.escape(d))
          .collect(Collectors.joining("", name, ""));
    }
  }

  /** Copies the list. */
  public MultiserverAddress {
    protocols = List.copyOf(protocols);
    if (protocols.isEmpty()) {
      throw new IllegalArgumentException("an address without a protocol");
    }
  }

  /**
   * Reads one address.
   *
   * @throws MalformedException if the text does not follow the grammar or holds several addresses
   */
  public static MultiserverAddress parse(String text) throws MalformedException {
    List<MultiserverAddress> all = parseAll(text);
    if (all.size() != 1) {
      throw new MalformedException(text, "a single multiserver address");
    }
    return all.getFirst();
  }

  /**
   * Reads one or more addresses that are joined by semicolons.
   *
   * @throws MalformedException if the text does not follow the grammar
   */
  public static List<MultiserverAddress> parseAll(String text) throws MalformedException {
    return new AddressGrammar(text).addresses();
  }

  /** The address of a TCP listener; an IPv6 host is given without brackets. */
  public static MultiserverAddress net(String host, int port, FeedId key) {
    return new MultiserverAddress(
        List.of(new Protocol("net", List.of(host, Integer.toString(port))), shs(key)));
  }

  /** The address of a plain WebSocket listener; an IPv6 host is given without brackets. */
  public static MultiserverAddress ws(String host, int port, FeedId key) {
    return webSocket("ws", host, port, WS_PORT, key);
  }

  /** The address of a WebSocket listener behind TLS; an IPv6 host is given without brackets. */
  public static MultiserverAddress wss(String host, int port, FeedId key) {
    return webSocket("wss", host, port, WSS_PORT, key);
  }

  /** The address of a peer behind a room. */
  public static MultiserverAddress tunnel(FeedId room, FeedId target) {
    return new MultiserverAddress(
        List.of(new Protocol("tunnel", List.of(room.toString(), target.toString())), shs(target)));
  }

  private static MultiserverAddress webSocket(
      String name, String host, int port, int defaultPort, FeedId key) {
    List<String> data =
        new ArrayList<>(List.of("//" + (host.contains(":") ? "[" + host + "]" : host)));
    if (port != defaultPort) {
      data.add(Integer.toString(port));
    }
    return new MultiserverAddress(List.of(new Protocol(name, data), shs(key)));
  }

  private static Protocol shs(FeedId key) {
    return new Protocol("shs", List.of(key.base64()));
  }

  /**
   * The name of the protocol that carries the bytes: net, ws, wss, tunnel, or one that we do not
   * know.
   */
  public String transport() {
    return protocols.getFirst().name();
  }

  /** The host of a net, ws or wss address, an IPv6 one without brackets. */
  public Optional<String> host() {
    return endpoint().map(HostAndPort::host);
  }

  /** The port of a net, ws or wss address; for the latter two it may be implied. */
  public OptionalInt port() {
    return endpoint().map(e -> OptionalInt.of(e.port())).orElse(OptionalInt.empty());
  }

  /** Whose key the secret handshake expects, if the address says it with a valid key. */
  public Optional<FeedId> key() {
    return shs().flatMap(shs -> shs.data(0)).flatMap(MultiserverAddress::readKey);
  }

  /** The room of a tunnel address. */
  public Optional<FeedId> portal() {
    return tunnelId(0);
  }

  /** The peer that a tunnel address leads to. */
  public Optional<FeedId> target() {
    return tunnelId(1);
  }

  private Optional<HostAndPort> endpoint() {
    String data = String.join(":", protocols.getFirst().data());
    return switch (transport()) {
      case "net" -> HostAndPort.ofNet(data);
      case "ws" -> HostAndPort.ofUrl(data, WS_PORT);
      case "wss" -> HostAndPort.ofUrl(data, WSS_PORT);
      default -> Optional.empty();
    };
  }

  private Optional<FeedId> tunnelId(int index) {
    return transport().equals("tunnel")
        ? protocols.getFirst().data(index).flatMap(MultiserverAddress::readId)
        : Optional.empty();
  }

  private Optional<Protocol> shs() {
    return protocols.stream().filter(protocol -> protocol.name().equals("shs")).findFirst();
  }

  private static Optional<FeedId> readKey(String base64) {
    return Base64Text.decodeKey(base64).map(FeedId::of);
  }

  private static Optional<FeedId> readId(String text) {
    try {
      return Optional.of(FeedId.parse(text));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** The address in the grammar, with every special character escaped. */
  @Override
  public String toString() {
    return protocols.stream().map(Protocol::text).collect(Collectors.joining("~"));
  }
}
