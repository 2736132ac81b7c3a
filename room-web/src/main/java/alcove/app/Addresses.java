package alcove.app;

import alcove.identity.FeedId;
import alcove.identity.MultiserverAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;

/** Where peers find the room, as well as the machine can tell by itself. */
final class Addresses {
  private static final String THIS_MACHINE = "localhost";

  private Addresses() {}

  /** The address by TCP, then the one by WebSocket. */
  static List<MultiserverAddress> of(RoomConfig.Network network, OpenPorts ports, FeedId room) {
    var host = host(network);
    return List.of(
        MultiserverAddress.net(host, ports.ssb(), room),
        MultiserverAddress.ws(host, ports.http(), room));
  }

  /**
   * The domain; otherwise the address that is listened on; otherwise the machine's most public
   * address.
   */
  private static String host(RoomConfig.Network network) {
    return network
        .domain()
        .orElseGet(
            () ->
                network.listen().equals(RoomConfig.Network.EVERYWHERE)
                    ? ownAddress()
                    : network.listen());
  }

  private static String ownAddress() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(Addresses::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .min(BEST_FIRST)
          .map(InetAddress::getHostAddress)
          .orElse(THIS_MACHINE);
    } catch (SocketException e) {
      return THIS_MACHINE;
    }
  }

  private static final Comparator<InetAddress> BEST_FIRST =
      Comparator.comparing(InetAddress::isSiteLocalAddress)
          .thenComparing(address -> !(address instanceof Inet4Address));

  private static boolean isUp(NetworkInterface networkInterface) {
    try {
      return networkInterface.isUp() && !networkInterface.isVirtual();
    } catch (SocketException e) {
      return false;
    }
  }
}
