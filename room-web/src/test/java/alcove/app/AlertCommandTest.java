package alcove.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code alcove alert test} with a room that sends alerts, and with others. */
class AlertCommandTest {
  @TempDir private Path folder;

  @Test
  void test_ofARoomWithAWebhook_sendsATrial() throws Exception {
    List<String> taken = new CopyOnWriteArrayList<>();
    var hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        "/",
        exchange -> {
          taken.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    hook.start();
    var data = folder.resolve("data");
    Map<Setting<?>, String> settings =
        Map.of(
            Setting.DATA, data.toString(),
            Setting.LISTEN, "127.0.0.1",
            Setting.SSB_PORT, "0",
            Setting.HTTP_PORT, "0",
            AlertSettings.WEBHOOK, "http://127.0.0.1:%s/".formatted(hook.getAddress().getPort()));
    try (var _ = RunningRoom.start(ConfigReader.read(settings, Map.of()))) {
      assertThat(Operator.at(data).run("alert", "test").lines()).containsExactly("sent, and taken");
      hook.stop(0);
      assertThat(Operator.at(data).run("alert", "test").code()).isEqualTo(1);
    }
    assertThat(taken).hasSize(1).first().asString().contains("\"state\":\"trial\"");
  }

  @Test
  void test_ofARoomWithout_saysWhatIsMissing() throws Exception {
    try (var operator = Operator.of(folder.resolve("data"))) {
      operator.start();
      operator
          .run("alert", "test")
          .isRefused(
              "the room sends no alerts: it was started without --alert-webhook and"
                  + " --alert-mail");
    }
  }

  @Test
  void test_whereNothingRuns_saysSo() throws Exception {
    try (var operator = Operator.of(folder.resolve("data"))) {
      assertThat(operator.run("alert", "test").code()).isEqualTo(3);
    }
  }
}
