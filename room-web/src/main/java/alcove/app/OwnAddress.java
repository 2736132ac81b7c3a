package alcove.app;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.Optional;

/** The machine's own address, as well as it can tell by itself. */
final class OwnAddress {
  private static final Comparator<InetAddress> BEST_FIRST =
      Comparator.comparing(InetAddress::isSiteLocalAddress)
          .thenComparing(address -> !(address instanceof Inet4Address));

  private OwnAddress() {}

  /** The one that most others can reach; nothing on a machine that is on no network. */
  static Optional<String> mostPublic() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(OwnAddress::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .min(BEST_FIRST)
          .map(InetAddress::getHostAddress);
    } catch (SocketException e) {
      return Optional.empty();
    }
  }

  private static boolean isUp(NetworkInterface networkInterface) {
    try {
      return networkInterface.isUp() && !networkInterface.isVirtual();
    } catch (SocketException e) {
      return false;
    }
  }
}
