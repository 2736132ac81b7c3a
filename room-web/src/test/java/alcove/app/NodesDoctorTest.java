package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.store.DatabaseUrl;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The doctor of one of two nodes, before which a balancer leads to each in turn. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("alcove.ops.backup.EmptyDatabases#servers")
class NodesDoctorTest {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final String jdbc;

  @TempDir private Path folder;

  NodesDoctorTest(Supplier<DatabaseUrl> servers) {
    jdbc = servers.get().jdbc();
  }

  /** A balancer of connections. */
  private static final class Balancer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<Integer> ports = List.of();

    Balancer() throws IOException {
      Thread.ofVirtual().start(this::acceptAll);
    }

    int port() {
      return listener.getLocalPort();
    }

    void leadTo(int one, int other) {
      ports = List.of(one, other);
    }

    private void acceptAll() {
      try {
        while (true) {
          Socket visitor = listener.accept();
          int port = ports.get(turn.getAndIncrement() % ports.size());
          Socket node = new Socket(InetAddress.getLoopbackAddress(), port);
          Thread.ofVirtual().start(() -> pump(visitor, node));
          Thread.ofVirtual().start(() -> pump(node, visitor));
        }
      } catch (IOException closed) {
        // the end of the test
      }
    }

    private static void pump(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException closed) {
        // either side has gone
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }

  @Test
  void doctor_seesItsVisitsAndPeers_whicheverNodeTheyComeTo() throws Exception {
    try (Balancer peers = new Balancer();
        Balancer site = new Balancer();
        RoomNodes nodes = new RoomNodes(folder, jdbc)) {
      List<Integer> ports = free(4);
      peers.leadTo(ports.get(0), ports.get(1));
      site.leadTo(ports.get(3), ports.get(2));
      for (int i = 0; i < 2; i++) {
        nodes.node(
            i == 0 ? "first" : "second",
            Map.of(
                Setting.SSB_PORT,
                ports.get(i).toString(),
                Setting.HTTP_PORT,
                ports.get(2 + i).toString(),
                Setting.ADVERTISE,
                "127.0.0.1:" + peers.port(),
                Setting.INSECURE_HTTP,
                "yes",
                Setting.PUBLIC_URL,
                "http://127.0.0.1:" + site.port()));
      }
      for (String name : List.of("first", "second")) {
        await()
            .atMost(LONGEST)
            .until(
                () ->
                    nodes.operator(name).run("cluster", "--json").json().path("nodes").size() == 2);
      }

      for (String name : List.of("first", "second", "first")) {
        JsonNode found = nodes.operator(name).run("doctor", "--json").json();
        for (String check : List.of("site", "websocket", "ssb-port", "peers", "nodes")) {
          assertThat(verdict(found, check))
              .as(check + " of " + name + ": " + found)
              .isEqualTo("ok");
        }
      }
    }
  }

  private static List<Integer> free(int count) throws IOException {
    List<ServerSocket> all = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        all.add(new ServerSocket(0));
      }
      return all.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket each : all) {
        each.close();
      }
    }
  }

  private static String verdict(JsonNode found, String check) {
    for (JsonNode each : found.isArray() ? found : found.path("checks")) {
      if (each.path("check").asText().equals(check)) {
        return each.path("verdict").asText();
      }
    }
    return "none";
  }
}
