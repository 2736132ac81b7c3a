package alcove.tunnel.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.crypto.SharedKey;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections between two nodes of which one says or takes nothing: each call here returns. */
@Timeout(120)
class ClusterSocketTest {
  private static final int MOST_BYTES_OF_SYSTEM = 256 << 20;

  private final ClusterSockets sockets =
      new ClusterSockets(SharedKey.derive(TestNode.SECRET, "alcove cluster 1"));
  private final List<AutoCloseable> open = new ArrayList<>();
  private TlsListener listener;

  @BeforeEach
  void listen() throws IOException {
    listener =
        (TlsListener) sockets.createServerSocket("test", 0, 50, InetAddress.getLoopbackAddress());
    open.add(listener);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private Socket connect(int port) throws IOException {
    Socket socket = sockets.createSocket("test");
    open.add(socket);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private Socket accept() throws IOException {
    Socket accepted = listener.accept();
    open.add(accepted);
    return accepted;
  }

  @Test
  void whatIsWrittenAtOnce_arrivesInBothDirections_beforeTheEnd() throws IOException {
    Socket socket = connect(listener.getLocalPort());
    write(socket, "hello");
    Socket accepted = accept();
    write(accepted, "hi");
    accepted.close();
    assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("hi");

    Socket next = connect(listener.getLocalPort());
    write(next, "first");
    Socket other = accept();
    write(next, " second");
    next.close();
    assertThat(other.getInputStream().readAllBytes()).asString().isEqualTo("first second");
    assertThatThrownBy(() -> write(next, "third")).isInstanceOf(SocketException.class);
    assertThat(next.isClosed()).isTrue();
  }

  @Test
  void placeThatSaysNothing_isGivenUp_andNobodyWaitsForIt() throws IOException {
    SilentPlace place = new SilentPlace();
    open.add(place);
    Socket socket = connect(place.port());
    write(socket, "hello");
    assertThat(socket.getLocalSocketAddress()).isNull();
    await().until(() -> place.accepted() == 1);

    assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
    await().until(socket::isClosed);
    assertThat(socket.getLocalSocketAddress()).isNull();
  }

  @Test
  void placeThatDidNotAnswer_isNotTriedAgainForAWhile_andOthersAre() throws IOException {
    int port = listener.getLocalPort();
    InetSocketAddress place = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    sockets.noteSilence(place, TimeUnit.HOURS.toNanos(1));
    assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);

    sockets.noteSilence(place, -1);
    write(connect(port), "hello");
    accept();
  }

  @Test
  void otherSideThatTakesNothing_keepsNeitherWhoWritesNorWhoCloses() throws IOException {
    Socket socket = connect(listener.getLocalPort());
    write(socket, "hello");
    Socket accepted = accept();

    assertThatThrownBy(() -> writeForEver(socket)).isInstanceOf(SocketException.class);
    socket.close();
    assertThat(socket.isClosed()).isTrue();

    write(accepted, "x".repeat(1 << 20));
    accepted.close();
    assertThat(accepted.isClosed()).isTrue();
  }

  private static void writeForEver(Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    byte[] much = new byte[1 << 20];
    for (int i = 0; i < MOST_BYTES_OF_SYSTEM; i += much.length) {
      out.write(much);
    }
  }

  @Test
  void nodeThatSaysNothingAfterItsHandshake_keepsNobodyOut() throws IOException {
    Socket silent = connect(listener.getLocalPort());
    write(connect(listener.getLocalPort()), "a");
    assertThat(accept().getInputStream().read()).isEqualTo('a');
    await().until(() -> silent.getLocalSocketAddress() != null);

    write(connect(listener.getLocalPort()), "b");
    assertThat(accept().getInputStream().read()).isEqualTo('b');
    write(silent, "c");
    assertThat(accept().getInputStream().read()).isEqualTo('c');
  }
}
