package alcove.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server without a cluster does not pay for. */
class LoneServerTest {
  @Test
  void server_withoutACluster_loadsNoClassOfIt(@TempDir Path folder) throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:stdout",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--data",
                folder.resolve("room").toString(),
                "--listen",
                "127.0.0.1",
                "--ssb-port",
                "0",
                "--http-port",
                "0")
            .redirectErrorStream(true)
            .start();
    List<String> loaded = new ArrayList<>();
    try (var lines = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
      for (String line = lines.readLine();
          line != null && !line.contains("ready: ");
          line = lines.readLine()) {
        loaded.add(line);
      }
    } finally {
      server.destroyForcibly().waitFor();
    }

    assertThat(loaded).anyMatch(each -> each.contains(" alcove.tunnel.TunnelServer "));
    assertThat(loaded)
        .noneMatch(each -> each.contains(" org.jgroups.") || each.contains("alcove.tunnel.jgroups"))
        .noneMatch(each -> each.contains(" org.bouncycastle.cert."));
  }
}
