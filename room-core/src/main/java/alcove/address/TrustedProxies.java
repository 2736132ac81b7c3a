package alcove.address;

import alcove.identity.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The proxies in front of the room that are believed when they say whose connection they pass on.
 * Immutable.
 *
 * @param networks where they are
 */
public record TrustedProxies(List<IpNetwork> networks) {
  /** Copies the list. */
  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /**
   * Reads networks with commas between them.
   *
   * @throws MalformedException if one of them is none
   */
  public static TrustedProxies parse(String text) throws MalformedException {
    var networks = new ArrayList<IpNetwork>();
    for (String each : text.split(",", -1)) {
      networks.add(IpNetwork.parse(each.strip()));
    }
    return new TrustedProxies(networks);
  }

  /** Whether {@code address} is one of them. */
  public boolean contains(IpAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  /**
   * The client at the other end of a socket, where nothing was said of another. On loopback and on
   * a trusted proxy many clients look like one, so no limits apply to it.
   *
   * @param socket the address of the socket's other end in figures, null if it is not known
   */
  public ClientAddress direct(@Nullable String socket) {
    var address = addressOf(socket);
    return new ClientAddress(
        address, true, address.filter(a -> a.isLoopback() || contains(a)).isPresent());
  }

  /** The client that a trusted proxy named; limits apply to it wherever it claims to be. */
  public ClientAddress named(IpAddress client) {
    return new ClientAddress(Optional.of(client), false, false);
  }

  /**
   * The client of a request: the other end of the socket, or, if that is trusted, the right-most
   * address of {@code X-Forwarded-For} that is not trusted as well. Text that is no address ends
   * the search at the proxy that passed it on.
   *
   * @param socket the address of the socket's other end in figures, null if it is not known
   * @param forwardedFor all lines of the header, in their order
   */
  public ClientAddress client(@Nullable String socket, List<String> forwardedFor) {
    var direct = direct(socket);
    if (forwardedFor.isEmpty() || !isTrusted(direct)) {
      return direct;
    }
    var nearest = direct.address().orElseThrow();
    var hops = new ForwardedHops(forwardedFor);
    while (contains(nearest)) {
      var hop = hops.next();
      if (hop.isEmpty()) {
        break;
      }
      nearest = hop.get();
    }
    return named(nearest);
  }

  /** Whether what {@code client} says of others is believed. */
  public boolean isTrusted(ClientAddress client) {
    return client.direct() && client.address().filter(this::contains).isPresent();
  }

  /** The scope of a link-local address ({@code fe80::1%eth0}) says nothing about the client. */
  private static Optional<IpAddress> addressOf(@Nullable String socket) {
    if (socket == null) {
      return Optional.empty();
    }
    int scope = socket.indexOf('%');
    return IpAddress.parse(scope < 0 ? socket : socket.substring(0, scope));
  }

  @Override
  public String toString() {
    return networks.stream().map(IpNetwork::toString).collect(Collectors.joining(","));
  }
}
