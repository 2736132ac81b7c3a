package alcove.tunnel.shs.suite;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;

/**
 * Shakes hands with whoever connects, so that the suite's 45 simultaneous processes need not each
 * be a JVM. Arguments: {@code java} or {@code native}. Prints its port, listens on loopback, and
 * ends with its standard input.
 *
 * <p>A connection begins with one line, the arguments that the suite gave to its process, and is
 * then that process's standard input and output. Closing it says that the peer misbehaved; after a
 * good handshake it stays open until the process goes away.
 */
public final class SuiteHarness {

  private SuiteHarness() {}

  public static void main(String[] args) throws Exception {
    Crypto crypto = CryptoChoice.valueOf(args[0].toUpperCase(Locale.ROOT)).load();
    try (var listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> acceptAll(crypto, listener));
      System.out.println(listener.getLocalPort());
      while (System.in.read() != -1) {
        // The suite is still running.
      }
    }
  }

  private static void acceptAll(Crypto crypto, ServerSocket listener) {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(crypto, socket));
      }
    } catch (IOException e) {
      // The listener was closed: the end.
    }
  }

  private static void serve(Crypto crypto, Socket socket) {
    try (socket;
        var peer = new SuitePeer(socket)) {
      peer.run(crypto);
    } catch (Exception e) {
      System.err.println(e);
    }
  }
}
