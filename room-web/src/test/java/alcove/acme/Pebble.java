package alcove.acme;

import static java.nio.charset.StandardCharsets.UTF_8;

import alcove.app.TestCertificate;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * Let's Encrypt's authority for tests with a DNS of its own, in which all names lead to this
 * machine. It refuses good nonces now and then, and takes its time to look at proofs.
 */
public final class Pebble implements AutoCloseable {
  /** Where its programs are; {@code .ci/pebble} prints it. */
  public static final String VARIABLE = "ALCOVE_TEST_PEBBLE";

  public static final String WHY_NOT = "no authority for tests: .ci/pebble builds one";

  private final Path folder;
  private final int port;
  private final int dnsControl;
  private final Ports ports;
  private final List<Process> processes = new ArrayList<>();

  /**
   * Where it looks for proofs.
   *
   * @param http for HTTP-01
   * @param tls for TLS-ALPN-01
   */
  public record Ports(int http, int tls) {
    /** Two that nobody listens on. */
    public static Ports free() throws IOException {
      return new Ports(freePort(), freePort());
    }
  }

  private Pebble(Path folder, Ports ports) throws IOException {
    this.folder = folder;
    this.ports = ports;
    this.port = freePort();
    this.dnsControl = freePort();
  }

  /** One whose settings have {@code more} in them. */
  public static Pebble start(Path folder, Ports ports, JsonObject more) throws Exception {
    var pebble = new Pebble(folder, ports);
    TestCertificate.create(folder, "dns:localhost", "-1d", 30)
        .write(folder.resolve("ca.pem"), folder.resolve("ca.key"));
    Files.writeString(folder.resolve("pebble.json"), pebble.config(more).encode());
    int dns = freePort();
    pebble.processes.add(
        pebble.run(
            "pebble-challtestsrv",
            List.of("-dnsserver", at(dns), "-management", at(pebble.dnsControl), "-doh", ""),
            List.of("-defaultIPv6", "", "-http01", "", "-https01", "", "-tlsalpn01", "")));
    pebble.processes.add(
        pebble.run(
            "pebble",
            List.of("-config", folder.resolve("pebble.json").toString(), "-dnsserver", at(dns)),
            List.of()));
    pebble.awaitPort(pebble.dnsControl);
    pebble.awaitPort(pebble.port);
    return pebble;
  }

  private JsonObject config(JsonObject more) throws IOException {
    var settings =
        new JsonObject()
            .put("listenAddress", at(port))
            .put("managementListenAddress", at(freePort()))
            .put("certificate", folder.resolve("ca.pem").toString())
            .put("privateKey", folder.resolve("ca.key").toString())
            .put("httpPort", ports.http())
            .put("tlsPort", ports.tls())
            .put("domainBlocklist", new JsonArray().add("blocked.example"))
            .put("retryAfter", new JsonObject().put("authz", 1).put("order", 1))
            .put("keyAlgorithm", "ecdsa");
    return new JsonObject().put("pebble", settings.mergeIn(more));
  }

  private Process run(String program, List<String> first, List<String> then) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getenv(VARIABLE), program).toString());
    command.addAll(first);
    command.addAll(then);
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(program + ".log").toFile());
    builder.environment().put("PEBBLE_WFE_NONCEREJECT", "15");
    builder.environment().put("PEBBLE_VA_SLEEPTIME", "1");
    builder.environment().put("PEBBLE_AUTHZREUSE", "0");
    return builder.start();
  }

  private void awaitPort(int wanted) {
    Awaitility.await("port " + wanted).until(() -> isOpen(wanted));
  }

  private static boolean isOpen(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String at(int port) {
    return "127.0.0.1:" + port;
  }

  public URI directory() {
    return URI.create("https://localhost:" + port + "/dir");
  }

  /** What its own address is trusted by. */
  public Path trusted() {
    return folder.resolve("ca.pem");
  }

  public Authority authority() {
    return new Authority(directory(), Optional.empty(), Optional.empty(), Optional.of(trusted()));
  }

  public String log() throws IOException {
    return Files.readString(folder.resolve("pebble.log"));
  }

  /** How often something stands in its log. */
  public long count(String text) throws IOException {
    return log().lines().filter(line -> line.contains(text)).count();
  }

  /** Where a program may change the DNS. */
  public URI dnsControl() {
    return URI.create("http://" + at(dnsControl));
  }

  /** Has its DNS lead a name to another address. */
  public void lead(String host, String address) throws IOException, InterruptedException {
    var body =
        new JsonObject().put("host", host + ".").put("addresses", new JsonArray().add(address));
    try (var client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(dnsControl().resolve("/add-a"))
              .POST(HttpRequest.BodyPublishers.ofString(body.encode(), UTF_8))
              .build(),
          BodyHandlers.discarding());
    }
  }

  /** Ends it. */
  public void stop() {
    for (var process : processes) {
      process.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
